internal import JSON

/// What a person is asked before something is removed.
struct ConsentImport {
  let document: OpenAPIDocument
  let providerTitle: String
  /// The request's path with the names of arguments in it.
  let template: String
  let path: OpenAPINode

  /// Where a thing's name is looked for.
  private static let names = ["name", "title", "id"]

  func consent() -> JSONObject {
    let names = lookupNames
    guard !names.isEmpty else {
      return ["question": .string("Delete what is at \(template) of \(title) for good?")]
    }
    return [
      "question": .string("Delete {name} (\(template) of \(title)) for good?"),
      "lookup": .string("GET \(template)"),
      "name": .array(names.map { .string("/\($0)") }),
    ]
  }

  /// Braces would stand for arguments.
  private var title: String { providerTitle.filter { $0 != "{" && $0 != "}" } }

  /// Where the answer to a GET of the same path names the thing; none where nothing can be looked
  /// up by the path alone.
  private var lookupNames: [String] {
    guard let get = path["get"], get.value.object != nil, template.contains("{") else { return [] }
    let parameters = ParameterImport(document: document, keyHeader: nil)
      .parameters(of: get, at: path)
    guard !parameters.contains(where: { $0.location != "path" && $0.isRequired }) else {
      document.notes.add(
        get.pointer, "needs more than the path; the question before a removal names nothing")
      return []
    }
    guard let schema = (try? AnswerImport(document: document).schema(of: get)) ?? nil else {
      return []
    }
    let properties = SchemaParts(schema, in: document).properties
    return Self.names.filter { name in
      properties.contains {
        $0.name == name && SchemaParts($0.node, in: document).isScalar
      }
    }
  }
}
