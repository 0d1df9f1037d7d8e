import JSON

extension ClickMeter {
  static let domainRoutes: [Route<ClickMeter>] =
    Route.lists("/domains", domains) + [
      .whole("/domains/{id}", \.domains),
      .create("/domains", \.domains, makeDomain),
      .post("/domains/{id}", Route.changing(\.domains, changeDomain)),
      .remove("/domains/{id}", \.domains),
    ]

  /// System domains unless another type is asked for.
  private static func domains(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [TrackingDomain] {
    let types = TrackingDomain.types.map { $0.lowercased() }
    let type = query.choice("type", of: types) ?? "system"
    let name = query.search("name")
    try query.check()
    return service.domains.filter { $0.type.lowercased() == type && name.finds($0.name) }
  }

  private static func makeDomain(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> TrackingDomain {
    var body = try call.json()
    body.require("name")
    let name = body.text("name", TrackingDomain.nameKind)?.lowercased() ?? ""
    if service.domains.contains(where: { $0.name == name }) {
      body.report("name", .rule("name is already registered"))
    }
    var domain = TrackingDomain(id: id, name: name, type: "Personal")
    domain.change(&body)
    try body.check()
    return domain
  }

  /// A name may be sent and is not changed; what is not sent stays as it is.
  private static func changeDomain(
    _ service: inout ClickMeter, _ domain: inout TrackingDomain, _ call: Call
  ) throws(Refusal) {
    var body = try call.json()
    domain.change(&body)
    try body.check()
  }
}

extension TrackingDomain {
  /// Takes over what the body holds of it, but for its name.
  fileprivate mutating func change(_ body: inout FieldReader) {
    type = body.choice("type", of: Self.types) ?? type
    pages = pages.merging(body.changes(Self.fields))
    body.reportUnknown(among: Self.fields.map(\.name) + ["id", "name", "type"])
  }
}
