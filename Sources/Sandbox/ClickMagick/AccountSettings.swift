import JSON

/// The settings of the account, which stand in for what a project, link or Rotator leaves open.
enum AccountSettings {
  /// As "Edit account settings" lists them, but for `filter_apply`, which is done and not kept.
  fileprivate static let fields: [FieldRule] = own + Rotator.filters

  /// Not given out again.
  fileprivate static let secret = "clickbank_secret_key"

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

/// How far the clocks of a time zone are ahead of UTC, standard time the year round.
struct ZoneOffset: Hashable, Sendable {
  private let minutes: Int

  static let utc = ZoneOffset(minutes: 0)

  static let kind = FieldKind.custom(
    expected: "a common tz database name such as America/New_York, or an offset such as -04:00"
  ) { ZoneOffset(parsing: $0) != nil }

  private init(minutes: Int) {
    self.minutes = minutes
  }

  /// Reads `America/New_York`, `UTC` or `-04:00`.
  init?(parsing text: String) {
    guard let minutes = Self.zones[text] ?? Self.minutes(of: text) else { return nil }
    self.minutes = minutes
  }

  /// When the day began there that it is now.
  func startOfDay(at now: Timestamp) -> Timestamp {
    Timestamp(now.adding(seconds: minutes * 60).date).adding(seconds: -minutes * 60)
  }

  private static func minutes(of offset: String) -> Int? {
    let digits = offset.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard offset.hasPrefix("+") || offset.hasPrefix("-"), digits.count == 2,
      digits.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let hours = Int(digits[0]), let rest = Int(digits[1]), hours <= 14, rest < 60
    else { return nil }
    return (hours * 60 + rest) * (offset.hasPrefix("-") ? -1 : 1)
  }

  /// Those people live in; in minutes.
  private static let zones: [String: Int] = [
    "UTC": 0, "Etc/UTC": 0, "GMT": 0, "Pacific/Honolulu": -600, "America/Anchorage": -540,
    "America/Los_Angeles": -480, "America/Vancouver": -480, "America/Tijuana": -480,
    "America/Denver": -420, "America/Phoenix": -420, "America/Edmonton": -420,
    "America/Chicago": -360, "America/Winnipeg": -360, "America/Mexico_City": -360,
    "America/Costa_Rica": -360, "America/New_York": -300, "America/Detroit": -300,
    "America/Toronto": -300, "America/Bogota": -300, "America/Lima": -300, "America/Panama": -300,
    "America/Jamaica": -300, "America/Halifax": -240, "America/Caracas": -240,
    "America/Puerto_Rico": -240, "America/Santiago": -240, "America/St_Johns": -210,
    "America/Sao_Paulo": -180, "America/Argentina/Buenos_Aires": -180, "America/Montevideo": -180,
    "Atlantic/Azores": -60, "Atlantic/Reykjavik": 0, "Europe/London": 0, "Europe/Dublin": 0,
    "Europe/Lisbon": 0, "Africa/Accra": 0, "Africa/Casablanca": 60, "Africa/Lagos": 60,
    "Europe/Amsterdam": 60, "Europe/Belgrade": 60, "Europe/Berlin": 60, "Europe/Brussels": 60,
    "Europe/Budapest": 60, "Europe/Copenhagen": 60, "Europe/Madrid": 60, "Europe/Oslo": 60,
    "Europe/Paris": 60, "Europe/Prague": 60, "Europe/Rome": 60, "Europe/Stockholm": 60,
    "Europe/Vienna": 60, "Europe/Warsaw": 60, "Europe/Zurich": 60, "Africa/Cairo": 120,
    "Africa/Johannesburg": 120, "Asia/Jerusalem": 120, "Europe/Athens": 120,
    "Europe/Bucharest": 120, "Europe/Helsinki": 120, "Europe/Kyiv": 120, "Europe/Sofia": 120,
    "Africa/Nairobi": 180, "Asia/Baghdad": 180, "Asia/Riyadh": 180, "Europe/Istanbul": 180,
    "Europe/Moscow": 180, "Asia/Tehran": 210, "Asia/Dubai": 240, "Asia/Kabul": 270,
    "Asia/Karachi": 300, "Asia/Tashkent": 300, "Asia/Kolkata": 330, "Asia/Colombo": 330,
    "Asia/Kathmandu": 345, "Asia/Dhaka": 360, "Asia/Yangon": 390, "Asia/Bangkok": 420,
    "Asia/Ho_Chi_Minh": 420, "Asia/Jakarta": 420, "Asia/Hong_Kong": 480, "Asia/Kuala_Lumpur": 480,
    "Asia/Manila": 480, "Asia/Shanghai": 480, "Asia/Singapore": 480, "Asia/Taipei": 480,
    "Australia/Perth": 480, "Asia/Seoul": 540, "Asia/Tokyo": 540, "Australia/Adelaide": 570,
    "Australia/Brisbane": 600, "Australia/Melbourne": 600, "Australia/Sydney": 600,
    "Pacific/Guam": 600, "Pacific/Auckland": 720, "Pacific/Fiji": 720,
  ]
}
