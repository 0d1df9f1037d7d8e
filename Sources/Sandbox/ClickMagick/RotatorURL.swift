import JSON

/// One of the URLs that a Rotator sends clicks to, with what came of them.
struct RotatorURL: SettingsEntity {
  static let noun = "Rotator URL"

  let id: Int
  let rotatorID: Int
  var settings: JSONObject = [:]
  private(set) var traffic: LinkTraffic

  /// Counted from 1, without a gap among the URLs of a Rotator.
  var position: Int { settings["position"]?.int ?? Int.max }
  var name: String { text("name") ?? "" }
  /// `active`, `paused` or `archived`.
  var status: String { text("status") ?? "" }

  static let statuses = ["active", "paused", "archived"]
}

extension RotatorURL {
  static let fields: [FieldRule] =
    [
      FieldRule("position", .integer(1...Int.max)), FieldRule("name", .anyText, isRequired: true),
      FieldRule("status", .choice(statuses), fallback: "active"),
      FieldRule("url", .anyURL, isRequired: true),
      FieldRule("weight", .integer(1...10), fallback: 1),
      FieldRule("max_clicks", .integer(1...Int.max)), FieldRule("max_clicks_daily", .count),
      FieldRule("bonus", .integer(0...100), fallback: 0),
      FieldRule("start_time", .instant), FieldRule("end_time", .instant),
      FieldRule("pixels", .anyText), FieldRule("min_t1", .integer(0...100), fallback: 0),
      FieldRule("max_t1", .integer(0...100), fallback: 100),
      FieldRule("min_mobile", .integer(0...100), fallback: 0),
      FieldRule("max_mobile", .integer(0...100), fallback: 0),
    ] + Rotator.countries + [
      FieldRule("email", .email),
      FieldRule("send_start_email", .choice(["on_add", "on_first_click"])),
      FieldRule("send_finish_email", .flag, fallback: true), FieldRule("notes", .anyText),
    ]

  /// An empty position is the last one.
  static let clearable: Set<String> = [
    "position", "max_clicks", "max_clicks_daily", "min_t1", "max_t1", "min_mobile", "max_mobile",
    "pixels", "start_time", "end_time", "include_country", "exclude_country", "email", "notes",
  ]

  init(id: Int, for call: Call, in service: ClickMagick) {
    let seed = service.seed.branch("rotator url \(id)")
    self.init(
      id: id, rotatorID: call.text("rotator_id").flatMap { Int($0) } ?? 0,
      traffic: .ordinary(from: call.now, seed: seed))
  }

  var shown: JSONObject {
    let ids: JSONObject = ["id": .integer(id), "rotator_id": .integer(rotatorID)]
    return ids.merging(settings)
  }

  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
    updateTraffic(at: call.now)
  }

  /// Only an active URL gets clicks.
  private mutating func updateTraffic(at now: Timestamp) {
    traffic.set(isActive: status == "active", at: now)
  }

  mutating func move(to position: Int) {
    settings["position"] = .integer(position)
    settings = settings.inOrder(of: Self.fields)
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {
    for kind in ["t1", "mobile"] {
      let (low, high) = ("min_" + kind, "max_" + kind)
      if form.isSent(low) != form.isSent(high) {
        form.report(low, .rule("\(low) and \(high) must be set at the same time"))
      } else if let least = settings[low]?.int, let most = settings[high]?.int, least > most {
        form.report(low, .rule("\(low) must not be greater than \(high)"))
      }
    }
    if let start = time("start_time"), let end = time("end_time"), end < start {
      form.report("end_time", .rule("end_time must not be before start_time"))
    }
    let mode = service.rotators.first { $0.id == rotatorID }?.mode ?? ""
    if form.isSent("weight"), mode != "sequential" {
      form.warn("weight has no effect when rotator_mode is \(mode)")
    }
  }

  private func time(_ field: String) -> Timestamp? {
    text(field).flatMap { Timestamp(parsing: $0) }
  }

  fileprivate func row(now: Timestamp) -> JSONValue {
    let figures = traffic.figures(in: nil, now: now)
    var row: JSONObject = ["id": .integer(id), "rotator_id": .integer(rotatorID)]
    for name in ["position", "name", "url", "status"] { row[name] = settings[name] }
    row = row.merging(figures.counts)
    for name in ["sales_rate", "epc"] { row[name] = figures.ratios[name] }
    return .object(row)
  }

  /// Three to six for each Rotator. One active URL of each converts far worse than its
  /// neighbours at as many clicks.
  static func initial(seed: Seed, rotators: Table<Rotator>, now: Timestamp) -> [RotatorURL] {
    rotators.flatMap { rotator in
      let count = seed.pick(3...6, 60, rotator.id)
      let weakest = seed.pick(1...count, 61, rotator.id)
      let clicks = Double(seed.pick(14...32, 62, rotator.id))
      return (1...count).map { position in
        let seed = seed.branch("rotator \(rotator.id) url \(position)")
        let isWeakest = position == weakest
        let traffic = LinkTraffic(
          from: rotator.createdAt, dailyClicks: clicks * (0.85 + 0.3 * seed.unit(2)),
          saleRate: isWeakest ? 0.004 : 0.03 + 0.025 * seed.unit(4), seed: seed)
        let isActive = isWeakest || position < 4
        let settings: JSONObject = [
          "position": .integer(position), "name": .string(names[position - 1]),
          "status": .string(isActive ? "active" : statuses[seed.pick(0...2, 1)]),
          "url": .string("https://www.example.com/\(rotator.slug)/\(position)"),
        ]
        var url = RotatorURL(
          id: rotator.id * 10 + position, rotatorID: rotator.id,
          settings: settings.completed(fields), traffic: traffic)
        // The others were closed when a good half of their time was over.
        let age = now.secondsSince1970 - rotator.createdAt.secondsSince1970
        url.updateTraffic(at: rotator.createdAt.adding(seconds: age * 5 / 8))
        return url
      }
    }
  }

  private static let names = [
    "Original page", "Short headline", "Video on top", "Long form", "Quiz opener", "Testimonials",
  ]
}

extension ClickMagick {
  static let rotatorURLRoutes: [Route<ClickMagick>] =
    routesOfRotator.map { $0.requiring(checkRotatorPath) }
    + [.settings("/rotators/urls/settings", "rotator_urls", \.rotatorURLs)]

  private static let routesOfRotator: [Route<ClickMagick>] = [
    .list("/rotators/{rotator_id}/urls", "rotator_urls", findRotatorURLs),
    .create("/rotators/{rotator_id}/urls", \.rotatorURLs, then: place),
    .update("/rotators/{rotator_id}/urls/{url_id}", \.rotatorURLs, then: place),
    .remove("/rotators/{rotator_id}/urls/{url_id}", \.rotatorURLs) { service, url in
      service.number(service.urls(of: url.rotatorID).map(\.id))
    },
  ]

  /// Refuses where there is no such Rotator, or none of its URLs is the one named.
  private func checkRotatorPath(_ call: Call) throws(Refusal) {
    let rotator = try call.entity("rotator_id", in: rotators)
    guard call.text("url_id") != nil else { return }
    _ = try call.entity("url_id", in: urls(of: rotator.id))
  }

  private func findRotatorURLs(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [JSONValue] {
    let rotator = try call.entity("rotator_id", in: rotators)
    let status = query.choice("status", of: Self.statusFilters.keys.sorted())
    let shown = Self.statusFilters[status ?? "all_urls"] ?? RotatorURL.statuses
    return urls(of: rotator.id).filter { shown.contains($0.status) }.map { $0.row(now: call.now) }
  }

  private static let statusFilters = [
    "all_urls": RotatorURL.statuses, "all_but_archived": ["active", "paused"],
    "active_urls": ["active"], "paused_urls": ["paused"], "archived_urls": ["archived"],
  ]

  /// Those of a Rotator by position.
  func urls(of rotatorID: Int) -> [RotatorURL] {
    rotatorURLs.filter { $0.rotatorID == rotatorID }
      .sorted { ($0.position, $0.id) < ($1.position, $1.id) }
  }

  /// Puts a URL where its settings want it, the others of its Rotator around it.
  private static func place(_ service: inout ClickMagick, _ url: RotatorURL) {
    var ids = service.urls(of: url.rotatorID).map(\.id).filter { $0 != url.id }
    ids.insert(url.id, at: min(url.position - 1, ids.count))
    service.number(ids)
  }

  private mutating func number(_ ids: [Int]) {
    for index in rotatorURLs.indices {
      guard let position = ids.firstIndex(of: rotatorURLs[index].id) else { continue }
      rotatorURLs[index].move(to: position + 1)
    }
  }
}
