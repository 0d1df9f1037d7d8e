import JSON

/// A domain of one's own for Smart Links or for Rotators.
struct CustomDomain: Identified {
  static let noun = "Domain"

  enum Kind: String, CaseIterable, Sendable { case link, rotator }

  let id: Int
  let name: String
  let type: Kind
  /// Where visitors go whose link does not exist.
  let errorURL: String?

  var json: JSONValue {
    [
      "id": .integer(id),
      "domain": .string(name),
      "type": .string(type.rawValue),
      "error_url": .optional(errorURL),
    ]
  }

  static let fields = [
    FieldRule("domain", nameKind, isRequired: true),
    FieldRule("type", .choice(Kind.allCases.map(\.rawValue)), isRequired: true),
    FieldRule("error_url", .url(maximum: 255)),
  ]

  private static let nameKind = FieldKind.domain(
    expected: "a domain name of at most 255 characters, such as track.example.com", maximum: 255)

  static let initial = [
    CustomDomain(
      id: 61, name: "go.bigfoot.example", type: .link, errorURL: "https://www.example.com/oops"),
    CustomDomain(id: 62, name: "spin.bigfoot.example", type: .rotator, errorURL: nil),
    CustomDomain(id: 63, name: "links.greenhouse.example", type: .link, errorURL: nil),
  ]
}
