import JSON

extension Project {
  /// The fields of a project, as "Create a New Project" lists them.
  static let fields = [FieldRule("name", nameKind, isRequired: true)] + editableFields

  /// Those that can be changed later.
  static let editableFields = [
    FieldRule("time_zone", AccountSettings.timeZoneKind),
    FieldRule("currency", .choice(AccountSettings.currencies)),
    FieldRule("project_domain", domainKind),
    FieldRule("use_cogs", .flag, fallback: false),
    FieldRule("attribution_window", .integer(1...Int.max)),
  ]

  /// Those that an empty value takes back.
  static let clearable: Set<String> = ["project_domain", "attribution_window"]

  /// Of names, and of what is searched in them.
  static let nameKind = FieldKind.custom(
    expected: "letters, numbers, underscores, periods, dashes and spaces"
  ) { text in
    text.allSatisfy { $0.isLetter || $0.isNumber || "_.- ".contains($0) }
  }

  private static let domainKind = FieldKind.domain(
    expected: "a domain such as www.example.com, without https://")
}
