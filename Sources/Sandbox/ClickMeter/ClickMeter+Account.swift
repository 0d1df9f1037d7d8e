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
  ) throws(Refusal) -> Reply {
    Reply(200, service.account.json)
  }

  /// What is not sent stays as it is; what the service sets may be sent and is not changed.
  private static func updateAccount(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    let changes = body.changes(Account.fields)
    try body.check()
    service.account.settings = service.account.settings.merging(changes)
    return Reply(200, service.account.json)
  }

  /// A billing period is a month of the calendar.
  private static func getPlan(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let today = call.now.date
    let start = today.adding(days: 1 - today.day)
    let next = start.adding(days: 31)
    let end = Timestamp(next.adding(days: 1 - next.day)).adding(seconds: -1)
    let datapoints = service.datapoints.filter { !$0.isDeleted }
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
        "usedMonthlyEvents": .integer(events(of: datapoints, in: start...today)),
      ]
    )
  }

  /// A day's events of a datapoint are so many on any day that is asked on.
  private static func events(of datapoints: [Datapoint], in days: ClosedRange<CalendarDate>) -> Int
  {
    let places = days.lowerBound.daysSince1970...days.upperBound.daysSince1970
    return datapoints.reduce(0) { sum, datapoint in
      let seed = Seed(value: UInt64(datapoint.id)).branch("events")
      return sum + places.reduce(0) { $0 + seed.pick(5...40, $1) }
    }
  }
}
