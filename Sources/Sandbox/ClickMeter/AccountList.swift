import JSON

/// A text that an account keeps in a list of its own: a domain let through, an address left out.
protocol ListedText: WritableEntity where Owner == ClickMeter {
  static var table: ClickMeter.TablePath<Self> { get }
  /// The field that holds the text, in bodies and responses.
  static var field: FieldRule { get }

  var text: String { get set }

  init(id: Int, text: String)
}

/// A domain that a dynamic URL may lead to.
struct WhitelistedDomain: ListedText {
  static let noun = "WhitelistedDomain"
  static let table: ClickMeter.TablePath<Self> = \.whitelist
  static let field = FieldRule("name", TrackingDomain.nameKind)

  let id: Int
  var text: String

  static let initial = ["shop.example.com", "blog.example.com", "partners.example.net"]
    .enumerated().map { Self(id: 5001 + $0, text: $1) }
}

/// An address whose events are not tracked.
struct BlacklistedAddress: ListedText {
  static let noun = "BlacklistedIP"
  static let table: ClickMeter.TablePath<Self> = \.blacklist
  static let field = FieldRule("ip", .custom(expected: "an IP address", HostFormat.isAddress))

  let id: Int
  var text: String

  static let initial = ["192.0.2.17", "198.51.100.40", "203.0.113.9", "2001:db8::17"]
    .enumerated().map { Self(id: 6001 + $0, text: $1) }
}

extension ListedText {
  init(id: Int, for call: Call, in service: ClickMeter) { self.init(id: id, text: "") }

  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader { try call.json() }

  mutating func write(
    _ body: inout FieldReader, isNew: Bool, _ call: Call, in service: ClickMeter
  ) {
    let name = Self.field.name
    body.require(name)
    text = body.text(name, Self.field.kind)?.lowercased() ?? ""
    if service[keyPath: Self.table].contains(where: { $0.text == text }) {
      body.report(name, .rule("\(name) is already in the list"))
    }
    body.reportUnknown(among: ["id", name])
  }

  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMeter
  ) -> Reply {
    Reply(200, json)
  }

  /// The id is a text here, unlike everywhere else.
  private var json: JSONValue {
    .object(["id": .string(String(id)), Self.field.name: .string(text)])
  }

  fileprivate static func routes(_ path: String) -> [Route<ClickMeter>] {
    let list: ClickMeter.Finder<JSONValue> = { service in
      { (_: Call, query: inout FieldReader) throws(Refusal) -> [JSONValue] in
        try query.check()
        return service[keyPath: table].map(\.json)
      }
    }
    return [.list(path, list, row: \.self), .create(path, table), .remove(path + "/{id}", table)]
  }
}

extension ClickMeter {
  static let accountListRoutes =
    WhitelistedDomain.routes("/account/domainwhitelist")
    + BlacklistedAddress.routes("/account/ipblacklist")
}
