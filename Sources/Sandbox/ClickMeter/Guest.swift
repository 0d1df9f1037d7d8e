import JSON

/// Someone else who may look into the account, at what was granted.
struct Guest: WholeEntity {
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

  /// Three guests: an agency that may change a group, a partner, and one without any rights yet.
  static func initial(now: Timestamp) -> [Guest] {
    [
      Guest(
        firstID, "brightside", "Brightside Agency", since: now.date.adding(days: -410), logins: 96,
        [
          Permission(.group, DatapointGroup.firstID, .change),
          Permission(.datapoint, Datapoint.initialID(at: 0), .see),
          Permission(.datapoint, Datapoint.initialID(at: 1), .change),
        ]),
      Guest(
        firstID + 1, "northpeak", "Northpeak Affiliates", since: now.date.adding(days: -225),
        logins: 31,
        [
          Permission(.group, DatapointGroup.firstID + 2, .see),
          Permission(.datapoint, Datapoint.initialID(at: 4), .see),
        ]),
      Guest(
        firstID + 2, "auditor", "Ines Moreau", since: now.date.adding(days: -12), logins: 0, []),
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

  /// A guest with these settings, and what the service takes for the others.
  init(id: Int, createdAt: Timestamp, settings: JSONObject) {
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
}
