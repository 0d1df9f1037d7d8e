import JSON

/// The hits of some datapoints in a stretch of time: all of them, or those that led to certain
/// conversions.
struct HitLog: Sendable {
  private let traffics: [DatapointTraffic]
  private let conversionIDs: Set<Int>?
  private let range: Range<Timestamp>

  /// `range` is cut to what lies between the first of the datapoints and now.
  init(
    of subject: StatsSubject, in range: Range<Timestamp>, _ service: ClickMeter, now: Timestamp
  ) {
    let oldest = subject.datapoints.map(\.createdAt).min() ?? now
    let life = min(oldest, now)..<now.adding(seconds: 1)
    traffics = subject.datapoints.map { datapoint in
      DatapointTraffic(
        of: datapoint, conversions: service.conversions(after: datapoint), seed: service.seed)
    }
    conversionIDs = subject.conversionIDs
    self.range = range.clamped(to: life)
  }

  /// The days there may be hits on, oldest first.
  var days: [CalendarDate] {
    guard !range.isEmpty else { return [] }
    let last = range.upperBound.adding(seconds: -1).date
    return (range.lowerBound.date.daysSince1970...last.daysSince1970)
      .map { CalendarDate(daysSince1970: $0) }
  }

  /// When the hours start that there may be hits in, oldest first.
  var hours: [Timestamp] {
    let first = range.lowerBound.secondsSince1970
    let start = first - first % Seconds.perHour
    return stride(from: start, to: range.upperBound.secondsSince1970, by: Seconds.perHour)
      .map { Timestamp(secondsSince1970: $0) }
  }

  /// The hits of a day, those of one datapoint after those of another.
  func hits(on day: CalendarDate) -> [Hit] {
    traffics.flatMap { $0.hits(on: day) }.compactMap { hit in
      guard range.contains(hit.time) else { return nil }
      guard let conversionIDs else { return hit }
      var hit = hit
      hit.credits.removeAll { !conversionIDs.contains($0.conversionID) }
      return hit.credits.isEmpty ? nil : hit
    }
  }

  /// The hits that a test lets through, newest first: those older than `key`, at most `limit`.
  func newest(
    _ limit: Int, before key: HitKey? = nil, where test: (Hit) -> Bool
  ) -> [Hit] {
    var hits: [Hit] = []
    for day in days.reversed() where hits.count < limit {
      let older = self.hits(on: day).filter { hit in
        (key.map { hit.key < $0 } ?? true) && test(hit)
      }
      hits += older.sorted { $0.key > $1.key }
    }
    return Array(hits.prefix(limit))
  }
}
