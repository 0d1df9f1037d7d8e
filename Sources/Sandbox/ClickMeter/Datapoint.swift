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

  /// In the words of queries.
  static let statuses = Status.allCases.map(\.rawValue)

  let id: Int
  let kind: Kind
  let createdAt: Timestamp
  var groupID: Int
  /// The last part of a link's URL.
  var name: String
  /// What people call it.
  var title: String
  private(set) var status = Status.active
  /// When it was not active, oldest first.
  private(set) var silences: [Range<Timestamp>] = []
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

  /// Whether what is done at that time is counted.
  func isCounting(at time: Timestamp) -> Bool {
    time >= createdAt && !silences.contains { $0.contains(time) }
  }

  /// Changes the status; from the next second on it counts when it's active.
  mutating func turn(_ status: Status, at now: Timestamp) {
    let start = now.adding(seconds: 1)
    if self.status == .active, status != .active {
      silences.append(start..<max(start, .end))
    }
    if self.status != .active, status == .active, let last = silences.popLast() {
      silences.append(last.lowerBound..<max(last.lowerBound, start))
    }
    self.status = status
  }

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

extension Timestamp {
  /// Later than any time that answers can write.
  fileprivate static let end = Timestamp(CalendarDate(daysSince1970: 2_932_897))
}
