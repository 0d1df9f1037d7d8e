internal import JSON

/// The part of each day in which no messages are sent; it may span midnight.
struct QuietHours: Equatable, Sendable, CustomStringConvertible {
  /// Minutes of the day: the first that is quiet, and the first that no longer is.
  private let from: Int
  private let to: Int
  /// Minutes ahead of UTC; the machine's own time where there are none.
  private let offset: Int?

  /// Reads `{"from": "21:00", "to": "08:00", "utc_offset": "+05:30"}`.
  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["from", "to", "utc_offset"])
    let from = Self.minute(cursor, "from")
    let to = Self.minute(cursor, "to")
    offset = cursor.string("utc_offset").flatMap { text in
      let offset = Self.offset(text)
      if offset == nil {
        cursor.report(at: "utc_offset", "must be hours and minutes with their sign, such as +05:30")
      }
      return offset
    }
    guard let from, let to else { return nil }
    if from == to {
      cursor.report(at: "to", "must differ from \"from\": it could mean all day or never")
    }
    self.from = from
    self.to = to
  }

  /// When they end, if it is in them now. `localOffset` tells how many seconds the machine's time
  /// is ahead of UTC.
  func end(at now: Timestamp, localOffset: (Timestamp) -> Int) -> Timestamp? {
    func ahead(_ moment: Timestamp) -> Int { offset.map { $0 * 60 } ?? localOffset(moment) }
    let shifted = (now.secondsSince1970 + ahead(now)) % Self.day
    let second = shifted < 0 ? shifted + Self.day : shifted
    let (start, stop) = (from * 60, to * 60)
    let isQuiet =
      start < stop ? start <= second && second < stop : start <= second || second < stop
    guard isQuiet else { return nil }
    let end = now.adding(seconds: (stop - second + Self.day) % Self.day)
    // The clocks may be changed before it comes.
    return end.adding(seconds: ahead(now) - ahead(end))
  }

  private static let day = 86_400

  private static func minute(_ cursor: ManifestCursor, _ key: String) -> Int? {
    guard cursor.isPresent(key, "a time of day"), let text = cursor.string(key) else { return nil }
    guard text.utf8.count == 5, let time = Timestamp(parsing: "1970-01-01T\(text):00Z") else {
      cursor.report(at: key, "must be a time of day from 00:00 to 23:59")
      return nil
    }
    return time.secondsSince1970 / 60
  }

  private static func offset(_ text: String) -> Int? {
    guard text.utf8.count == 6 else { return nil }
    // The same wall clock is earlier, the further it is ahead of UTC.
    return Timestamp(parsing: "1970-01-01T00:00:00\(text)").map { -$0.secondsSince1970 / 60 }
  }

  /// `from 21:00 to 08:00 (UTC+05:30)`.
  var description: String {
    let zone = offset.map { "UTC" + ($0 < 0 ? "-" : "+") + Self.clock(abs($0)) }
    return "from \(Self.clock(from)) to \(Self.clock(to)) (\(zone ?? "the server's local time"))"
  }

  private static func clock(_ minute: Int) -> String {
    String(Timestamp(secondsSince1970: minute * 60).timeOfDay.prefix(5))
  }
}
