import JSON

/// A campaign: what datapoints belong to, each to one.
struct DatapointGroup: MarkedEntity {
  static let noun = "Group"
  static let collection = "groups"
  static let firstID = 410_551

  let id: Int
  let createdAt: Timestamp
  var name: String
  var notes = ""
  var tags: [Int] = []
  var isFavorite = false
  /// Whether anyone may see its statistics.
  var isPublic = false
  var redirectOnly = false
  var isDeleted = false
  /// Whether only administrators may change it and its datapoints.
  var isProtected = false

  var label: String { name }
  var statusInQueries: String { isDeleted ? "deleted" : "active" }
  var groupID: Int { id }

  static let names = ["Campaigns", "Newsletter", "Partners"]

  /// Three groups, older than what is in them. Only administrators may change the last.
  static func initial(now: Timestamp) -> [DatapointGroup] {
    names.enumerated().map { place, name in
      DatapointGroup(
        id: firstID + place,
        createdAt: Timestamp(now.date.adding(days: -720 + place * 5), hour: 8, minute: place * 10),
        name: name, tags: [Tag.firstID + place], isFavorite: place == 0,
        isProtected: place == names.count - 1
      )
    }
  }
}
