import JSON

/// A link that spreads its clicks over several URLs.
struct Rotator: SettingsEntity {
  static let noun = "Rotator"
  static let firstID = 128_364

  let id: Int
  let createdAt: Timestamp
  var settings: JSONObject = [:]

  var slug: String { text("rotator_slug") ?? "" }
  /// The slug stands in for a name that is not set.
  var name: String { text("rotator_name") ?? slug }
  /// 0 is the group "All".
  var group: Int { settings["rotator_group"]?.int ?? 0 }
  var mode: String { text("rotator_mode") ?? "" }
}

extension Rotator {
  static let fields: [FieldRule] =
    [
      FieldRule("rotator_slug", slugKind), FieldRule("rotator_name", nameKind),
      FieldRule("domain_id", .id, fallback: 0), FieldRule("rotator_group", .id, fallback: 0),
      FieldRule("rotator_mode", .choice(modes), fallback: .string(modes[0])),
      FieldRule("random_repeat_clicks", .choice(["same_url", "random_url"])),
      FieldRule("sequential_repeat_clicks", .choice(["same_url", "next_url"])),
      FieldRule("spillover_repeat_clicks", .choice(["backup_url", "last_url", "top_of_rotator"])),
      FieldRule("spillover_randomize", .integer(1...Int.max)),
      FieldRule("spillover_randomize_last_url", .flag, fallback: true),
      FieldRule("backup_url", .anyURL, isRequired: true),
      FieldRule("mobile_url", .url(maximum: 255)), FieldRule("ios_url", .url(maximum: 255)),
      FieldRule("pixels", .text(0...2560)),
      FieldRule("email_start_subject", .anyText), FieldRule("email_start", .anyText),
      FieldRule("email_finish_subject", .anyText), FieldRule("email_finish", .anyText),
      FieldRule("email_reply_to", .email),
    ] + countries + filters + [
      FieldRule("blank_referrer", .flag, fallback: false), FieldRule("notes", .text(0...1024)),
    ]

  static let clearable: Set<String> = [
    "rotator_name", "domain_id", "rotator_group", "spillover_randomize", "mobile_url", "ios_url",
    "pixels", "email_start_subject", "email_start", "email_finish_subject", "email_finish",
    "email_reply_to", "include_country", "exclude_country",
  ]

  private static let modes = ["fulfillment", "spillover", "random", "sequential"]

  static let countries = ["include_country", "exclude_country"].map {
    FieldRule($0, .list(countryKind), fallback: [])
  }

  /// What is done with clicks that hardly come from people.
  static let filters = [
    ("filter_abuser", "nothing"), ("filter_anon", "nothing"), ("filter_bot", "flag"),
    ("filter_server", "flag"), ("filter_spider", "flag"), ("filter_user", "flag"),
  ].map { name, fallback in
    FieldRule(name, .choice(["block", "flag", "nothing"]), fallback: .string(fallback))
  }

  static let slugKind = FieldKind.custom(
    expected: "4 to 20 letters, numbers and dashes"
  ) { text in
    (4...20).contains(text.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }

  private static let nameKind = FieldKind.custom(
    expected: #"4 to 32 characters without : & | ; $ % @ " ' < > ( ) + , \"#
  ) { text in
    (4...32).contains(text.count) && !text.contains { #":&|;$%@"'<>()+,\"#.contains($0) }
  }

  static let countryKind = FieldKind.custom(
    expected: "two-letter country codes, EU, T1, T2 or T3"
  ) { text in
    ["T1", "T2", "T3"].contains(text)
      || text.utf8.count == 2 && text.allSatisfy { $0.isASCII && $0.isUppercase }
  }

  init(id: Int, for call: Call, in service: ClickMagick) {
    self.init(id: id, createdAt: call.now)
  }

  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
    if settings["rotator_slug"] == nil {
      let slugs = service.rotators.map(\.slug)
      self.settings["rotator_slug"] = .string(service.newSlug(for: "rotator \(id)", besides: slugs))
      self.settings = self.settings.inOrder(of: Self.fields)
    }
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {
    let field = mode + "_repeat_clicks"
    if !mode.isEmpty, mode != "fulfillment", !form.isSent(field), settings[field] == nil {
      form.report(field, .rule("\(field) is required when rotator_mode is \(mode)"))
    }
    if settings["ios_url"] != nil, settings["mobile_url"] == nil {
      form.report("ios_url", .rule("ios_url can only be set when mobile_url is set"))
    }
    if group != 0, !service.rotatorGroups.contains(id: group) {
      form.report("rotator_group", .rule("rotator_group \(group) does not exist"))
    }
    checkDomain(.rotator, in: service, &form)
    checkUnique("rotator_slug", among: service.rotators, &form)
    checkUnique("rotator_name", among: service.rotators, &form)
    for name in Self.fields.map(\.name) where isIdle(name) && form.isSent(name) {
      form.warn("\(name) has no effect when rotator_mode is \(mode)")
    }
  }

  private func isIdle(_ field: String) -> Bool {
    ["random_", "sequential_", "spillover_"].contains { field.hasPrefix($0) }
      && !field.hasPrefix(mode + "_")
  }

  fileprivate func summary(in service: ClickMagick) -> JSONValue {
    [
      "id": .integer(id), "rotator_name": .string(name), "rotator_slug": .string(slug),
      "rotator_group": .integer(group), "rotator_mode": .string(mode),
      "rotator_link": address(slug, under: "clkmr.com", in: service),
      "created": .string(createdAt.description),
    ]
  }

  static func initial(now: Timestamp) -> [Rotator] {
    profiles.enumerated().map { index, profile in
      var settings: JSONObject = [
        "rotator_slug": .string(profile.slug), "rotator_name": .string(profile.name),
        "rotator_group": .integer(profile.group), "rotator_mode": .string(profile.mode),
        "backup_url": .string("https://www.example.com/backup/\(profile.slug)"),
      ]
      settings[profile.mode + "_repeat_clicks"] = repeatClicks[profile.mode].map { .string($0) }
      return Rotator(
        id: firstID + index * 9,
        createdAt: Timestamp(now.date.adding(days: -340 + index * 31), hour: 13, minute: index),
        settings: settings.completed(fields))
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

extension ClickMagick {
  static let rotatorRoutes: [Route<ClickMagick>] = [
    .list("/rotators", "rotators", findRotators),
    .create("/rotators", \.rotators),
    .settings("/rotators/settings", "rotators", \.rotators),
    .update("/rotators/{rotator_id}", \.rotators),
    .remove("/rotators/{rotator_id}", \.rotators) { service, rotator in
      service.rotatorURLs.removeAll { $0.rotatorID == rotator.id }
    },
  ]

  private func findRotators(_ call: Call, _ query: inout FieldReader) -> [JSONValue] {
    let group = query.id("group_id") ?? 0
    let order = query.choice("sort_direction", of: ["alpha", "newest_first", "oldest_first"])
    let search = query.search("search")
    let found = rotators.filter { rotator in
      // Group 0 is "All".
      (group == 0 || rotator.group == group) && search.finds(rotator.name)
    }
    let sorted =
      switch order {
      case "alpha": found.sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
      case "oldest_first": found
      default: found.reversed() as [Rotator]
      }
    return sorted.map { $0.summary(in: self) }
  }
}
