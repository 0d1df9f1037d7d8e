package import JSON

/// The days of a series that stand out, by `UsualDays` and `LevelShifts`.
package struct DayAnomalies: Sendable, Equatable {
  /// In the order of time.
  package let anomalies: [Anomaly]
  /// How many days were judged: those of which there are four of the weekday since the last change
  /// of level, unless that part has sums of which most are 0.
  package let judged: Int

  package struct Anomaly: Sendable, Equatable {
    package fileprivate(set) var start: CalendarDate
    /// How many days it lasted, of which the first is told: of a spell of three days or more, and
    /// of a level that stayed.
    package fileprivate(set) var days = 1
    package fileprivate(set) var value: Double
    package fileprivate(set) var expected: Double
    /// Where the score would be as far as the sensitivity, or the Poisson limit where that is
    /// farther.
    package fileprivate(set) var low: Double
    package fileprivate(set) var high: Double
    /// In standard deviations of a usual day.
    package fileprivate(set) var score: Double

    package var isUp: Bool { score > 0 }
  }

  /// From how many days in a row on they are one finding.
  private static let spell = 3

  /// `sensitivity` is the least score that stands out.
  package init(of series: DaySeries, sensitivity: Double) {
    let shifts = series.isSparse ? [] : LevelShifts(series, sensitivity: sensitivity).shifts
    let bounds = [0] + shifts.map(\.index) + [series.values.count]
    var verdicts: [UsualDays.Verdict?] = []
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let part = series.part(start..<end)
      verdicts +=
        part.isMostlyEmpty
        ? [UsualDays.Verdict?](repeating: nil, count: end - start)
        : UsualDays(part, sensitivity: sensitivity).days
    }
    judged = verdicts.count { $0 != nil }
    var found = Self.spells(verdicts, series, starts: shifts.map(\.index))
    for (place, shift) in shifts.enumerated() {
      var level = Self.anomaly(shift, until: bounds[place + 2], series, sensitivity)
      let start = level.start
      // The day before may be known to stand out already, and the first may be the last of before.
      if let last = found.first(where: {
        $0.start.adding(days: $0.days) == start && $0.isUp == level.isUp
      }) {
        let days = level.days + last.days
        level = last
        level.days = days
      }
      found.removeAll {
        $0.start.adding(days: $0.days) == start && $0.isUp == level.isUp
          || $0.start == start && $0.days == 1 && $0.isUp != level.isUp
      }
      found.append(level)
    }
    found.sort { $0.start < $1.start }
    for (place, next) in found.dropFirst().enumerated() where found[place].days > 1 {
      let apart = next.start.daysSince1970 - found[place].start.daysSince1970
      found[place].days = min(found[place].days, max(1, apart))
    }
    anomalies = found
  }

  /// The days that stand out; three or more in a row, on one side, as one. None spans a start.
  private static func spells(
    _ verdicts: [UsualDays.Verdict?], _ series: DaySeries, starts: [Int]
  ) -> [Anomaly] {
    var found: [Anomaly] = []
    var run: [Anomaly] = []
    func closed() -> [Anomaly] {
      guard run.count >= spell, var first = run.first else { return run }
      first.days = run.count
      return [first]
    }
    for (index, verdict) in verdicts.enumerated() {
      let anomaly = verdict.flatMap { $0.standsOut ? $0 : nil }.map { verdict in
        Anomaly(
          start: series.day(index), value: series.values[index], expected: verdict.expected,
          low: verdict.low, high: verdict.high, score: verdict.score)
      }
      if anomaly == nil || starts.contains(index) || run.last?.isUp != anomaly?.isUp {
        found += closed()
        run = []
      }
      if let anomaly { run.append(anomaly) }
    }
    return found + closed()
  }

  /// The first day of another level, beside the last four of its weekday before.
  private static func anomaly(
    _ shift: LevelShifts.Shift, until end: Int, _ series: DaySeries, _ sensitivity: Double
  ) -> Anomaly {
    let before = stride(from: shift.index - 7, through: 0, by: -7).prefix(4)
    let expected = before.map { series.values[$0] }.median ?? 0
    let margin = sensitivity * shift.deviation
    let least = series.isCount ? 0 : -Double.greatestFiniteMagnitude
    return Anomaly(
      start: series.day(shift.index), days: end - shift.index, value: series.values[shift.index],
      expected: expected, low: max(least, expected - margin), high: expected + margin,
      score: shift.change / shift.deviation)
  }
}
