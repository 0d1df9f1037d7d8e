import JSON

extension ClickMagick {
  static let rotatorURLRoutes: [Route<ClickMagick>] = [
    .get("/rotators/{rotator_id}/urls", listRotatorURLs)
  ]

  /// In the order of their positions.
  private static func listRotatorURLs(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let rotator = try service.rotator(try call.id("rotator_id", of: "Rotator"))
    var query = call.query
    let page = CursorPage(&query)
    let status = query.choice("status", of: statusFilters.keys.sorted())
    try query.check()
    let shown = statusFilters[status ?? "all_urls"] ?? RotatorURL.statuses
    let urls = service.rotatorURLs
      .filter { $0.rotatorID == rotator.id && shown.contains($0.status) }
      .sorted { ($0.position, $0.id) < ($1.position, $1.id) }
    return success([
      "rotator_urls": .array(page.rows(of: urls).map(row)),
      "cursor": page.cursor(total: urls.count),
    ])
  }

  /// Filter → the states it lets through.
  private static let statusFilters = [
    "all_urls": RotatorURL.statuses,
    "active_urls": ["active"],
    "paused_urls": ["paused"],
    "archived_urls": ["archived"],
    "all_but_archived": ["active", "paused"],
  ]

  private static func row(_ url: RotatorURL) -> JSONValue {
    let rate = Double(url.sales) * 10_000 / Double(max(url.uniqueClicks, 1))
    let earned = Double(url.revenue) / Double(max(url.uniqueClicks, 1))
    return [
      "id": .integer(url.id),
      "rotator_id": .integer(url.rotatorID),
      "position": .integer(url.position),
      "name": .string(url.name),
      "url": .string(url.url),
      "status": .string(url.status),
      "total_clicks": .integer(url.clicks),
      "unique_clicks": .integer(url.uniqueClicks),
      "actions": .integer(url.actions),
      "sales": .integer(url.sales),
      "revenue": .decimal(hundredths: url.revenue),
      "sales_rate": .decimal(hundredths: Int(rate.rounded())),
      "epc": .decimal(hundredths: Int(earned.rounded())),
    ]
  }
}
