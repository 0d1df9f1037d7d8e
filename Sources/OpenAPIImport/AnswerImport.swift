internal import JSON

/// What an operation answers when all went well.
struct AnswerImport {
  let document: OpenAPIDocument

  /// The schema of the answer; nothing where there is none. Refuses what is never JSON.
  func schema(of operation: OpenAPINode) throws(ImportObstacle) -> OpenAPINode? {
    guard let response = success(of: operation) else { return nil }
    let content = document.members(response["content"])
    if let json = content.first(where: { MediaType.isJSON($0.name) }) { return json.node["schema"] }
    guard content.isEmpty else {
      let types = content.map(\.name).joined(separator: ", ")
      throw ImportObstacle(response.place, "clickport reads JSON, but the answer is \(types)")
    }
    return nil
  }

  /// The answer that says most about success: `200` before other numbers, those before `2XX`.
  private func success(of operation: OpenAPINode) -> OpenAPINode? {
    let all = document.members(operation["responses"])
    for response in all {
      guard let links = document.followed(response.node)?["links"] else { continue }
      document.notes.add(links.place, "links between operations are left out")
    }
    let good = all.filter { $0.name.hasPrefix("2") }.sorted { $0.name < $1.name }
    return good.first.flatMap { document.followed($0.node) }
  }
}
