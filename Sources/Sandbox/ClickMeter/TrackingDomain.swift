import JSON

/// A domain that tracking links can stand on.
struct TrackingDomain: MeterEntity, WritableEntity {
  static let noun = "Domain"
  static let collection = "domains"
  static let firstID = 1597

  let id: Int
  var name: String
  /// `System`, `Go`, `Dedicated` or `Personal`.
  var type: String
  /// Where unknown links and the bare domain lead.
  var pages: JSONObject = [:]

  var label: String { name }

  static let types = ["System", "Go", "Dedicated", "Personal"]

  static let fields = [FieldRule("custom404", .anyURL), FieldRule("customHomepage", .anyURL)]

  static let nameKind = FieldKind.domain(expected: "a domain name such as go.example.com")

  static let initial: [TrackingDomain] = [
    ("9nl.es", "System"), ("9nl.it", "System"), ("9nl.me", "System"), ("9nl.eu", "System"),
    ("go.9nl.es", "Go"), ("go.shop.example.com", "Personal"), ("try.shop.example.com", "Personal"),
    ("shop-links.example", "Dedicated"),
  ].enumerated().map { index, domain in
    let isOwn = ["Personal", "Dedicated"].contains(domain.1)
    return TrackingDomain(
      id: firstID + index, name: domain.0, type: domain.1,
      pages: isOwn ? ["customHomepage": "https://shop.example.com/"] : [:])
  }

  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id), "name": .string(name), "type": .string(type),
      "custom404": pages["custom404"] ?? "", "customHomepage": pages["customHomepage"] ?? "",
    ]
  }
}

extension TrackingDomain {
  init(id: Int, for call: Call, in service: ClickMeter) {
    self.init(id: id, name: "", type: "Personal")
  }

  /// The name of an old one may be sent and is not changed. Pages that are not sent are emptied.
  mutating func write(_ body: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner) {
    if isNew {
      body.require("name")
      name = body.text("name", Self.nameKind)?.lowercased() ?? ""
      if service.domains.contains(where: { $0.name == name }) {
        body.report("name", .rule("name is already registered"))
      }
    }
    type = body.choice("type", of: Self.types) ?? type
    body.checkID(of: self)
    pages = body.changes(Self.fields)
    body.reportUnknown(among: Self.fields.map(\.name) + ["id", "name", "type"])
  }
}

extension ClickMeter {
  static let domainRoutes: [Route<ClickMeter>] =
    Route.lists("/domains", listDomains) + [
      .whole("/domains/{id}", \.domains),
      .create("/domains", \.domains),
      .update("/domains/{id}", by: "POST", \.domains),
      .remove("/domains/{id}", \.domains),
    ]

  /// System domains unless another type is asked for.
  private func listDomains(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [TrackingDomain] {
    let types = TrackingDomain.types.map { $0.lowercased() }
    let type = query.choice("type", of: types) ?? "system"
    let name = query.search("name")
    try query.check()
    return domains.filter { $0.type.lowercased() == type && name.finds($0.name) }
  }
}
