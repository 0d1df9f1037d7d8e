import JSON

/// A link that spreads its clicks over several URLs.
struct Rotator: Identified {
  static let noun = "Rotator"
  static let firstID = 128_364

  let id: Int
  let createdAt: Timestamp
  /// The fields of `Rotator.fields` that are set, in that order.
  var settings: JSONObject

  var slug: String { settings["rotator_slug"]?.string ?? "" }
  /// The slug stands in for a name that is not set.
  var name: String { settings["rotator_name"]?.string ?? slug }
  /// 0 is the group "All".
  var group: Int { settings["rotator_group"]?.int ?? 0 }
  var mode: String { settings["rotator_mode"]?.string ?? "" }
  /// 0 is the service's own domain.
  var domain: Int { settings["domain_id"]?.int ?? 0 }

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
        id: firstID + place * 9,
        createdAt: Timestamp(now.date.adding(days: -340 + place * 31), hour: 13, minute: place),
        settings: settings.completed(fields)
      )
    }
  }

  private static let repeatClicks = [
    "random": "same_url", "sequential": "next_url", "spillover": "top_of_rotator",
  ]

  private static let profiles: [(slug: String, name: String, mode: String, group: Int)] = [
    ("surf-solo-ads", "Surf Solo Ads", "fulfillment", 81),
    ("healthtraffic", "Health Traffic", "random", 0),
    ("keto-webinar", "Keto Webinar Split", "sequential", 82),
    ("trial-landing", "Trial Landing Test", "random", 82),
    ("led-lights-ab", "LED Lights A-B", "sequential", 83),
    ("overflow-main", "Overflow Main", "spillover", 81),
    ("podcast-ads", "Podcast Sponsors", "random", 0),
    ("winback-mail", "Winback Mail", "sequential", 82),
    ("freebie-funnel", "Freebie Funnel", "spillover", 83),
    ("affiliate-mix", "Affiliate Mix", "random", 83),
  ]
}
