import JSON

/// The settings of the account, which stand in for what a project, link or Rotator leaves open.
enum AccountSettings {
  /// As "Edit account settings" lists them, but for `filter_apply`, which is done and not kept.
  static let fields: [FieldRule] = general + looks + blocking + Rotator.filters

  /// Not given out again.
  static let secret = "clickbank_secret_key"

  /// What a new account has.
  static let initial: JSONObject = {
    var settings = JSONObject()
    for rule in fields { settings[rule.name] = rule.fallback ?? .null }
    return settings
  }()

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

  private static let general = [
    FieldRule("affiliate_username", .anyText),
    FieldRule(secret, .anyText),
    FieldRule("copy_to_clipboard", .flag, fallback: true),
    FieldRule("currency", .choice(currencies), fallback: "USD"),
    FieldRule(
      "date_range",
      .choice(["today", "last_7_days", "last_30_days", "this_month", "this_year", "all_time"]),
      fallback: "last_7_days"),
    FieldRule("error_url", .anyURL),
    FieldRule("invalid_click_threshold", .count, fallback: 10),
    FieldRule("notify_conversions", .flag, fallback: false),
    FieldRule("notify_split", .flag, fallback: false),
    FieldRule("show_subgroup_links", .flag, fallback: false),
    FieldRule("tablet", .choice(["desktop", "mobile"]), fallback: "desktop"),
    FieldRule("time_zone", timeZoneKind, fallback: "America/New_York"),
  ]

  private static let looks = [
    FieldRule(
      "public_logo_type", .choice(["clickmagick_logo", "custom_logo", "no_logo"]),
      fallback: "clickmagick_logo"),
    FieldRule("custom_logo_image_url", .anyURL),
    FieldRule("custom_logo_link_url", .anyURL),
  ]

  private static let blocking = [
    FieldRule("blocked_country", .list(Rotator.countryKind), fallback: []),
    FieldRule("blocked_countries_url", .anyURL),
  ]
}
