import JSON

extension Guest {
  /// The fields that the owner may change, but for those in objects of their own.
  static let fields = [
    FieldRule("userName", .anyText),
    FieldRule("email", .email),
    FieldRule("name", .anyText),
    FieldRule("password", .anyText),
    FieldRule("apiKey", .anyText),
    FieldRule("key", .anyText),
    FieldRule("notes", .anyText),
    FieldRule("language", .anyText),
    FieldRule("dateFormat", .anyText),
    FieldRule("timeFormat", .choice(["AmPm", "H24"])),
    FieldRule("decimalSeparator", .text(1...1)),
    FieldRule("numberGroupSeparator", .text(1...1)),
    FieldRule("timeZone", .integer(-12...14)),
    FieldRule("timezonename", .anyText),
  ]

  /// The objects, and what is in each.
  static let objects: [(name: String, fields: [FieldRule])] = [
    ("extendedGrants", flags("allowAllGrants", "allowGroupCreation")),
    ("hitOptions", flags("hideReferrer")),
    (
      "conversionOptions",
      flags("hideComCost", "hideCost", "hideCount", "hideParams", "hideValue") + [
        FieldRule("percentCommission", .integer(0...100), fallback: 100),
        FieldRule("percentValue", .integer(0...100), fallback: 100),
      ]
    ),
  ]

  /// What the service sets.
  static let fixedFields = [
    "id", "creationDate", "timeframeMinDate", "loginCount", "currentGrant", "groupGrants",
    "tlGrants", "tpGrants",
  ]

  /// What a guest has where nothing else was said.
  static let defaults: JSONObject = {
    let texts: JSONObject = [
      "name": "", "notes": "", "language": "en", "dateFormat": "yyyy-MM-dd", "timeFormat": "H24",
      "decimalSeparator": ".", "numberGroupSeparator": ",", "timeZone": 0, "timezonename": "UTC",
    ]
    return texts.merging(
      JSONObject(
        objects.map { object in
          (
            object.name,
            .object(JSONObject(object.fields.map { ($0.name, $0.fallback ?? .null) }))
          )
        }))
  }()

  /// Takes over what the body holds of it, and reports a login name that another guest has.
  mutating func change(_ body: inout FieldReader, among others: [Guest]) {
    settings = settings.merging(body.changes(Self.fields))
    for (name, fields) in Self.objects {
      guard let changes = body.changes(in: name, fields) else { continue }
      settings[name] = .object((settings[name]?.object ?? [:]).merging(changes))
    }
    body.reportUnknown(
      among: Self.fields.map(\.name) + Self.objects.map(\.name) + Self.fixedFields)
    let userName = text("userName").lowercased()
    if others.contains(where: { $0.id != id && $0.text("userName").lowercased() == userName }) {
      body.report("userName", .rule("userName is already used by another guest"))
    }
  }

  private static func flags(_ names: String...) -> [FieldRule] {
    names.map { FieldRule($0, .flag, fallback: false) }
  }
}
