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
  func parameters(of operation: OpenAPINode, at path: OpenAPINode) -> [Parameter] {
    var parameters: [Parameter] = []
    var indices: [[String]: Int] = [:]
    let written = document.elements(path["parameters"]) + document.elements(operation["parameters"])
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
      document.notes.add(node.pointer, "cookies are never sent; left out")
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
    let json = content.first { MediaType.isJSON($0.name) }?.node
    return ArgumentImport.Source(
      wireName: parameter.name, location: location,
      isRequired: parameter.isRequired || location == .path, pointer: node.pointer,
      schema: json?["schema"] ?? node["schema"],
      description: node.value["description"]?.string, separator: separator(node),
      isJSON: !content.isEmpty)
  }

  /// What stands between the values of a list in a query; nil where the name is repeated.
  private func separator(_ node: OpenAPINode) -> String? {
    switch node.value["style"]?.string {
    case "spaceDelimited": " "
    case "pipeDelimited": "|"
    default: node.value["explode"] == false ? "," : nil
    }
  }

  private static let ownHeaders: Set = [
    "accept", "authorization", "connection", "content-length", "content-type", "cookie", "host",
    "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
  ]
}

/// The names of media types.
enum MediaType {
  static func isJSON(_ name: String) -> Bool {
    let type = essence(name)
    return type == "application/json" || type == "text/json" || type == "*/*"
      || type == "application/*" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
  }

  static func isForm(_ name: String) -> Bool {
    essence(name) == "application/x-www-form-urlencoded"
  }

  /// The name without its parameters.
  private static func essence(_ name: String) -> String {
    let type = name.prefix { $0 != ";" }.lowercased()
    return type.split(separator: " ").first.map(String.init) ?? ""
  }
}

extension ArgumentImport {
  /// Adds the arguments that make a request's body: members of a JSON object or fields of a form.
  mutating func addBody(_ written: OpenAPINode) throws(ImportObstacle) {
    guard let body = document.followed(written) else {
      throw ImportObstacle(written.pointer, "the body is described nowhere")
    }
    let content = document.members(body["content"])
    let json = content.first { MediaType.isJSON($0.name) }
    guard let media = (json ?? content.first { MediaType.isForm($0.name) })?.node else {
      let types = content.map(\.name).joined(separator: ", ")
      throw ImportObstacle(
        body["content"]?.pointer ?? body.pointer,
        "the body must be a JSON object or a form, but is \(types.isEmpty ? "nothing" : types)")
    }
    guard let schema = media["schema"] else {
      throw ImportObstacle(media.pointer, "the body has no schema")
    }
    let parts = SchemaParts(schema, in: document)
    guard parts.type == "object", !parts.properties.isEmpty else {
      throw ImportObstacle(schema.pointer, "the body is not an object with named members")
    }
    for (name, property) in parts.properties where !document.isReadOnly(property) {
      // A form's field repeats its name for each value, unless the document says otherwise.
      let isJoined = media.value["encoding"]?[name]?["explode"] == false
      let source = Source(
        wireName: name, location: json == nil ? .form : .body,
        isRequired: parts.required.contains(name), pointer: property.pointer,
        schema: property, separator: isJoined ? "," : nil)
      if property.value["deprecated"] == true, !source.isRequired {
        document.notes.add(property.pointer, "is deprecated; left out")
      } else {
        try add(source)
      }
    }
  }
}
