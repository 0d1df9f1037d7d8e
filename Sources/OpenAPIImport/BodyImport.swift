internal import JSON
internal import Tools

/// The body of a request: the members of a JSON object or the fields of a form, as arguments.
struct BodyImport {
  let document: OpenAPIDocument

  /// Adds the arguments that make the body.
  func add(_ written: OpenAPINode, to arguments: inout ArgumentImport) throws(ImportObstacle) {
    guard let body = document.followed(written) else {
      throw ImportObstacle(written.pointer, "the body is described nowhere")
    }
    let content = document.members(body["content"])
    guard let media = Self.usable(content) else {
      let types = content.map(\.name).joined(separator: ", ")
      throw ImportObstacle(
        body["content"]?.pointer ?? body.pointer,
        "the body must be a JSON object or a form, but is \(types.isEmpty ? "nothing" : types)")
    }
    guard let schema = media.node["schema"] else {
      throw ImportObstacle(media.node.pointer, "the body has no schema")
    }
    let parts = SchemaParts(schema, in: document)
    guard parts.type == "object", !parts.properties.isEmpty else {
      throw ImportObstacle(schema.pointer, "the body is not an object with named members")
    }
    for (name, property) in parts.properties where !document.isReadOnly(property) {
      let source = ArgumentImport.Source(
        wireName: name, location: media.isForm ? .form : .body,
        isRequired: parts.required.contains(name), pointer: property.pointer,
        schema: property, separator: Self.separator(of: name, in: media.node))
      if property.value["deprecated"] == true, !source.isRequired {
        document.notes.add(property.pointer, "is deprecated; left out")
      } else {
        try arguments.add(source)
      }
    }
  }

  private static func usable(
    _ content: [(name: String, node: OpenAPINode)]
  ) -> (node: OpenAPINode, isForm: Bool)? {
    if let json = content.first(where: { MediaType.isJSON($0.name) }) { return (json.node, false) }
    return content.first { MediaType.isForm($0.name) }.map { ($0.node, true) }
  }

  /// What stands between the values of a form's field; nil where its name is repeated.
  private static func separator(of name: String, in media: OpenAPINode) -> String? {
    media.value["encoding"]?[name]?["explode"] == false ? "," : nil
  }
}
