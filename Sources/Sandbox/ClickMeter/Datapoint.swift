import JSON

/// A tracking link or a tracking pixel.
struct Datapoint: MarkedEntity {
  static let noun = "Datapoint"
  static let collection = "datapoints"

  /// As queries write it.
  enum Kind: String, Sendable {
    case link = "tl"
    case pixel = "tp"
  }

  /// As queries write it.
  enum Status: String, CaseIterable, Sendable {
    case deleted, active, paused, spam
  }

  let id: Int
  let kind: Kind
  let createdAt: Timestamp
  var groupID: Int
  /// The last part of a link's URL.
  var name: String
  /// What people call it.
  var title: String
  var status = Status.active
  var isFavorite = false
  var notes = ""
  var tags: [Int] = []
  /// The ids of its conversions by slot; 0 where there is none.
  var conversions = [Int](repeating: 0, count: Datapoint.slots.count)
  /// Those of `switchNames` that are on.
  var switches: Set<String> = []
  /// The members of a link's `typeTL`, but for its scripts, or of a pixel's `typeTP`.
  var settings: JSONObject
  /// The ids of a link's retargeting scripts.
  var scripts: [Int] = []

  var label: String { title }
  var statusInQueries: String { status.rawValue }
  var isDeleted: Bool { status == .deleted }
  /// Where a link leads.
  var url: String? { settings["url"]?.string }

  /// Puts a conversion into the first free slot; into none when all are taken.
  mutating func tie(_ conversion: Int) {
    guard !conversions.contains(conversion), let slot = conversions.firstIndex(of: 0) else {
      return
    }
    conversions[slot] = conversion
  }

  /// What the five places for conversions are called in bodies.
  static let slots = ["first", "second", "third", "fourth", "fifth"]

  static let switchNames = [
    "isPublic", "isSecured", "lightTracking", "redirectOnly", "encodeIp",
  ]
}
