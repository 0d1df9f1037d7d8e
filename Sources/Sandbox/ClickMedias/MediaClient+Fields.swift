import JSON

extension MediaClient {
  /// The fields of a new client, as "Create Client" lists them.
  static let fields = [
    FieldRule("company_name", .anyText, isRequired: true),
    FieldRule("website_url", .anyURL, isRequired: true),
    FieldRule("contact_name", .anyText, fallback: ""),
    FieldRule("contact_email", .email, isRequired: true),
    FieldRule("contact_phone", .anyText, fallback: ""),
    FieldRule("industry", .anyText, fallback: ""),
    FieldRule(
      "plan_type", .choice(["starter", "advanced", "business", "agency"]), fallback: "starter"),
  ]

  /// What can be changed later: those, and the status.
  static let editableFields = fields + [FieldRule("status", .choice(statuses))]

  /// Those that an empty value takes back.
  static let clearable: Set<String> = ["contact_name", "contact_phone", "industry"]
}
