import JSON

/// The settings of the account, which stand in for what a project, link or Rotator leaves open.
enum AccountSettings {
  /// As "Edit account settings" lists them, but for `filter_apply`, which is done and not kept.
  fileprivate static let fields: [FieldRule] = own + Rotator.filters

  /// Not given out again.
  fileprivate static let secret = "clickbank_secret_key"

  /// What a new account has.
  static let initial = JSONObject(fields.map { ($0.name, $0.fallback ?? .null) })

  static let currencies = [
    "USD", "EUR", "GBP", "AUD", "CAD", "NZD", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "SGD",
    "HKD", "INR", "BRL", "MXN", "ZAR",
  ]

  /// Names only, where reports take offsets too.
  static let timeZoneKind = FieldKind.custom(
    expected: "a common tz database name such as America/New_York"
  ) { text in
    text.first?.isLetter == true && ZoneOffset(parsing: text) != nil
  }

  private static let own = [
    FieldRule("affiliate_username", .anyText),
    FieldRule(secret, .anyText),
    FieldRule("copy_to_clipboard", .flag, fallback: true),
    FieldRule("currency", .choice(currencies), fallback: "USD"),
    FieldRule(
      "date_range",
      .choice(["today", "last_7_days", "last_30_days", "this_month", "this_year", "all_time"]),
      fallback: "last_7_days"),
    FieldRule("error_url", .anyURL), FieldRule("invalid_click_threshold", .count, fallback: 10),
    FieldRule("notify_conversions", .flag, fallback: false),
    FieldRule("notify_split", .flag, fallback: false),
    FieldRule("show_subgroup_links", .flag, fallback: false),
    FieldRule("tablet", .choice(["desktop", "mobile"]), fallback: "desktop"),
    FieldRule("time_zone", timeZoneKind, fallback: "America/New_York"),
    FieldRule(
      "public_logo_type", .choice(["clickmagick_logo", "custom_logo", "no_logo"]),
      fallback: "clickmagick_logo"),
    FieldRule("custom_logo_image_url", .anyURL), FieldRule("custom_logo_link_url", .anyURL),
    FieldRule("blocked_country", .list(Rotator.countryKind), fallback: []),
    FieldRule("blocked_countries_url", .anyURL),
  ]
}

extension ClickMagick {
  static let accountRoutes: [Route<ClickMagick>] = [
    .get("/user/settings", getAccountSettings), .patch("/user/settings", updateAccountSettings),
  ]

  private func getAccountSettings(_ call: Call) -> Reply {
    var settings = account
    settings[AccountSettings.secret] = nil
    return Self.success(["settings": .object(settings)])
  }

  private static let updateAccountSettings: Handler = { service, call throws(Refusal) in
    var form = try call.form()
    let applies = FieldRule("filter_apply", .flag)
    let rules = AccountSettings.fields + [applies]
    var settings = form.settings(over: service.account, rules, clearable: [])
    try form.check()
    if settings[applies.name] == true { service.applyFilters(of: settings) }
    settings[applies.name] = nil
    service.account = settings
    if settings["public_logo_type"] != "custom_logo" {
      for name in ["custom_logo_image_url", "custom_logo_link_url"] where form.isSent(name) {
        form.warn("\(name) has no effect unless public_logo_type is custom_logo")
      }
    }
    form.warnOfUnknown(rules)
    return success(warnings: form.warnings)
  }

  /// Gives every Rotator these filters. Smart Links show none here.
  private mutating func applyFilters(of settings: JSONObject) {
    for index in rotators.indices {
      for rule in Rotator.filters {
        rotators[index].settings[rule.name] = settings[rule.name]
      }
    }
  }
}
