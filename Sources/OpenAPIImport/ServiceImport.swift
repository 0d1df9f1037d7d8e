internal import JSON
internal import Tools

/// Where the service is: one of the document's servers, its variables filled in.
struct ServiceImport {
  /// What operations stand beneath.
  let baseURL: String
  /// The server that was taken, as it is written; nil where the address was given.
  private let server: String?
  private let document: OpenAPIDocument
  private let values: [String: String]

  init(
    _ document: OpenAPIDocument, _ options: OpenAPIImport.Options
  ) throws(ImportObstacle) {
    self.document = document
    let values = Dictionary(options.serverVariables) { _, last in last }
    self.values = values
    let servers = document.elements(document.root["servers"])
    if let given = options.baseURL {
      guard options.server == nil, values.isEmpty else {
        throw ImportObstacle(
          .root, "--base-url is the whole address: it goes with neither --server nor its variables")
      }
      baseURL = Self.withoutSlash(given)
      guard ProviderDescriptor.isBaseURL(baseURL) else {
        throw ImportObstacle(.root, "--base-url must be http:// or https://, a host, and no query")
      }
      server = servers.first.flatMap { Self.address(of: $0, in: document, values) }
      return
    }
    let (index, chosen) = try Self.chosen(servers, in: document, options.server, values)
    let address = try Self.filled(chosen, in: document, values)
    guard ProviderDescriptor.isBaseURL(address) else {
      throw ImportObstacle(
        chosen.pointer,
        "the server's address is relative or incomplete (\"\(address)\"); give it whole as --base-url"
      )
    }
    for (other, server) in servers.enumerated() where other != index {
      let variable = "\(options.provider.uppercased())_BASE_URL"
      document.notes.add(
        server.pointer,
        "one server is enough; left out: --server \(other + 1) takes it, and the variable \(variable) "
          + "leads anywhere")
    }
    baseURL = address
    server = address
  }

  /// Whether these servers of one path or operation lead where all others lead.
  func isOneOf(_ servers: OpenAPINode) -> Bool {
    let addresses = document.elements(servers).compactMap {
      Self.address(of: $0, in: document, values)
    }
    return addresses.contains { $0 == server || $0 == baseURL }
  }

  /// The server that a number or an address stands for; the first where none is asked for.
  private static func chosen(
    _ servers: [OpenAPINode], in document: OpenAPIDocument, _ asked: String?,
    _ values: [String: String]
  ) throws(ImportObstacle) -> (Int, OpenAPINode) {
    guard let first = servers.first else {
      throw ImportObstacle(.root, "the document names no server; give its address as --base-url")
    }
    guard let asked else { return (0, first) }
    if let number = Int(asked), servers.indices.contains(number - 1) {
      return (number - 1, servers[number - 1])
    }
    let index = servers.firstIndex { server in
      let written = server.value["url"]?.string.map(withoutSlash)
      return withoutSlash(asked) == written
        || withoutSlash(asked) == address(of: server, in: document, values)
    }
    guard let index else {
      let list = servers.enumerated().map { "\($0 + 1) \($1.value["url"]?.string ?? "?")" }
      throw ImportObstacle(
        first.pointer,
        "there is no server \"\(asked)\": --server takes a number or an address of these: "
          + list.joined(separator: ", ") + "; --base-url takes any other")
    }
    return (index, servers[index])
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url = url.dropLast() }
    return String(url)
  }
}

/// The variables in a server's address.
extension ServiceImport {
  /// What may stand for a variable.
  private struct Variable {
    let name: String
    let node: OpenAPINode?
    /// None where it may be anything.
    let choices: [String]
    /// What the document says it is when nobody says more.
    let standard: String?

    init(_ name: String, _ node: OpenAPINode?, in document: OpenAPIDocument) {
      self.name = name
      self.node = node
      let choices = document.elements(node?["enum"]).compactMap { Self.text($0.value) }
      self.choices = choices
      let written = node?["default"].flatMap { Self.text($0.value) }
      standard = written.flatMap { choices.isEmpty || choices.contains($0) ? $0 : nil }
    }

    /// Numbers need no quotation marks in YAML, and are forgotten to have some.
    private static func text(_ value: JSONValue) -> String? { value.string ?? value.number?.text }

    var description: String {
      choices.isEmpty ? name : "\(name) (\(choices.joined(separator: ", ")))"
    }
  }

  /// The address with its variables filled in; nil where that can't be done.
  private static func address(
    of server: OpenAPINode, in document: OpenAPIDocument, _ values: [String: String]
  ) -> String? {
    let (template, variables) = parts(of: server, in: document)
    guard variables.allSatisfy({ values[$0.name] != nil || $0.standard != nil }) else { return nil }
    return filled(template, variables, values)
  }

  private static func parts(
    of server: OpenAPINode, in document: OpenAPIDocument
  ) -> (TextTemplate, [Variable]) {
    let template = TextTemplate(parsing: document.text(server["url"]) ?? "") { !$0.isEmpty }
    let written = document.members(server["variables"])
    var variables: [Variable] = []
    for name in template.names where !variables.contains(where: { $0.name == name }) {
      let node = written.first { $0.name == name }?.node
      variables.append(Variable(name, node, in: document))
    }
    return (template, variables)
  }

  private static func filled(
    _ template: TextTemplate, _ variables: [Variable], _ values: [String: String]
  ) -> String {
    withoutSlash(
      template.filled { name in
        values[name] ?? variables.first { $0.name == name }?.standard ?? ""
      })
  }

  /// The same, or what the operator has to say first.
  private static func filled(
    _ server: OpenAPINode, in document: OpenAPIDocument, _ values: [String: String]
  ) throws(ImportObstacle) -> String {
    let (template, variables) = parts(of: server, in: document)
    let known = variables.map(\.description).joined(separator: ", ")
    let list = known.isEmpty ? "it has none" : "it has \(known)"
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let variable = variables.first(where: { $0.name == name }) else {
        let hint = meantHint(name, among: variables.map(\.name)) ?? ""
        throw ImportObstacle(
          server.pointer, "the server's address has no variable \"\(name)\"\(hint) (\(list))")
      }
      guard variable.choices.isEmpty || variable.choices.contains(value) else {
        throw ImportObstacle(
          variable.node?.pointer ?? server.pointer,
          "\"\(value)\" can't stand for \(name): it is one of \(variable.choices.joined(separator: ", "))"
        )
      }
    }
    let missing = variables.filter { values[$0.name] == nil && $0.standard == nil }
    guard missing.isEmpty else {
      let asked = missing.map { "--server-variable \($0.name)=…" }.joined(separator: " ")
      throw ImportObstacle(
        server.pointer, "the server's address can't be told without you: give \(asked) (\(list))")
    }
    for variable in variables where values[variable.name] == nil && variable.choices.count > 1 {
      guard let node = variable.node, let standard = variable.standard else { continue }
      document.notes.add(
        node.pointer,
        "is \"\(standard)\" here; --server-variable \(variable.name)=… takes another of "
          + variable.choices.joined(separator: ", "))
    }
    return filled(template, variables, values)
  }
}
