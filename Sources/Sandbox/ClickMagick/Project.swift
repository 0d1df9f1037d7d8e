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
}
