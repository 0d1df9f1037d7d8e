internal import JSON
internal import Tools

/// How the service is given its keys, and which of them each operation wants.
///
/// A provider has one common key. Operations that can't do with it get one of their own; those that
/// want what can't be carried at all are refused: none is ever sent without a key it needs.
struct SecurityImport {
  /// A provider's `auth`; nil where nothing wants a key.
  let authentication: JSONObject?
  /// A provider's `keys`, by name.
  let otherKeys: JSONObject
  private let document: OpenAPIDocument
  private let schemes: [(name: String, scheme: Scheme)]
  /// What the common key is for.
  private let common: Scheme?
  private let ownNames: [String: String]
  /// Whether nowhere in the document is said who needs a key.
  private let isUnsaid: Bool

  /// What a scheme wants in a request.
  private enum Scheme: Equatable {
    /// Where a key goes, as `auth` writes it.
    case key(JSONObject)
    case impossible(String)

    var place: JSONObject? {
      if case .key(let place) = self { place } else { nil }
    }
  }

  /// What an operation may be let in with.
  private enum Alternative {
    case nothing
    case scheme(String)
    case impossible(String)
  }

  init(
    _ document: OpenAPIDocument, provider: String, operations: [OpenAPINode], isUnsaid: Bool
  ) throws(ImportObstacle) {
    self.document = document
    self.isUnsaid = isUnsaid
    let written = document.members(document.root["components"]?["securitySchemes"])
    schemes = written.map { ($0.name, Self.scheme($0.node, in: document)) }
    let carried = schemes.filter { $0.scheme.place != nil }
    if isUnsaid, !schemes.isEmpty, carried.isEmpty {
      throw ImportObstacle(
        written.first?.node.pointer ?? .root,
        "no way the service lets anybody in can be carried: \(Self.list(schemes))")
    }
    let wanted = Self.wanted(operations, of: document, isUnsaid, schemes)
    let common = Self.mostWanted(wanted, among: carried.map(\.scheme))
    self.common = common
    var variables = VariableNames(provider)
    authentication = common?.place.map { $0.appending("env", .string(variables.common(for: $0))) }
    var keys: JSONObject = [:]
    var names: [String: String] = [:]
    var chooser = NameChooser(reserved: ["none"])
    for schemes in wanted where !schemes.contains(where: { $0.scheme == common }) {
      guard let first = schemes.first, let place = first.scheme.place else { continue }
      // Of several schemes that send the same, the first gives the name.
      let scheme = carried.first { $0.scheme == first.scheme }?.name ?? first.name
      if names[scheme] == nil {
        let name = chooser.choose(scheme, prefix: "key")
        keys[name] = .object(
          place.appending("env", .string(variables.own(named: name, for: place))))
        names[scheme] = name
      }
      names[first.name] = names[scheme]
    }
    ownNames = names
    otherKeys = keys
    addNotes(written)
  }

  /// A tool's `key`, which is nil for the common one; throws where no key can let it in.
  func key(of operation: OpenAPINode) throws(ImportObstacle) -> String? {
    if isUnsaid { return nil }
    let alternatives = Self.alternatives(of: operation, in: document, schemes)
    let named = alternatives.compactMap { alternative -> String? in
      if case .scheme(let name) = alternative { name } else { nil }
    }
    if let common, named.contains(where: { scheme($0) == common }) { return nil }
    if let own = named.lazy.compactMap({ ownNames[$0] }).first { return own }
    var reasons: [String] = []
    for alternative in alternatives {
      switch alternative {
      case .nothing: return authentication == nil ? nil : "none"
      case .impossible(let reason): reasons.append(reason)
      case .scheme: break
      }
    }
    throw ImportObstacle(
      operation["security"]?.pointer ?? document.root["security"]?.pointer ?? operation.pointer,
      "no key that can be carried lets it in: \(reasons.joined(separator: "; "))", isForKey: true)
  }

  /// Where the key goes that a tool's `key` stands for, which is nobody's argument there.
  func places(of key: String?) -> KeyPlaces {
    let place = key.map { otherKeys[$0]?.object } ?? authentication
    let isLogin = place?["scheme"] != nil
    let header = isLogin ? "authorization" : place?["header"]?.string?.lowercased()
    return KeyPlaces(
      headers: Set([header].compactMap(\.self)),
      queries: Set([place?["query"]?.string].compactMap(\.self)))
  }

  private func scheme(_ name: String) -> Scheme? { schemes.first { $0.name == name }?.scheme }
}

/// The variables that hold keys, each its own.
private struct VariableNames {
  private let provider: String
  private var taken: Set<String> = []

  init(_ provider: String) {
    self.provider = provider
  }

  mutating func common(for place: JSONObject) -> String {
    take(place["scheme"] == nil ? "api_key" : "login")
  }

  mutating func own(named name: String, for place: JSONObject) -> String {
    let kind = place["scheme"] == nil ? "key" : "login"
    return take(name.hasSuffix(kind) ? name : "\(name)_\(kind)")
  }

  private mutating func take(_ name: String) -> String {
    var name = name
    while !taken.insert(name).inserted { name = "other_\(name)" }
    return "\(provider)_\(name)".uppercased()
  }
}

/// The places where the key of an operation goes.
struct KeyPlaces {
  /// In lower case.
  var headers: Set<String> = []
  var queries: Set<String> = []
}

extension SecurityImport {
  private static func scheme(_ written: OpenAPINode, in document: OpenAPIDocument) -> Scheme {
    guard let node = document.followed(written) else { return .impossible("described nowhere") }
    let value = node.value
    let bearer: JSONObject = ["header": "Authorization", "prefix": "Bearer "]
    switch (value["type"]?.string, value["in"]?.string) {
    case ("apiKey", "header"):
      guard let name = value["name"]?.string, ProviderDescriptor.isFieldName(name) else { break }
      return .key(["header": .string(name)])
    case ("apiKey", "query"):
      guard let name = value["name"]?.string, ImportedText.isName(name) else { break }
      return .key(["query": .string(name)])
    case ("oauth2", _), ("openIdConnect", _): return .key(bearer)
    case ("http", _):
      switch value["scheme"]?.string?.lowercased() {
      case "bearer": return .key(bearer)
      case "basic": return .key(["scheme": "basic"])
      default: break
      }
    default: break
    }
    let words = ["type", "scheme", "in"].compactMap { value[$0]?.string }
    return .impossible(words.isEmpty ? "a scheme without a type" : words.joined(separator: " "))
  }

  private static func alternatives(
    of operation: OpenAPINode, in document: OpenAPIDocument,
    _ schemes: [(name: String, scheme: Scheme)]
  ) -> [Alternative] {
    guard let security = operation["security"] ?? document.root["security"] else {
      return [.nothing]
    }
    guard let written = security.value.array else { return [.impossible("security is no list")] }
    if written.isEmpty { return [.nothing] }
    return written.map { requirement in
      guard let requirement = requirement.object else { return .impossible("it is misspelled") }
      let names = requirement.keys
      guard let name = names.first else { return .nothing }
      guard names.count == 1 else {
        return .impossible("\(names.joined(separator: " and ")) are wanted at once")
      }
      switch schemes.first(where: { $0.name == name })?.scheme {
      case nil: return .impossible("\(name) is described nowhere")
      case .impossible(let kind)?: return .impossible("\(name) is \(kind)")
      case .key?: return .scheme(name)
      }
    }
  }

  /// The schemes each operation can be let in by, for those that need one.
  private static func wanted(
    _ operations: [OpenAPINode], of document: OpenAPIDocument, _ isUnsaid: Bool,
    _ schemes: [(name: String, scheme: Scheme)]
  ) -> [[(name: String, scheme: Scheme)]] {
    if isUnsaid { return schemes.first { $0.scheme.place != nil }.map { [[$0]] } ?? [] }
    return operations.compactMap { operation in
      let named = alternatives(of: operation, in: document, schemes).compactMap {
        alternative -> (name: String, scheme: Scheme)? in
        guard case .scheme(let name) = alternative else { return nil }
        return schemes.first { $0.name == name }
      }
      return named.isEmpty ? nil : named
    }
  }

  /// The first of those that let in most operations.
  private static func mostWanted(
    _ wanted: [[(name: String, scheme: Scheme)]], among schemes: [Scheme]
  ) -> Scheme? {
    var best: (scheme: Scheme, count: Int)?
    for scheme in schemes {
      let count = wanted.count { $0.contains { $0.scheme == scheme } }
      if count > best?.count ?? 0 { best = (scheme, count) }
    }
    return best?.scheme
  }

  private static func list(_ schemes: [(name: String, scheme: Scheme)]) -> String {
    schemes.map { name, scheme in
      if case .impossible(let kind) = scheme { "\(name) (\(kind))" } else { name }
    }.joined(separator: ", ")
  }

  /// What people have to know of each scheme.
  private func addNotes(_ written: [(name: String, node: OpenAPINode)]) {
    for ((name, node), (_, scheme)) in zip(written, schemes) {
      switch scheme {
      case .impossible(let kind):
        document.notes.add(
          node.pointer, "is \(kind), which can't be carried; what needs it is left out")
      case .key(let place):
        let own = ownNames[name].flatMap { otherKeys[$0]?["env"]?.string }
        guard let variable = own ?? (scheme == common ? authentication?["env"]?.string : nil) else {
          document.notes.add(
            node.pointer, "is left out: nothing needs it that another key doesn't do")
          continue
        }
        let type = document.followed(node)?.value["type"]?.string
        if type == "oauth2" || type == "openIdConnect" {
          document.notes.add(
            node.pointer,
            "clickport doesn't sign in: \(variable) must hold an access token, which goes out as a "
              + "bearer key")
        } else if place["header"]?.string?.lowercased() == "authorization", type == "apiKey" {
          document.notes.add(
            node.pointer,
            "the key goes out as it is; if the service wants a word before it, such as Bearer, add it "
              + "as prefix")
        }
      }
    }
    if isUnsaid, let variable = authentication?["env"]?.string {
      document.notes.add(
        document.root["components"]?["securitySchemes"]?.pointer ?? .root,
        "nothing says which operations need a key; all are sent with the one in \(variable)")
    }
  }
}
