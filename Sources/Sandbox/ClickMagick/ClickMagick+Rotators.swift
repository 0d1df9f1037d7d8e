import JSON

extension ClickMagick {
  static let rotatorRoutes: [Route<ClickMagick>] = [
    .get("/rotators", listRotators),
    .post("/rotators", createRotator),
    .get("/rotators/settings", getSettings("rotators", rotatorSettings)),
    .patch("/rotators/{rotator_id}", updateRotator),
    .delete("/rotators/{rotator_id}", deleteRotator),
  ]

  private static func listRotators(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let page = CursorPage(&query)
    let group = query.id("group_id")
    let order = query.choice("sort_direction", of: ["alpha", "newest_first", "oldest_first"])
    let search = query.search("search")
    try query.check()
    let rotators = service.rotators.filter { rotator in
      // Group 0 is "All".
      (group ?? 0 == 0 || rotator.group == group) && search.finds(rotator.name)
    }
    return success(
      page.members("rotators", of: sort(rotators, order), row: service.summary))
  }

  private static func sort(_ rotators: [Rotator], _ order: String?) -> [Rotator] {
    switch order {
    case "alpha": rotators.sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
    case "oldest_first": rotators
    default: rotators.reversed()
    }
  }

  private static func createRotator(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let settings = form.values(Rotator.fields)
    service.checkRotator(settings, &form)
    try form.check()
    let id = service.rotatorIDs.next()
    service.rotators.append(Rotator(id: id, createdAt: call.now, settings: settings))
    return success(["id": .integer(id)], warnings: Rotator.warnings(settings, form))
  }

  private static func updateRotator(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var rotator = try call.entity("rotator_id", in: service.rotators)
    var form = try call.form()
    rotator.settings = form.settings(
      over: rotator.settings, Rotator.fields, clearable: Rotator.clearable)
    service.checkRotator(rotator.settings, id: rotator.id, &form)
    try form.check()
    service.rotators.replace(rotator)
    return success(warnings: Rotator.warnings(rotator.settings, form))
  }

  private static func deleteRotator(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let rotator = try call.entity("rotator_id", in: service.rotators)
    service.rotators.remove(rotator.id)
    service.rotatorURLs.removeAll { $0.rotatorID == rotator.id }
    return success()
  }

  private func summary(_ rotator: Rotator) -> JSONValue {
    [
      "id": .integer(rotator.id),
      "rotator_name": .string(rotator.name),
      "rotator_slug": .string(rotator.slug),
      "rotator_group": .integer(rotator.group),
      "rotator_mode": .string(rotator.mode),
      "rotator_link": address(rotator.settings, slug: rotator.slug, under: "clkmr.com"),
      "created": .string(rotator.createdAt.description),
    ]
  }

  private static func rotatorSettings(
    _ service: ClickMagick, _ id: Int
  ) throws(Refusal) -> JSONObject {
    let members: JSONObject = ["id": .integer(id)]
    return members.merging(try service.rotators.entity(id).settings)
  }
}
