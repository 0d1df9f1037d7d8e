import JSON

extension Rotator {
  /// The fields of a Rotator, as "Create a New Rotator" lists them.
  static let fields: [FieldRule] = identity + modes + targets + emails + audience

  /// Those that an empty value takes back.
  static let clearable: Set<String> = [
    "rotator_name", "domain_id", "rotator_group", "spillover_randomize", "mobile_url", "ios_url",
    "pixels", "email_start_subject", "email_start", "email_finish_subject", "email_finish",
    "email_reply_to", "include_country", "exclude_country",
  ]

  private static let identity = [
    FieldRule("rotator_slug", slugKind, isRequired: true),
    FieldRule("rotator_name", nameKind),
    FieldRule("domain_id", .id, fallback: 0),
    FieldRule("rotator_group", .id, fallback: 0),
  ]

  private static let modes = [
    FieldRule(
      "rotator_mode", .choice(["fulfillment", "spillover", "random", "sequential"]),
      isRequired: true),
    FieldRule("random_repeat_clicks", .choice(["same_url", "random_url"])),
    FieldRule("sequential_repeat_clicks", .choice(["same_url", "next_url"])),
    FieldRule(
      "spillover_repeat_clicks", .choice(["backup_url", "last_url", "top_of_rotator"])),
    FieldRule("spillover_randomize", .integer(1...Int.max)),
    FieldRule("spillover_randomize_last_url", .flag, fallback: true),
  ]

  private static let targets = [
    FieldRule("backup_url", .anyURL, isRequired: true),
    FieldRule("mobile_url", .url(maximum: 255)),
    FieldRule("ios_url", .url(maximum: 255)),
    FieldRule("pixels", .text(0...2560)),
  ]

  private static let emails = [
    FieldRule("email_start_subject", .anyText),
    FieldRule("email_start", .anyText),
    FieldRule("email_finish_subject", .anyText),
    FieldRule("email_finish", .anyText),
    FieldRule("email_reply_to", .email),
  ]

  static let countries = [
    FieldRule("include_country", .list(countryKind), fallback: []),
    FieldRule("exclude_country", .list(countryKind), fallback: []),
  ]

  /// What is done with clicks that hardly come from people.
  static let filters = [
    ("filter_abuser", "nothing"), ("filter_anon", "nothing"), ("filter_bot", "flag"),
    ("filter_server", "flag"), ("filter_spider", "flag"), ("filter_user", "flag"),
  ].map { name, fallback in
    FieldRule(name, .choice(["block", "flag", "nothing"]), fallback: .string(fallback))
  }

  private static let audience =
    countries + filters
    + [
      FieldRule("blank_referrer", .flag, fallback: false),
      FieldRule("notes", .text(0...1024)),
    ]

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
}
