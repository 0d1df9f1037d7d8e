import JSON

/// A domain that tracking links can stand on.
struct TrackingDomain: WritableEntity {
  static let noun = "Domain"
  static let collection = "domains"
  static let firstID = 1597

  let id: Int
  let name: String
  /// `System`, `Go`, `Dedicated` or `Personal`.
  var type: String
  /// Where unknown links and the bare domain lead.
  var pages: JSONObject = [:]

  var label: String { name }

  static let types = ["System", "Go", "Dedicated", "Personal"]

  /// The pages that can be set.
  static let fields = [
    FieldRule("custom404", .anyURL),
    FieldRule("customHomepage", .anyURL),
  ]

  static let nameKind = FieldKind.domain(expected: "a domain name such as go.example.com")

  static let initial: [TrackingDomain] = [
    ("9nl.es", "System"), ("9nl.it", "System"), ("9nl.me", "System"), ("9nl.eu", "System"),
    ("go.9nl.es", "Go"), ("go.shop.example.com", "Personal"), ("try.shop.example.com", "Personal"),
    ("shop-links.example", "Dedicated"),
  ].enumerated().map { place, domain in
    let isOwn = ["Personal", "Dedicated"].contains(domain.1)
    return TrackingDomain(
      id: firstID + place, name: domain.0, type: domain.1,
      pages: isOwn ? ["customHomepage": "https://shop.example.com/"] : [:])
  }

  /// The whole entity.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id),
      "name": .string(name),
      "type": .string(type),
      "custom404": pages["custom404"] ?? "",
      "customHomepage": pages["customHomepage"] ?? "",
    ]
  }
}
