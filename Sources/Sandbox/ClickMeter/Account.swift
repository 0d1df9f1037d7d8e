import JSON

/// The owner of the account, and what the plan allows.
struct Account: Sendable {
  /// The fields that the owner may change.
  var settings: JSONObject = [
    "firstName": "Nora", "lastName": "Bergstrom", "email": "nora@shop.example.com",
    "phone": "+1 555-0142", "companyName": "Example Shop", "companyRole": "Marketing lead",
    "redirectOnly": false, "timezone": 0, "timezonename": "UTC",
  ]
  let registeredAt: Timestamp

  static let fields = [
    FieldRule("firstName", .anyText), FieldRule("lastName", .anyText), FieldRule("email", .email),
    FieldRule("phone", .anyText), FieldRule("companyName", .anyText),
    FieldRule("companyRole", .anyText), FieldRule("redirectOnly", .flag),
    FieldRule("timezone", .integer(-12...14)), FieldRule("timezonename", .anyText),
  ]

  /// What becomes of the fields that are not sent; the mailbox stays.
  static let blank: JSONObject = [
    "firstName": "", "lastName": "", "phone": "", "companyName": "", "companyRole": "",
    "redirectOnly": false, "timezone": 0, "timezonename": "UTC",
  ]

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

  static let accountListRoutes =
    WhitelistedDomain.routes("/account/domainwhitelist")
    + BlacklistedAddress.routes("/account/ipblacklist")

  private func getAccount(_ call: Call) -> JSONValue { account.json }

  /// Replaces the whole; what the service sets may be sent and is not changed.
  private static let updateAccount: Handler = { service, call throws(Refusal) in
    var body = try call.json()
    let changes = body.changes(Account.fields)
    body.reportUnknown(among: Account.fields.map(\.name) + Account.fixedFields)
    try body.check()
    service.account.settings = service.account.settings
      .merging(Account.blank).merging(changes)
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

/// A text that an account keeps in a list of its own: a domain let through, an address left out.
protocol ListedText: WritableEntity where Owner == ClickMeter {
  static var table: ClickMeter.TablePath<Self> { get }
  /// The field that holds the text, in bodies and responses.
  static var field: FieldRule { get }

  var text: String { get set }

  init(id: Int, text: String)
}

/// A domain that a dynamic URL may lead to.
struct WhitelistedDomain: ListedText {
  static let noun = "WhitelistedDomain"
  static let table: ClickMeter.TablePath<Self> = \.whitelist
  static let field = FieldRule("name", TrackingDomain.nameKind)

  let id: Int
  var text: String

  static let initial = ["shop.example.com", "blog.example.com", "partners.example.net"]
    .enumerated().map { Self(id: 5001 + $0, text: $1) }
}

/// An address whose events are not tracked.
struct BlacklistedAddress: ListedText {
  static let noun = "BlacklistedIP"
  static let table: ClickMeter.TablePath<Self> = \.blacklist
  static let field = FieldRule("ip", .custom(expected: "an IP address", HostFormat.isAddress))

  let id: Int
  var text: String

  static let initial = ["192.0.2.17", "198.51.100.40", "203.0.113.9", "2001:db8::17"]
    .enumerated().map { Self(id: 6001 + $0, text: $1) }
}

extension ListedText {
  init(id: Int, for call: Call, in service: ClickMeter) { self.init(id: id, text: "") }

  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader { try call.json() }

  mutating func write(
    _ body: inout FieldReader, isNew: Bool, _ call: Call, in service: ClickMeter
  ) {
    let name = Self.field.name
    body.require(name)
    text = body.text(name, Self.field.kind)?.lowercased() ?? ""
    if service[keyPath: Self.table].contains(where: { $0.text == text }) {
      body.report(name, .rule("\(name) is already in the list"))
    }
    body.reportUnknown(among: ["id", name])
  }

  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMeter
  ) -> Reply {
    Reply(200, json)
  }

  /// The id is a text here, unlike everywhere else.
  private var json: JSONValue {
    .object(["id": .string(String(id)), Self.field.name: .string(text)])
  }

  fileprivate static func routes(_ path: String) -> [Route<ClickMeter>] {
    let list: ClickMeter.Finder<JSONValue> = { service in
      { (_: Call, query: inout FieldReader) throws(Refusal) -> [JSONValue] in
        try query.check()
        return service[keyPath: table].map(\.json)
      }
    }
    return [.list(path, list, row: \.self), .create(path, table), .remove(path + "/{id}", table)]
  }
}
