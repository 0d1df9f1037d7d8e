internal import JSON
internal import Tools

/// Makes one operation of the document a tool of the manifest.
struct OperationImport {
  let document: OpenAPIDocument
  let method: RequestTemplate.Method
  /// The path as the document spells it.
  let pathText: String
  let path: PathItem
  let operation: OpenAPINode
  let providerTitle: String
  let service: ServiceImport
  let security: SecurityImport

  /// How people name it.
  var label: String { "\(method.rawValue) \(pathText)" }

  /// The tool, but for its name and toolset, which depend on other tools.
  func tool() throws(ImportObstacle) -> JSONObject {
    try checkUse()
    let key = try security.key(of: operation)
    let route = try PathImport(pathText, at: path.pointer)
    var arguments = ArgumentImport(
      document: document, reserved: effect == .destructive ? ["name"] : [])
    let (template, contentType) = try add(
      to: &arguments, along: route, sending: security.places(of: key))
    var tool: JSONObject = [
      "effect": .string(effect.rawValue), "request": .string("\(method.rawValue) \(template)"),
    ]
    tool["key"] = key.map { .string($0) }
    tool["content_type"] = contentType.map { .string($0) }
    if !arguments.arguments.isEmpty { tool["arguments"] = .object(arguments.arguments) }
    if let answer = try document.answerSchema(of: operation, effect),
      let output = AnswerShape(document: document).output(answer)
    {
      tool["rows"] = output.rows.map { .string($0.description) }
      tool["output"] = .object(output.schema)
    }
    if effect == .destructive {
      tool["consent"] = .object(consent(template, key))
    }
    return tool
  }

  /// A heading and a sentence in the document's words; the name's where it has none.
  func words(name: String) -> (title: String, description: String) {
    let summary = document.text(operation["summary"])
    let description = document.text(operation["description"])
    let title = ImportedText.heading(summary) ?? ImportedText.spoken(name)
    return (
      title,
      ImportedText.sentence(description) ?? ImportedText.sentence(summary) ?? "\(title)."
    )
  }

  /// The words that group it: its first tag, or what its path begins with.
  var group: String? {
    let tag = document.elements(operation["tags"]).first?.value.string
    let segments = (try? PathImport(pathText, at: path.pointer))?.literals ?? []
    let first = segments.map(NameChooser.identifier).first { segment in
      !segment.isEmpty && segment != "api" && !Self.isVersion(segment)
    }
    return [tag.map(NameChooser.identifier), first].compactMap(\.self).first { !$0.isEmpty }
  }

  /// The words of its path, versions left out, and those of its parameters.
  var pathWords: (literals: [String], parameters: [String]) {
    guard let route = try? PathImport(pathText, at: path.pointer) else { return ([], []) }
    let literals = route.literals.filter { $0 != "api" && !Self.isVersion($0) }
    return (literals.flatMap(NameChooser.words), route.parameters.flatMap(NameChooser.words))
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
    try checkServers(of: operation)
    if let callbacks = operation["callbacks"] {
      document.notes.add(callbacks.pointer, "clickport can't be called back; left out")
    }
  }

  /// Throws where an operation of the path may stand elsewhere than all others.
  private func checkServers(of operation: OpenAPINode) throws(ImportObstacle) {
    let own = operation["servers"].map { [$0] } ?? path.servers
    if let servers = own.first(where: { !service.isOneOf($0) }) {
      throw ImportObstacle(servers.pointer, "it has an address of its own")
    }
  }

  /// Adds the arguments of path, query, header and body, and gives the path with their names, and
  /// the body's type where it isn't the usual one.
  private func add(
    to arguments: inout ArgumentImport, along route: PathImport, sending places: KeyPlaces
  ) throws(ImportObstacle) -> (template: String, contentType: String?) {
    let reader = ParameterImport(document: document, keys: places)
    let parameters = reader.parameters(of: operation, at: path)
    var names: [String: String] = [:]
    for name in route.parameters {
      let described = parameters.first { $0.location == "path" && $0.name == name }
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
      try checkLetIn(by: parameter, places)
      try reader.add(parameter, to: &arguments)
    }
    var contentType: String?
    if let body = operation["requestBody"] {
      if method == .get {
        document.notes.add(body.pointer, "a GET request has no body; left out")
      } else {
        contentType = try arguments.addBody(body)
      }
    }
    return (route.template(names), contentType)
  }
}

/// Header fields that let somebody in.
extension OperationImport {
  /// No argument may be one of them: only a key goes there.
  private static let lettingIn: Set = ["authorization", "proxy-authorization", "cookie"]

  /// Refuses what needs one of them that no key is.
  private func checkLetIn(
    by parameter: ParameterImport.Parameter, _ places: KeyPlaces
  ) throws(ImportObstacle) {
    let field = parameter.name.lowercased()
    guard parameter.location == "header", parameter.isRequired, Self.lettingIn.contains(field),
      !places.headers.contains(field)
    else { return }
    throw ImportObstacle(
      parameter.node.pointer, "needs the header field \(field), which no key of it fills")
  }
}

/// What a person is asked before something is removed.
extension OperationImport {
  /// `template` is the request's path with the names of arguments in it, `key` the tool's.
  private func consent(_ template: String, _ key: String?) -> JSONObject {
    // Braces would stand for arguments.
    let title = providerTitle.filter { $0 != "{" && $0 != "}" }
    let names = lookupNames(template, key)
    guard !names.isEmpty else {
      return ["question": .string("Delete what is at \(template) of \(title) for good?")]
    }
    return [
      "question": .string("Delete {name} (\(template) of \(title)) for good?"),
      "lookup": .string("GET \(template)"),
      "name": .array(names.map { .string("/\($0)") }),
    ]
  }

  /// Where the answer to a GET of the same path names the thing; none where nothing can be looked
  /// up by the path alone.
  private func lookupNames(_ template: String, _ key: String?) -> [String] {
    guard let get = try? path.operation("get"), get.value.object != nil, template.contains("{")
    else { return [] }
    guard (try? checkServers(of: get)) != nil else { return [] }
    let isLetIn: Bool
    do throws(ImportObstacle) { isLetIn = try security.key(of: get) == key } catch {
      isLetIn = false
    }
    guard isLetIn else {
      document.notes.add(
        get.pointer, "wants another key; the question before a removal names nothing")
      return []
    }
    let parameters = ParameterImport(document: document, keys: security.places(of: key))
      .parameters(of: get, at: path)
    guard !parameters.contains(where: { $0.location != "path" && $0.isRequired }) else {
      document.notes.add(
        get.pointer, "needs more than the path; the question before a removal names nothing")
      return []
    }
    guard let schema = (try? document.answerSchema(of: get, .read)) ?? nil else { return [] }
    let properties = SchemaParts(schema, in: document).properties
    return ["name", "title", "id"].filter { name in
      properties.contains { $0.name == name && SchemaParts($0.node, in: document).isScalar }
    }
  }
}

/// A path of the document, taken apart: `/pets/{petId}/photos`.
struct PathImport {
  /// With names as the document spells them.
  private let text: TextTemplate

  /// The parameters, each once, in the order of the path.
  var parameters: [String] {
    var names: [String] = []
    for name in text.names where !names.contains(name) { names.append(name) }
    return names
  }

  /// The segments of the path without its parameters.
  var literals: [String] {
    text.filled { _ in "/" }.split(separator: "/").map(String.init)
  }

  /// Reads a path, or tells why clickport can't send it.
  init(_ text: String, at pointer: JSONPointer) throws(ImportObstacle) {
    guard text.hasPrefix("/") else { throw ImportObstacle(pointer, "a path must begin with /") }
    let template = TextTemplate(parsing: text) { !$0.isEmpty }
    let literals = template.filled { _ in "" }.utf8
    guard !literals.contains(UInt8(ascii: "{")) else {
      throw ImportObstacle(pointer, "a { of the path is never closed, or holds no name")
    }
    guard literals.allSatisfy(Self.isPlain) else {
      throw ImportObstacle(pointer, "the path holds a query or characters that need escaping")
    }
    guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw ImportObstacle(pointer, "the path leads upwards")
    }
    self.text = template
  }

  /// The path with the names of arguments in it.
  func template(_ names: [String: String]) -> String {
    text.filled { "{\(names[$0] ?? $0)}" }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"?#%\\[]}\"<>^`|".utf8.contains(byte)
  }
}
