import JSON

/// A link that spreads its clicks over several URLs.
struct Rotator: Sendable {
  let id: Int
  let createdAt: Timestamp
  /// The fields of `Rotator.fields` that are set, in that order.
  var settings: JSONObject

  var slug: String { settings["rotator_slug"]?.string ?? "" }
  /// The slug stands in for a name that is not set.
  var name: String { settings["rotator_name"]?.string ?? slug }
  var group: Int { settings["rotator_group"]?.int ?? 0 }

  /// 0 is the group "All".
  static let groups = [0, 501, 502, 503]

  static func initial(now: Timestamp) -> [Rotator] {
    profiles.enumerated().map { place, profile in
      var settings: JSONObject = [
        "rotator_slug": .string(profile.slug),
        "rotator_name": .string(profile.name),
        "rotator_group": .integer(profile.group),
        "rotator_mode": .string(profile.mode),
        "backup_url": .string("https://www.example.com/backup/\(profile.slug)"),
      ]
      settings[profile.mode + "_repeat_clicks"] = repeatClicks[profile.mode].map { .string($0) }
      return Rotator(
        id: 128_364 + place * 9,
        createdAt: Timestamp(now.date.adding(days: -340 + place * 31), hour: 13, minute: place),
        settings: complete(settings)
      )
    }
  }

  /// These settings, and what the service takes for those that are not there.
  static func complete(_ settings: JSONObject) -> JSONObject {
    JSONObject(
      fields.compactMap { rule in
        (settings[rule.name] ?? rule.fallback).map { (rule.name, $0) }
      })
  }

  private static let repeatClicks = [
    "random": "same_url", "sequential": "next_url", "spillover": "top_of_rotator",
  ]

  private static let profiles: [(slug: String, name: String, mode: String, group: Int)] = [
    ("surf-solo-ads", "Surf Solo Ads", "fulfillment", 501),
    ("healthtraffic", "Health Traffic", "random", 0),
    ("keto-webinar", "Keto Webinar Split", "sequential", 502),
    ("trial-landing", "Trial Landing Test", "random", 502),
    ("led-lights-ab", "LED Lights A-B", "sequential", 503),
    ("overflow-main", "Overflow Main", "spillover", 501),
    ("podcast-ads", "Podcast Sponsors", "random", 0),
    ("winback-mail", "Winback Mail", "sequential", 502),
    ("freebie-funnel", "Freebie Funnel", "spillover", 503),
    ("affiliate-mix", "Affiliate Mix", "random", 503),
  ]
}
