import JSON

/// A website whose traffic and conversions are tracked.
struct Project: SettingsEntity {
  static let noun = "Project"

  let id: Int
  let createdAt: Timestamp
  var settings: JSONObject = [:]
  /// What its average day brings, before the ads' shares.
  var dailyClicks = 0.0
  /// What an average sale brings, in cents.
  var saleCents = 0
  /// What brings its visitors; empty for a project made in this world.
  var ads: [Advertisement] = []

  var name: String { text("name") ?? "" }

  /// Its traffic in a time, cut to the project's life; in all of that when no time is asked for.
  func traffic(in asked: ClosedRange<Timestamp>?, now: Timestamp, seed: Seed) -> ProjectTraffic {
    let life = min(createdAt, now)...now
    return ProjectTraffic(of: self, in: asked.map { $0.clamped(to: life) } ?? life, seed: seed)
  }
}

extension Project {
  static let fields = [FieldRule("name", nameKind, isRequired: true)] + editableFields

  static let editableFields = [
    FieldRule("time_zone", AccountSettings.timeZoneKind),
    FieldRule("currency", .choice(AccountSettings.currencies)),
    FieldRule("project_domain", domainKind), FieldRule("use_cogs", .flag, fallback: false),
    FieldRule("attribution_window", .integer(1...Int.max)),
  ]

  static let clearable: Set<String> = ["project_domain", "attribution_window"]

  /// Of names, and of what is searched in them.
  static let nameKind = FieldKind.custom(
    expected: "letters, numbers, underscores, periods, dashes and spaces"
  ) { text in
    text.allSatisfy { $0.isLetter || $0.isNumber || "_.- ".contains($0) }
  }

  private static let domainKind = FieldKind.domain(
    expected: "a domain such as www.example.com, without https://")

  init(id: Int, for call: Call, in service: ClickMagick) {
    self.init(id: id, createdAt: call.now)
  }

  /// All fields, `null` where one is not set.
  var shown: JSONObject {
    JSONObject([("id", .integer(id))] + Self.fields.map { ($0.name, settings[$0.name] ?? .null) })
  }

  /// The account's time zone and currency stand in for those that were never sent.
  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
    for name in ["time_zone", "currency"] where settings[name] == nil {
      self.settings[name] = service.account[name]
    }
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {
    checkUnique("name", among: service.projects, &form)
  }

  /// Six projects, between one and three years old.
  static func initial(seed: Seed, now: Timestamp) -> [Project] {
    profiles.enumerated().map { index, profile in
      let age = seed.pick(380...1000, 1, index)
      return Project(
        id: profile.id,
        createdAt: Timestamp(now.date.adding(days: -age), hour: 10, minute: index * 7),
        settings: [
          "name": .string(profile.name), "time_zone": "America/New_York", "currency": "USD",
          "use_cogs": false,
        ],
        dailyClicks: profile.dailyClicks, saleCents: profile.saleCents,
        ads: Advertisement.all(campaigns: profile.campaigns, project: profile.id, seed: seed))
    }
  }

  private static let profiles:
    [(id: Int, name: String, dailyClicks: Double, saleCents: Int, campaigns: [String])] = [
      (29_583, "Bigfoot Surfboards", 640, 12_900, ["end of season", "beginner boards", "brand"]),
      (29_591, "Keto Kitchen Course", 410, 9_700, ["free recipe book", "webinar"]),
      (29_640, "Harbor Fitness App", 980, 5_900, ["new year", "trial", "winback"]),
      (29_702, "Greenhouse Supply", 220, 12_400, ["seed starting", "led lights"]),
      (29_755, "Freelancer Toolkit", 150, 4_900, ["lifetime deal", "templates"]),
      (29_811, "Night Owl Podcast", 75, 1_900, ["listener drive"]),
    ]
}

extension ClickMagick {
  static let projectRoutes: [Route<ClickMagick>] = [
    .get("/campaigns/projects", listProjects),
    .create("/campaigns/projects", \.projects),
    .settings("/campaigns/projects/settings", "projects", \.projects),
    .get("/campaigns/projects/utms", getProjectUTMs),
    .update("/campaigns/projects/{project_id}", \.projects),
    .remove("/campaigns/projects/{project_id}", \.projects) { service, project in
      service.reports.removeAll {
        $0.parameters.kind == .project && $0.parameters.ids == [project.id]
      }
    },
  ]

  private func listProjects(_ call: Call) throws(Refusal) -> Reply {
    var query = call.query
    let search = query.search("search", Project.nameKind)
    try query.check()
    let rows = projects.filter { search.finds($0.name) }.map { project -> JSONValue in
      ["id": .integer(project.id), "name": .string(project.name)]
    }
    return Self.success(["projects": .array(rows)])
  }

  /// The values that clicks of that time have carried, by parameter.
  private func getProjectUTMs(_ call: Call) throws(Refusal) -> Reply {
    var query = call.query
    query.require("id")
    let id = query.id("id")
    let range = query.timeRange()
    try query.check()
    let project = try projects.entity(id ?? 0)
    let traffic = project.traffic(in: range, now: call.now, seed: seed)
    let clicked = project.ads.indices.filter { ad in
      traffic.days.contains { traffic.clicks(on: ad, $0) > 0 }
    }
    let utm = JSONObject(
      Advertisement.utmNames.map { name in
        let values = Set(clicked.compactMap { project.ads[$0].utm[name] })
        return (name, .strings(values.subtracting([""]).sorted()))
      })
    return Reply(200, ["utm": .object(utm), "status": "OK"])
  }

  static let builtURLRoutes: [Route<ClickMagick>] = [
    .list("/campaigns/urls", "urls", findBuiltURLs)
  ]

  /// One for each ad of each project: what its clicks came by.
  private func findBuiltURLs(_ call: Call, _ query: inout FieldReader) -> [JSONValue] {
    projects.flatMap { project in
      project.ads.enumerated().map { index, ad in ad.builtURL(at: index, in: project) }
    }
  }
}

/// One ad: the five UTM values its clicks carry, and how well it does.
struct Advertisement: Sendable {
  /// The values by UTM parameter name.
  let utm: [String: String]
  /// Its part of the project's clicks; those of a project add up to 1.
  let share: Double
  let costCents: Double
  let actionRate: Double
  let saleRate: Double

  static let utmNames = ["utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term"]

  /// Whether it carries these values, by parameter name.
  func matches(_ utm: [String: String]) -> Bool {
    utm.allSatisfy { self.utm[$0.key] == $0.value }
  }

  /// One for each campaign in each of five channels.
  static func all(campaigns: [String], project: Int, seed: Seed) -> [Advertisement] {
    let pairs = campaigns.indices.flatMap { campaign in
      channels.indices.map { (campaign, $0) }
    }
    let weights = pairs.map { 0.2 + seed.unit(2, project, $0, $1) }
    let total = weights.reduce(0, +)
    return zip(pairs, weights).map { pair, weight in
      let (campaign, channel) = (campaigns[pair.0], channels[pair.1])
      func chance(_ kind: Int) -> Double { seed.unit(kind, project, pair.0, pair.1) }
      return Advertisement(
        utm: [
          "utm_campaign": campaign, "utm_content": chance(3) < 0.5 ? "video" : "carousel",
          "utm_medium": channel.medium, "utm_source": channel.source,
          "utm_term": channel.medium == "cpc" ? campaign + " online" : "",
        ],
        share: weight / total,
        costCents: channel.costCents * (0.7 + 0.6 * chance(4)),
        actionRate: 0.04 + 0.08 * chance(5),
        saleRate: 0.004 + 0.012 * chance(6)
      )
    }
  }

  private static let channels: [(source: String, medium: String, costCents: Double)] = [
    ("google", "cpc", 62), ("facebook", "paid_social", 41), ("youtube", "video", 33),
    ("newsletter", "email", 3), ("bing", "cpc", 47),
  ]

  fileprivate func builtURL(at index: Int, in project: Project) -> JSONValue {
    let values = Self.utmNames.map { ($0, utm[$0] ?? "") }.filter { !$0.1.isEmpty }
    // The values hold nothing but letters, underscores and spaces.
    let query = values.map { "\($0)=" + $1.split(separator: " ").joined(separator: "+") }
    let page = project.name.lowercased().split(separator: " ").joined(separator: "-")
    var url: JSONObject = [
      "id": .integer(project.id * 100 + index + 1), "project_id": .integer(project.id),
      "url": .string("https://www.example.com/\(page)?" + query.joined(separator: "&")),
      "created": .string(project.createdAt.adding(seconds: index * Seconds.perHour).description),
    ]
    for (name, value) in values { url[name] = .string(value) }
    return .object(url)
  }
}
