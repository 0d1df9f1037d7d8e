internal import JSON
internal import Tools

/// The parameters of an operation: its own over those of its path.
struct ParameterImport {
  let document: OpenAPIDocument
  /// What carries keys is nobody's argument.
  let keys: KeyPlaces

  /// A parameter as the document describes it.
  struct Parameter {
    let name: String
    /// `path`, `query`, `header` or `cookie`.
    let location: String
    let node: OpenAPINode

    var isRequired: Bool { node.value["required"] == true }
  }

  /// In the order they are written, each once.
  func parameters(of operation: OpenAPINode, at path: PathItem) -> [Parameter] {
    var parameters: [Parameter] = []
    var indices: [[String]: Int] = [:]
    let written = path.parameters + document.elements(operation["parameters"])
    for parameter in written.compactMap(read) {
      let key = [parameter.location, parameter.name]
      if let index = indices[key] {
        parameters[index] = parameter
      } else {
        indices[key] = parameters.count
        parameters.append(parameter)
      }
    }
    return parameters
  }

  private func read(_ written: OpenAPINode) -> Parameter? {
    guard let node = document.followed(written) else { return nil }
    guard let name = node.value["name"]?.string, let location = node.value["in"]?.string,
      ["path", "query", "header", "cookie"].contains(location)
    else {
      document.notes.add(node.pointer, "is no parameter: it needs a name and a pointer; left out")
      return nil
    }
    return Parameter(name: name, location: location, node: node)
  }

  /// Adds a parameter of the query or the header fields to a tool's arguments.
  func add(_ parameter: Parameter, to arguments: inout ArgumentImport) throws(ImportObstacle) {
    let node = parameter.node
    if node.value["deprecated"] == true, !parameter.isRequired {
      return document.notes.add(node.pointer, "is deprecated; left out")
    }
    switch parameter.location {
    case "query":
      guard !keys.queries.contains(parameter.name) else {
        return document.notes.add(node.pointer, "clickport sets this parameter itself; left out")
      }
      try arguments.add(source(parameter, .query))
    case "header":
      let field = parameter.name.lowercased()
      guard !Self.ownHeaders.contains(field), !keys.headers.contains(field) else {
        return document.notes.add(node.pointer, "clickport sets this header field itself; left out")
      }
      try arguments.add(source(parameter, .header))
    case "cookie":
      try arguments.leaveOut(source(parameter, .header), "is a cookie, which is never sent")
    default:
      document.notes.add(node.pointer, "the path has no pointer for it; left out")
    }
  }

  /// A parameter as the source of an argument.
  func source(
    _ parameter: Parameter, _ location: ArgumentDescriptor.Location
  ) -> ArgumentImport.Source {
    let node = parameter.node
    let content = document.members(node["content"])
    let media = content.first { MediaType.isJSON($0.name) } ?? content.first
    var source = ArgumentImport.Source(
      wireName: parameter.name, location: location,
      isRequired: parameter.isRequired || location == .path, pointer: node.pointer,
      schema: media?.node["schema"] ?? node["schema"],
      description: node.value["description"]?.string)
    if let media {
      source.contentType = media.name
    } else {
      source.style = style(node, at: location)
    }
    if location == .query, node.value["allowEmptyValue"] == true { source.takesEmpty = true }
    return source
  }

  /// The style of a parameter, its own or the usual one of its place.
  private func style(
    _ node: OpenAPINode, at location: ArgumentDescriptor.Location
  ) -> ArgumentImport.Style {
    let usual = location == .query ? "form" : "simple"
    return ArgumentImport.Style(
      document.text(node["style"]) ?? usual, explodes: node.value["explode"]?.bool)
  }

  private static let ownHeaders: Set = [
    "accept", "authorization", "connection", "content-length", "content-type", "cookie", "host",
    "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
  ]
}
