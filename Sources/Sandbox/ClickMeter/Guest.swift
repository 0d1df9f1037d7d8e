import JSON

/// Someone else who may look into the account, at what was granted.
struct Guest: MeterEntity, WritableEntity {
  static let noun = "Guest"
  static let collection = "account/guests"
  static let firstID = 4001

  let id: Int
  let createdAt: Timestamp
  var loginCount = 0
  /// The fields that the owner may change.
  var settings: JSONObject
  /// In the order they were granted.
  var permissions: [Permission] = []

  var label: String { text("name").isEmpty ? text("userName") : text("name") }

  /// The text of a field; empty when it is not set.
  func text(_ field: String) -> String { settings[field]?.string ?? "" }

  init(id: Int, for call: Call, in service: ClickMeter) {
    self.init(id: id, createdAt: call.now, settings: [:])
  }

  /// A guest with these settings, and what the service takes for the others.
  private init(id: Int, createdAt: Timestamp, settings: JSONObject) {
    self.id = id
    self.createdAt = createdAt
    let keys: JSONObject = [
      "apiKey": .string(Self.key(id, "api")), "key": .string(Self.key(id, "access")),
    ]
    self.settings = Self.defaults.merging(keys).merging(settings)
  }

  /// A key that looks like the service's: 8-4-4-4-12 hexadecimal digits.
  private static func key(_ id: Int, _ purpose: String) -> String {
    let seed = Seed(value: UInt64(id)).branch(purpose)
    let groups = [8, 4, 4, 4, 12].enumerated().map { seed.hexadecimal($1, $0) }
    return groups.joined(separator: "-").uppercased()
  }

  /// The fields that the owner may change, but for those in objects of their own.
  private static let fields: [FieldRule] =
    [FieldRule("userName", .anyText), FieldRule("email", .email)]
    + ["name", "password", "apiKey", "key", "notes", "language", "dateFormat"].map {
      FieldRule($0, .anyText)
    }
    + [
      FieldRule("timeFormat", .choice(["AmPm", "H24"])),
      FieldRule("decimalSeparator", .text(1...1)), FieldRule("numberGroupSeparator", .text(1...1)),
      FieldRule("timeZone", .integer(-12...14)), FieldRule("timezonename", .anyText),
    ]

  private static let objects: [(name: String, fields: [FieldRule])] = [
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

  private static func flags(_ names: String...) -> [FieldRule] {
    names.map { FieldRule($0, .flag, fallback: false) }
  }

  private static let fixedFields = [
    "id", "creationDate", "timeframeMinDate", "loginCount", "currentGrant", "groupGrants",
    "tlGrants", "tpGrants",
  ]

  private static let defaults: JSONObject = {
    let texts: JSONObject = [
      "name": "", "notes": "", "language": "en", "dateFormat": "yyyy-MM-dd", "timeFormat": "H24",
      "decimalSeparator": ".", "numberGroupSeparator": ",", "timeZone": 0, "timezonename": "UTC",
    ]
    let nested = objects.map { ($0.name, JSONValue.object(JSONObject().completed($0.fields))) }
    return texts.merging(JSONObject(nested))
  }()

  /// Names are taken as they are sent, in no other case.
  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader { try call.json() }

  /// What is not sent becomes what it is in a new one; names to log in with, mailbox, keys and
  /// password stay. Reports a login name that another guest has, among other things.
  mutating func write(
    _ body: inout FieldReader, isNew: Bool, _ call: Call, in service: ClickMeter
  ) {
    if isNew { body.require("userName", "email") }
    settings = settings.merging(Self.defaults).merging(body.changes(Self.fields))
    for (name, fields) in Self.objects {
      guard let changes = body.changes(in: name, fields) else { continue }
      settings[name] = .object((settings[name]?.object ?? [:]).merging(changes))
    }
    body.reportUnknown(among: Self.fields.map(\.name) + Self.objects.map(\.name) + Self.fixedFields)
    let userName = text("userName").lowercased()
    let others = service.guests.filter { $0.id != id }
    if others.contains(where: { $0.text("userName").lowercased() == userName }) {
      body.report("userName", .rule("userName is already used by another guest"))
    }
  }

  /// Whole also when it was written, unlike other kinds.
  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMeter
  ) -> Reply {
    Reply(200, operation == .remove ? receipt : json(in: service, for: call.caller))
  }

  /// The whole entity, but for the password, which is never told.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    let links = service.datapoints.filter { $0.kind == .link }
    let pixels = service.datapoints.filter { $0.kind == .pixel }
    let own: JSONObject = [
      "id": .integer(id), "password": "", "creationDate": .string(ClickMeter.text(createdAt)),
      "timeframeMinDate": .string(ClickMeter.text(Timestamp(createdAt.date))),
      "loginCount": .integer(loginCount),
      "currentGrant": permissions.last?.json(in: service) ?? .null,
      "groupGrants": count(.group, among: service.groups.map(\.id)),
      "tlGrants": count(.datapoint, among: links.map(\.id)),
      "tpGrants": count(.datapoint, among: pixels.map(\.id)),
    ]
    return .object(settings.merging(own))
  }

  private func count(_ subject: Permission.Subject, among ids: [Int]) -> JSONValue {
    let granted = Set(permissions.filter { $0.subject == subject }.map(\.id))
    return .integer(granted.intersection(ids).count)
  }

  /// Three guests: an agency that may change a group, a partner, and one without any rights yet.
  static func initial(now: Timestamp) -> [Guest] {
    let today = now.date
    return [
      Guest(
        firstID, "brightside", "Brightside Agency", since: today.adding(days: -410), logins: 96,
        [
          Permission(subject: .group, id: DatapointGroup.firstID, right: .change),
          Permission(subject: .datapoint, id: Datapoint.initialID(at: 0), right: .see),
          Permission(subject: .datapoint, id: Datapoint.initialID(at: 1), right: .change),
        ]),
      Guest(
        firstID + 1, "northpeak", "Northpeak Affiliates", since: today.adding(days: -225),
        logins: 31,
        [
          Permission(subject: .group, id: DatapointGroup.firstID + 2, right: .see),
          Permission(subject: .datapoint, id: Datapoint.initialID(at: 4), right: .see),
        ]),
      Guest(firstID + 2, "auditor", "Ines Moreau", since: today.adding(days: -12), logins: 0, []),
    ]
  }

  private init(
    _ id: Int, _ userName: String, _ name: String, since day: CalendarDate, logins: Int,
    _ permissions: [Permission]
  ) {
    let own: JSONObject = [
      "userName": .string(userName), "name": .string(name),
      "email": .string("\(userName)@example.net"),
    ]
    self.init(id: id, createdAt: Timestamp(day, hour: 10, minute: id % 60), settings: own)
    self.permissions = permissions
    loginCount = logins
  }
}

extension ClickMeter {
  static let guestRoutes: [Route<ClickMeter>] =
    Route.lists("/account/guests", listGuests) + [
      .whole(guestPath, \.guests),
      .create("/account/guests", \.guests),
      .update(guestPath, by: "POST", \.guests),
      .remove(guestPath, \.guests),
    ]

  private static let guestPath = "/account/guests/{guestId}"

  private func listGuests(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [Guest] {
    let search = query.search("textSearch")
    let texts = ["name", "userName", "email"].map { name in
      (name, { (guest: Guest) in guest.text(name).lowercased() })
    }
    let order = ListOrder<Guest>(&query, keys: texts + [("creationDate", \.createdAt.description)])
    try query.check()
    let found = guests.filter { guest in
      search.finds(guest.text("name"), guest.text("userName"), guest.text("email"))
    }
    return order.sorted(found)
  }
}
