internal import JSON
internal import Tools

/// Makes one operation of the document a tool of the manifest.
struct OperationImport {
  let document: OpenAPIDocument
  let method: RequestTemplate.Method
  /// The path as the document spells it.
  let pathText: String
  let path: OpenAPINode
  let operation: OpenAPINode
  let providerTitle: String
  let keyHeader: String?

  /// The tool, but for its name and toolset, which depend on other tools.
  func tool() throws(ImportObstacle) -> JSONObject {
    try checkUse()
    let route = try PathImport(pathText, at: path.pointer)
    var arguments = ArgumentImport(
      document: document, reserved: effect == .destructive ? ["name"] : [])
    let template = try add(to: &arguments, along: route)
    var tool: JSONObject = [:]
    tool["effect"] = .string(effect.rawValue)
    tool["request"] = .string("\(method.rawValue) \(template)")
    if !arguments.arguments.isEmpty { tool["arguments"] = .object(arguments.arguments) }
    if let answer = try AnswerImport(document: document).schema(of: operation),
      let output = AnswerShape(document: document).output(answer)
    {
      tool["rows"] = output.rows.map { .string($0.description) }
      tool["output"] = .object(output.schema)
    }
    if effect == .destructive {
      let consent = ConsentImport(
        document: document, providerTitle: providerTitle, template: template, path: path)
      tool["consent"] = .object(consent.consent())
    }
    return tool
  }

  /// A heading and a sentence in the document's words; the name's where it has none.
  func words(name: String) -> (title: String, description: String) {
    let spoken = name.replacing("_", with: " ")
    let summary = document.text(operation["summary"])
    let description = document.text(operation["description"])
    let title = ImportedText.heading(summary) ?? spoken.prefix(1).uppercased() + spoken.dropFirst()
    return (
      title,
      ImportedText.sentence(description) ?? ImportedText.sentence(summary) ?? "\(title)."
    )
  }

  /// The words that group it: its first tag, or what its path begins with.
  var group: String? {
    let tag = document.elements(operation["tags"]).first?.value.string
    let segments = (try? PathImport(pathText, at: path.pointer))?.literals ?? []
    let first = segments.map { NameChooser.identifier($0) }.first { segment in
      !segment.isEmpty && segment != "api" && !Self.isVersion(segment)
    }
    return [tag.map(NameChooser.identifier), first].compactMap(\.self).first { !$0.isEmpty }
  }

  var effect: Effect {
    switch method {
    case .get: .read
    case .post, .patch: .write
    case .put: .idempotentWrite
    case .delete: .destructive
    }
  }

  private static func isVersion(_ segment: String) -> Bool {
    segment.hasPrefix("v") && segment.dropFirst().allSatisfy { $0.isNumber || $0 == "_" }
  }

  private func checkUse() throws(ImportObstacle) {
    if operation.value["deprecated"] == true {
      throw ImportObstacle(operation.pointer, "deprecated")
    }
    if let servers = operation["servers"] ?? path["servers"] {
      throw ImportObstacle(servers.pointer, "it has an address of its own")
    }
    if let callbacks = operation["callbacks"] {
      document.notes.add(callbacks.pointer, "clickport can't be called back; left out")
    }
  }

  /// Adds the arguments of path, query, header and body, and gives the path with their names.
  private func add(
    to arguments: inout ArgumentImport, along route: PathImport
  ) throws(ImportObstacle) -> String {
    let reader = ParameterImport(document: document, keyHeader: keyHeader)
    let parameters = reader.parameters(of: operation, at: path)
    var names: [String: String] = [:]
    for name in route.parameters {
      let described = parameters.first { $0.location == "path" && $0.name == name }
      if let style = described?.node["style"], style.value != "simple" {
        throw ImportObstacle(style.pointer, "a path can't be written in this style")
      }
      if described == nil {
        document.notes.add(path.pointer, "{\(name)} is not described; taken as a text")
      }
      let source =
        described.map { reader.source($0, .path) }
        ?? ArgumentImport.Source(
          wireName: name, location: .path, isRequired: true, pointer: path.pointer,
          schema: OpenAPINode(value: ["type": "string"], pointer: path.pointer))
      names[name] = try arguments.add(source)
    }
    for parameter in parameters
    where parameter.location != "path" || names[parameter.name] == nil {
      try reader.add(parameter, to: &arguments)
    }
    if let body = operation["requestBody"] {
      if method == .get {
        document.notes.add(body.pointer, "a GET request has no body; left out")
      } else {
        try BodyImport(document: document).add(body, to: &arguments)
      }
    }
    return route.template(names)
  }
}
