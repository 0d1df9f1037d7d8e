import JSON

extension RotatorURL {
  /// The fields of a Rotator URL, as "Create a new Rotator URL" lists them.
  static let fields: [FieldRule] = identity + delivery + shares + notification

  /// Those that an empty value takes back. An empty position is the last one.
  static let clearable: Set<String> = [
    "position", "max_clicks", "max_clicks_daily", "min_t1", "max_t1", "min_mobile", "max_mobile",
    "pixels", "start_time", "end_time", "include_country", "exclude_country", "email", "notes",
  ]

  private static let identity = [
    FieldRule("position", .integer(1...Int.max)),
    FieldRule("name", .anyText, isRequired: true),
    FieldRule("status", .choice(statuses), fallback: "active"),
    FieldRule("url", .anyURL, isRequired: true),
  ]

  private static let delivery = [
    FieldRule("weight", .integer(1...10), fallback: 1),
    FieldRule("max_clicks", .integer(1...Int.max)),
    FieldRule("max_clicks_daily", .count),
    FieldRule("bonus", .integer(0...100), fallback: 0),
    FieldRule("start_time", .instant),
    FieldRule("end_time", .instant),
    FieldRule("pixels", .anyText),
  ]

  private static let shares =
    [("min_t1", 0), ("max_t1", 100), ("min_mobile", 0), ("max_mobile", 0)].map { name, fallback in
      FieldRule(name, .integer(0...100), fallback: .integer(fallback))
    } + Rotator.countries

  private static let notification = [
    FieldRule("email", .email),
    FieldRule("send_start_email", .choice(["on_add", "on_first_click"])),
    FieldRule("send_finish_email", .flag, fallback: true),
    FieldRule("notes", .anyText),
  ]

  /// Reports what is wrong between these settings.
  static func checkRules(_ settings: JSONObject, _ reader: inout FieldReader) {
    for kind in ["t1", "mobile"] {
      let (low, high) = ("min_" + kind, "max_" + kind)
      if reader.isSent(low) != reader.isSent(high) {
        reader.report(low, .rule("\(low) and \(high) must be set at the same time"))
      } else if let least = settings[low]?.int, let most = settings[high]?.int, least > most {
        reader.report(low, .rule("\(low) must not be greater than \(high)"))
      }
    }
    if let start = settings["start_time"]?.string.flatMap({ Timestamp(parsing: $0) }),
      let end = settings["end_time"]?.string.flatMap({ Timestamp(parsing: $0) }), end < start
    {
      reader.report("end_time", .rule("end_time must not be before start_time"))
    }
  }

  /// What was sent and has no effect.
  static func warnings(_ reader: FieldReader, in rotator: Rotator) -> [String] {
    let isIdle = reader.isSent("weight") && rotator.mode != "sequential"
    return (isIdle ? ["weight has no effect when rotator_mode is \(rotator.mode)"] : [])
      + reader.warningsOfUnknown(fields)
  }
}
