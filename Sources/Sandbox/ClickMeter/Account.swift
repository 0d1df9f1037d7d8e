import JSON

/// The owner of the account, and what the plan allows.
struct Account: Sendable {
  /// The fields that the owner may change.
  var settings: JSONObject = [
    "firstName": "Nora", "lastName": "Bergstrom", "email": "nora@shop.example.com",
    "phone": "+1 555-0142", "companyName": "Example Shop", "companyRole": "Marketing lead",
    "redirectOnly": false, "timezone": 1, "timezonename": "Europe/Stockholm",
  ]
  let registeredAt: Timestamp

  init(now: Timestamp) {
    registeredAt = Timestamp(now.date.adding(days: -730), hour: 7, minute: 41)
  }

  static let fields = [
    FieldRule("firstName", .anyText),
    FieldRule("lastName", .anyText),
    FieldRule("email", .email),
    FieldRule("phone", .anyText),
    FieldRule("companyName", .anyText),
    FieldRule("companyRole", .anyText),
    FieldRule("redirectOnly", .flag),
    FieldRule("timezone", .integer(-12...14)),
    FieldRule("timezonename", .anyText),
  ]

  /// What the service sets.
  static let fixedFields = [
    "boGoVal", "bonusClicks", "registrationDate", "timeframeMinDate",
  ]

  static let bonusEvents = 500

  /// The whole entity.
  var json: JSONValue {
    let own: JSONObject = [
      "boGoVal": "",
      "bonusClicks": .integer(Self.bonusEvents),
      "registrationDate": .string(ClickMeter.text(registeredAt)),
      "timeframeMinDate": .string(ClickMeter.text(Timestamp(registeredAt.date))),
    ]
    return .object(settings.merging(own))
  }
}
