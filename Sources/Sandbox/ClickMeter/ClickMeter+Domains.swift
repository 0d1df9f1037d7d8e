import JSON

extension ClickMeter {
  static let domainRoutes: [Route<ClickMeter>] = [
    .list("/domains", domains, row: \.reference, whole: \.json),
    .count("/domains/count", domains),
    .get("/domains/{id}", getDomain),
    .post("/domains", createDomain),
    .post("/domains/{id}", updateDomain),
    .delete("/domains/{id}", deleteDomain),
  ]

  /// System domains unless another type is asked for.
  private static func domains(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [TrackingDomain] {
    let types = TrackingDomain.types.map { $0.lowercased() }
    let type = query.choice("type", of: types) ?? "system"
    let name = query.text("name")?.lowercased()
    try query.check()
    return service.domains.entities.filter { domain in
      domain.type.lowercased() == type && (name.map { domain.name.contains($0) } ?? true)
    }
  }

  private static func getDomain(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    Reply(200, try service.domains.entity(call, "id").json)
  }

  private static func createDomain(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("name")
    let name = body.text("name", TrackingDomain.nameKind)?.lowercased() ?? ""
    if service.domains.entities.contains(where: { $0.name == name }) {
      body.report("name", .rule("name is already registered"))
    }
    var domain = TrackingDomain(id: service.domains.nextID, name: name, type: "Personal")
    domain.change(&body)
    try body.check()
    service.domains.add(domain)
    return Reply(200, domain.receipt)
  }

  /// A name may be sent and is not changed; what is not sent stays as it is.
  private static func updateDomain(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var domain = try service.domains.entity(call, "id")
    var body = try call.json()
    domain.change(&body)
    try body.check()
    service.domains.replace(domain)
    return Reply(200, domain.receipt)
  }

  private static func deleteDomain(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let domain = try service.domains.entity(call, "id")
    service.domains.remove(domain)
    return Reply(200, domain.receipt)
  }
}

extension TrackingDomain {
  /// Takes over what the body holds of it, but for its name.
  fileprivate mutating func change(_ body: inout FieldReader) {
    type = body.choice("type", of: Self.types) ?? type
    pages = pages.merging(body.changes(Self.fields))
  }
}
