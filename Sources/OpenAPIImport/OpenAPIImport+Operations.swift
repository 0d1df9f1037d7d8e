internal import JSON
internal import Tools

/// The operations of the document, and the tools they become.
extension OpenAPIImport {
  /// Those that have a method clickport sends.
  func operations(keyHeader: String?) -> [OperationImport] {
    document.members(document.root["paths"]).flatMap { text, node -> [OperationImport] in
      guard !text.hasPrefix("x-"), let path = document.followed(node) else { return [] }
      return document.members(path).compactMap { key, operation in
        guard let method = method(key, operation) else { return nil }
        return OperationImport(
          document: document, method: method, pathText: text, path: path, operation: operation,
          providerTitle: title, keyHeader: keyHeader)
      }
    }
  }

  /// The method of a path's member; nothing for one that is no operation, or can't be sent.
  private func method(_ key: String, _ operation: OpenAPINode) -> RequestTemplate.Method? {
    if ["head", "options", "trace"].contains(key) {
      notes.add(operation.place, "\(key.uppercased()) requests are never sent; skipped")
    }
    let method = RequestTemplate.Method.allCases.first { $0.rawValue.lowercased() == key }
    if method != nil, operation.value.object == nil {
      notes.add(operation.place, "is no operation; skipped")
      return nil
    }
    return method
  }

  /// The tool an operation becomes; nothing, and a note, where it can't be one.
  func tool(_ operation: OperationImport, _ names: inout ToolNames) -> JSONObject? {
    let noteCount = notes.count
    do throws(ImportObstacle) {
      let parts = try operation.tool()
      let name = names.name(of: operation)
      let words = operation.words(name: name)
      let tool: JSONObject = [
        "name": .string(name), "title": .string(words.title),
        "description": .string(words.description), "toolset": .string(names.toolset(of: operation)),
      ]
      let whole = tool.merging(parts)
      try check(whole, at: operation.operation.place)
      return whole
    } catch {
      notes.forget(after: noteCount)
      notes.add(error.place, "\(error.reason); the operation is skipped")
      return nil
    }
  }

  /// Reads the tool as the check will: whatever a document holds, an overlay must be right.
  private func check(_ tool: JSONObject, at place: JSONPointer) throws(ImportObstacle) {
    let problems = ToolDescriptor.problems(in: tool, provider: options.provider)
    guard let problem = problems.first else { return }
    throw ImportObstacle(place, "it would be no right tool: \(problem.pointer): \(problem.message)")
  }
}
