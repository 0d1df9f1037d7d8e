import JSON

extension ClickMagick {
  static let rotatorURLRoutes: [Route<ClickMagick>] = [
    .get("/rotators/{rotator_id}/urls", listRotatorURLs),
    .post("/rotators/{rotator_id}/urls", createRotatorURL),
    .patch("/rotators/{rotator_id}/urls/{url_id}", updateRotatorURL),
    .delete("/rotators/{rotator_id}/urls/{url_id}", deleteRotatorURL),
    .get("/rotators/urls/settings", getSettings("rotator_urls", rotatorURLSettings)),
  ]

  /// In the order of their positions.
  private static func listRotatorURLs(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let rotator = try call.entity("rotator_id", in: service.rotators)
    var query = call.query
    let page = CursorPage(&query)
    let status = query.choice("status", of: statusFilters.keys.sorted())
    try query.check()
    let shown = statusFilters[status ?? "all_urls"] ?? RotatorURL.statuses
    let urls = service.urls(of: rotator.id).filter { shown.contains($0.status) }
    return success(page.members("rotator_urls", of: urls) { row($0, now: call.now) })
  }

  /// Filter → the states it lets through.
  private static let statusFilters = [
    "all_urls": RotatorURL.statuses,
    "active_urls": ["active"],
    "paused_urls": ["paused"],
    "archived_urls": ["archived"],
    "all_but_archived": ["active", "paused"],
  ]

  private static func createRotatorURL(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let rotator = try call.entity("rotator_id", in: service.rotators)
    var form = try call.form()
    let settings = form.values(RotatorURL.fields)
    RotatorURL.checkRules(settings, &form)
    try form.check()
    let id = service.rotatorURLIDs.next()
    let seed = service.seed.branch("rotator url \(id)")
    var url = RotatorURL(
      id: id, rotatorID: rotator.id, settings: settings,
      traffic: LinkTraffic(from: call.now, .ordinary(seed), seed: seed))
    url.apply(settings, at: call.now)
    service.rotatorURLs.append(url)
    service.move(url)
    return success(["id": .integer(id)], warnings: RotatorURL.warnings(form, in: rotator))
  }

  private static func updateRotatorURL(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let (rotator, found) = try service.rotatorURL(named: call)
    var url = found
    var form = try call.form()
    let settings = form.settings(
      over: url.settings, RotatorURL.fields, clearable: RotatorURL.clearable)
    RotatorURL.checkRules(settings, &form)
    try form.check()
    url.apply(settings, at: call.now)
    service.rotatorURLs.replace(url)
    service.move(url)
    return success(warnings: RotatorURL.warnings(form, in: rotator))
  }

  private static func deleteRotatorURL(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let (rotator, url) = try service.rotatorURL(named: call)
    service.rotatorURLs.remove(url.id)
    service.number(service.urls(of: rotator.id).map(\.id))
    return success()
  }

  private static func rotatorURLSettings(
    _ service: ClickMagick, _ id: Int
  ) throws(Refusal) -> JSONObject {
    let url = try service.rotatorURL(id)
    let ids: JSONObject = ["id": .integer(url.id), "rotator_id": .integer(url.rotatorID)]
    return ids.merging(url.settings)
  }

  private static func row(_ url: RotatorURL, now: Timestamp) -> JSONValue {
    let figures = url.traffic.figures(in: nil, now: now)
    var row: JSONObject = ["id": .integer(url.id), "rotator_id": .integer(url.rotatorID)]
    for name in ["position", "name", "url", "status"] { row[name] = url.settings[name] }
    row = row.merging(figures.counts)
    for name in ["sales_rate", "epc"] { row[name] = figures.ratios[name] }
    return .object(row)
  }
}
