import JSON

/// A domain of one's own for Smart Links or for Rotators.
struct CustomDomain: SettingsEntity {
  static let noun = "Domain"

  enum Kind: String, CaseIterable, Sendable { case link, rotator }

  let id: Int
  /// With `error_url`, visitors go there whose link does not exist.
  var settings: JSONObject = [:]

  var name: String { text("domain") ?? "" }
  var type: Kind { text("type").flatMap { Kind(rawValue: $0) } ?? .link }

  static let fields = [
    FieldRule("domain", nameKind, isRequired: true),
    FieldRule("type", .choice(Kind.allCases.map(\.rawValue)), isRequired: true),
    FieldRule("error_url", .url(maximum: 255), fallback: .null),
  ]

  private static let nameKind = FieldKind.domain(
    expected: "a domain name of at most 255 characters, such as track.example.com", maximum: 255)
}

extension CustomDomain {
  init(id: Int, for call: Call, in service: ClickMagick) { self.init(id: id) }

  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
    if let name = text("domain") { self.settings["domain"] = .string(name.lowercased()) }
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {
    if service.domains.contains(where: { $0.name == name }) {
      form.report("domain", .rule("domain is already set up"))
    }
  }

  private init(_ id: Int, _ name: String, _ type: Kind, errorURL: String? = nil) {
    self.id = id
    settings = [
      "domain": .string(name), "type": .string(type.rawValue), "error_url": .optional(errorURL),
    ]
  }

  static let initial = [
    CustomDomain(61, "go.bigfoot.example", .link, errorURL: "https://www.example.com/oops"),
    CustomDomain(62, "spin.bigfoot.example", .rotator),
    CustomDomain(63, "links.greenhouse.example", .link),
  ]
}

extension ClickMagick {
  static let domainRoutes: [Route<ClickMagick>] = [
    .get("/domains") { service, _ in
      success(["domains": .array(service.domains.map { .object($0.shown) })])
    },
    .create("/domains", \.domains),
    .remove("/domains/{domain_id}", \.domains, then: leave),
  ]

  /// What used a removed domain goes on under the service's own.
  private static func leave(_ service: inout ClickMagick, _ domain: CustomDomain) {
    for index in service.rotators.indices where service.rotators[index].domainID == domain.id {
      service.rotators[index].settings["domain_id"] = 0
    }
    for index in service.smartLinks.indices where service.smartLinks[index].domainID == domain.id {
      service.smartLinks[index].settings["domain_id"] = 0
    }
  }
}
