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
    FieldRule("firstName", .anyText), FieldRule("lastName", .anyText), FieldRule("email", .email),
    FieldRule("phone", .anyText), FieldRule("companyName", .anyText),
    FieldRule("companyRole", .anyText), FieldRule("redirectOnly", .flag),
    FieldRule("timezone", .integer(-12...14)), FieldRule("timezonename", .anyText),
  ]

  /// What the service sets.
  static let fixedFields = ["boGoVal", "bonusClicks", "registrationDate", "timeframeMinDate"]

  static let bonusEvents = 500

  var json: JSONValue {
    let own: JSONObject = [
      "boGoVal": "", "bonusClicks": .integer(Self.bonusEvents),
      "registrationDate": .string(ClickMeter.text(registeredAt)),
      "timeframeMinDate": .string(ClickMeter.text(Timestamp(registeredAt.date))),
    ]
    return .object(settings.merging(own))
  }
}

extension ClickMeter {
  static let accountRoutes: [Route<ClickMeter>] = [
    .get("/account", getAccount), .post("/account", updateAccount), .get("/account/plan", getPlan),
    .get("/me", getAccount), .get("/me/plan", getPlan),
  ]

  private func getAccount(_ call: Call) -> JSONValue { account.json }

  /// What is not sent stays as it is; what the service sets may be sent and is not changed.
  private static let updateAccount: Handler = { service, call throws(Refusal) in
    var body = try call.json()
    let changes = body.changes(Account.fields)
    body.reportUnknown(among: Account.fields.map(\.name) + Account.fixedFields)
    try body.check()
    service.account.settings = service.account.settings.merging(changes)
    return Reply(200, service.account.json)
  }

  /// A billing period is a month of the calendar.
  private func getPlan(_ call: Call) -> JSONValue {
    let day = call.now.date.startOfMonth
    let start = Timestamp(day)
    let end = Timestamp(day.adding(days: 31).startOfMonth).adding(seconds: -1)
    let all = StatsSubject(datapoints: keptDatapoints)
    let log = HitLog(of: all, in: start..<call.now.adding(seconds: 1), self, now: call.now)
    return [
      "name": "Large", "profileId": 24, "price": .decimal(hundredths: 9900),
      "recurring": true, "recurringPeriod": 1, "billingPeriodStart": .string(Self.text(start)),
      "billingPeriodEnd": .string(Self.text(end)),
      "allowedPersonalDomains": 10, "allowedPersonalUrls": 1000,
      "maximumDatapoints": 2000, "usedDatapoints": .integer(all.datapoints.count),
      "maximumGuests": 20,
      "monthlyEvents": 200_000, "bonusMonthlyEvents": .integer(Account.bonusEvents),
      // As many as statistics tell: spiders are not charged.
      "usedMonthlyEvents": .integer(Tally(log, on: log.days).hits),
    ]
  }
}
