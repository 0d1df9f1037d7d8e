import JSON

extension ClickMagick {
  static let domainRoutes: [Route<ClickMagick>] = [
    .get("/domains", listDomains),
    .post("/domains", createDomain),
    .delete("/domains/{domain_id}", deleteDomain),
  ]

  private static func listDomains(
    _ service: inout ClickMagick, _ call: Call
  ) -> Reply {
    success(["domains": .array(service.domains.map(\.json))])
  }

  private static func createDomain(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let settings = form.values(CustomDomain.fields)
    let name = settings["domain"]?.string?.lowercased() ?? ""
    if service.domains.contains(where: { $0.name == name }) {
      form.report("domain", .rule("domain is already set up"))
    }
    try form.check()
    let domain = CustomDomain(
      id: service.domainIDs.next(), name: name,
      type: CustomDomain.Kind(rawValue: settings["type"]?.string ?? "") ?? .link,
      errorURL: settings["error_url"]?.string)
    service.domains.append(domain)
    let warnings = form.warningsOfUnknown(CustomDomain.fields)
    return success(["id": .integer(domain.id)], warnings: warnings)
  }

  /// What used it goes on under the service's own domain.
  private static func deleteDomain(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let id = try call.entity("domain_id", in: service.domains).id
    service.domains.remove(id)
    for place in service.rotators.indices where service.rotators[place].domain == id {
      service.rotators[place].settings["domain_id"] = 0
    }
    for place in service.smartLinks.indices where service.smartLinks[place].domain == id {
      service.smartLinks[place].settings["domain_id"] = 0
    }
    return success()
  }
}
