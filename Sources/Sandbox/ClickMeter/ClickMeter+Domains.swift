import JSON

extension ClickMeter {
  static let domainRoutes: [Route<ClickMeter>] =
    Route.lists("/domains", domains) + [
      .whole("/domains/{id}", \.domains),
      .create("/domains", \.domains, makeDomain),
      .update("/domains/{id}", \.domains),
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
    var body = FieldReader(.json(try call.newMembers()))
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

}

extension TrackingDomain {
  /// A name may be sent and is not changed.
  mutating func change(_ body: inout FieldReader) {
    type = body.choice("type", of: Self.types) ?? type
    body.checkID(of: self)
    pages = pages.merging(body.changes(Self.fields))
    body.reportUnknown(among: Self.fields.map(\.name) + ["id", "name", "type"])
  }
}
