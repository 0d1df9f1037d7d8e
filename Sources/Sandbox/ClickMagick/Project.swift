import JSON

/// A website whose traffic and conversions are tracked.
struct Project: Identified {
  static let noun = "Project"

  let id: Int
  let createdAt: Timestamp
  /// The fields of `Project.fields` that are set.
  var settings: JSONObject
  /// What its average day brings, before the ads' shares.
  var dailyClicks = 0.0
  /// What an average sale brings, in cents.
  var saleCents = 0
  /// What brings its visitors, by place; nothing for a project made in this world.
  var ads: [Advertisement] = []

  var name: String { settings["name"]?.string ?? "" }

  /// Its traffic in a time, cut to the project's life; in all of that when no time is asked for.
  func traffic(in asked: ClosedRange<Timestamp>?, now: Timestamp, seed: Seed) -> ProjectTraffic {
    let life = min(createdAt, now)...now
    return ProjectTraffic(of: self, in: asked.map { $0.clamped(to: life) } ?? life, seed: seed)
  }

  /// Six projects, between one and three years old.
  static func initial(seed: Seed, now: Timestamp) -> [Project] {
    profiles.enumerated().map { place, profile in
      let age = seed.pick(380...1000, 1, place)
      return Project(
        id: profile.id,
        createdAt: Timestamp(now.date.adding(days: -age), hour: 10, minute: place * 7),
        settings: [
          "name": .string(profile.name), "time_zone": "America/New_York", "currency": "USD",
          "use_cogs": false,
        ],
        dailyClicks: profile.dailyClicks, saleCents: profile.saleCents,
        ads: Advertisement.all(campaigns: profile.campaigns, project: profile.id, seed: seed)
      )
    }
  }

  private struct Profile: Sendable {
    let id: Int
    let name: String
    let dailyClicks: Double
    let saleCents: Int
    let campaigns: [String]
  }

  private static let profiles = [
    Profile(
      id: 29_583, name: "Bigfoot Surfboards", dailyClicks: 640, saleCents: 12_900,
      campaigns: ["end of season", "beginner boards", "brand"]),
    Profile(
      id: 29_591, name: "Keto Kitchen Course", dailyClicks: 410, saleCents: 9_700,
      campaigns: ["free recipe book", "webinar"]),
    Profile(
      id: 29_640, name: "Harbor Fitness App", dailyClicks: 980, saleCents: 5_900,
      campaigns: ["new year", "trial", "winback"]),
    Profile(
      id: 29_702, name: "Greenhouse Supply", dailyClicks: 220, saleCents: 12_400,
      campaigns: ["seed starting", "led lights"]),
    Profile(
      id: 29_755, name: "Freelancer Toolkit", dailyClicks: 150, saleCents: 4_900,
      campaigns: ["lifetime deal", "templates"]),
    Profile(
      id: 29_811, name: "Night Owl Podcast", dailyClicks: 75, saleCents: 1_900,
      campaigns: ["listener drive"]),
  ]
}
