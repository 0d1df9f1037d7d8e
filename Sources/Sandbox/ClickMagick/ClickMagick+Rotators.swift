import JSON

extension ClickMagick {
  static let rotatorRoutes: [Route<ClickMagick>] = [
    .get("/rotators", listRotators),
    .post("/rotators", createRotator),
    .get("/rotators/settings", getRotatorSettings),
    .delete("/rotators/{rotator_id}", deleteRotator),
  ]

  private static func listRotators(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let page = CursorPage(&query)
    let group = query.integer("group_id", in: 0...Int.max)
    let order = query.choice("sort_direction", of: ["alpha", "newest_first", "oldest_first"])
    let search = query.text("search")?.lowercased()
    try query.check()
    let rotators = service.rotators.filter { rotator in
      // Group 0 is "All".
      (group ?? 0 == 0 || rotator.group == group)
        && (search.map { rotator.name.lowercased().contains($0) } ?? true)
    }
    let sorted = sort(rotators, order)
    return success([
      "rotators": .array(page.rows(of: sorted).map(summary)),
      "cursor": page.cursor(total: sorted.count),
    ])
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
    Rotator.checkRules(settings, among: service.rotators, &form)
    try form.check()
    // An id is never used twice, not even a deleted one's.
    let id = service.nextRotatorID
    service.nextRotatorID += 1
    service.rotators.append(Rotator(id: id, createdAt: call.now, settings: settings))
    return success(["id": .integer(id)], warnings: Rotator.warnings(settings, form))
  }

  private static func getRotatorSettings(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    query.require("id")
    let ids = query.value("id", .list(.integer(0...Int.max)))?.array ?? []
    try query.check()
    var rotators: [JSONValue] = []
    for id in ids.compactMap(\.int) { rotators.append(settings(try service.rotator(id))) }
    return success(["rotators": .array(rotators)])
  }

  private static func deleteRotator(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let rotator = try service.rotator(try call.id("rotator_id", of: "Rotator"))
    service.rotators.removeAll { $0.id == rotator.id }
    service.rotatorURLs.removeAll { $0.rotatorID == rotator.id }
    return success()
  }

  func rotator(_ id: Int) throws(Refusal) -> Rotator {
    guard let rotator = rotators.first(where: { $0.id == id }) else { throw .notFound("Rotator") }
    return rotator
  }

  private static func summary(_ rotator: Rotator) -> JSONValue {
    [
      "id": .integer(rotator.id),
      "rotator_name": .string(rotator.name),
      "rotator_slug": .string(rotator.slug),
      "rotator_group": .integer(rotator.group),
      "rotator_mode": rotator.settings["rotator_mode"] ?? .null,
      "rotator_link": .string("https://clkmr.com/sandbox/\(rotator.slug)"),
      "created": .string(rotator.createdAt.description),
    ]
  }

  private static func settings(_ rotator: Rotator) -> JSONValue {
    let id: JSONObject = ["id": .integer(rotator.id)]
    return .object(id.merging(rotator.settings))
  }
}
