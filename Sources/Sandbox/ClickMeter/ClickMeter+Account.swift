import JSON

extension ClickMeter {
  static let accountRoutes: [Route<ClickMeter>] = [
    .get("/account", getAccount),
    .post("/account", updateAccount),
    .get("/account/plan", getPlan),
    .get("/me", getAccount),
    .get("/me/plan", getPlan),
  ]

  private static func getAccount(
    _ service: inout ClickMeter, _ call: Call
  ) -> Reply {
    Reply(200, service.account.json)
  }

  /// What is not sent stays as it is; what the service sets may be sent and is not changed.
  private static func updateAccount(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    let changes = body.changes(Account.fields)
    body.reportUnknown(among: Account.fields.map(\.name) + Account.fixedFields)
    try body.check()
    service.account.settings = service.account.settings.merging(changes)
    return Reply(200, service.account.json)
  }

  /// A billing period is a month of the calendar.
  private static func getPlan(
    _ service: inout ClickMeter, _ call: Call
  ) -> Reply {
    let start = call.now.date.startOfMonth
    let next = start.adding(days: 31).startOfMonth
    let end = Timestamp(next).adding(seconds: -1)
    let datapoints = service.keptDatapoints
    return Reply(
      200,
      [
        "name": "Large",
        "profileId": 24,
        "price": .decimal(hundredths: 9900),
        "recurring": true,
        "recurringPeriod": 1,
        "billingPeriodStart": .string(text(Timestamp(start))),
        "billingPeriodEnd": .string(text(end)),
        "allowedPersonalDomains": 10,
        "allowedPersonalUrls": 1000,
        "maximumDatapoints": 2000,
        "usedDatapoints": .integer(datapoints.count),
        "maximumGuests": 20,
        "monthlyEvents": 200_000,
        "bonusMonthlyEvents": .integer(Account.bonusEvents),
        "usedMonthlyEvents": .integer(service.events(of: datapoints, since: start, call.now)),
      ]
    )
  }

  /// As many as statistics tell: spiders are not charged.
  private func events(of datapoints: [Datapoint], since day: CalendarDate, _ now: Timestamp) -> Int
  {
    let log = HitLog(
      of: StatsSubject(datapoints: datapoints), in: Timestamp(day)..<now.adding(seconds: 1), self,
      now: now)
    return Tally(log, on: log.days).hits
  }
}
