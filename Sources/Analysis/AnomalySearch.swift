internal import JSON
internal import Tables
internal import Tools

/// The days of all series that stand out, as sources answer.
struct AnomalySearch {
  let period: Period
  /// The last day of the period that is over: one that isn't is no drop, and those to come have
  /// no figures. Before the period's first day where none is over.
  let lastDay: CalendarDate
  let metric: String
  /// What has a series of its own; nil where a source is one.
  let by: String?
  /// The least score that is told.
  var sensitivity = 3.5
  var skipped: [SourceChoice.Skipped] = []
  private(set) var failed: [FailedSource] = []
  /// Those that would have taken more requests than they may.
  private(set) var tooMuch: [FailedSource] = []
  private(set) var found: [FoundAnomaly] = []
  /// How many series were judged.
  private(set) var series = 0
  /// How many sources told their figures.
  private(set) var answered = 0
  /// Those with too few days.
  private(set) var short: [SourceChoice.Skipped] = []
  /// Those of which most days have no amount.
  private(set) var sparse: [SourceChoice.Skipped] = []
  private var otherZones: [Source] = []
  private var unique: [Source] = []

  /// `lastOver` is the last day that is over in the period's zone.
  init(period: Period, lastOver: CalendarDate, metric: String, by: String?) {
    self.period = period
    lastDay = min(period.end, lastOver)
    self.metric = metric
    self.by = by
  }

  /// How many days of the period are over; less than 1 where none is.
  var judgedDays: Int { lastDay.daysSince1970 - period.start.daysSince1970 + 1 }

  /// `lastOver` is the last day that is over where the source's days end. Throws when the call is
  /// cancelled or its time is up.
  mutating func take(
    _ figures: SourceFigures, of source: Source, lastOver: CalendarDate, by deadline: Deadline
  ) async throws(ToolError) {
    answered += 1
    if source.measure(metric) == nil { unique.append(source) }
    if figures.hasOtherDays { otherZones.append(source) }
    let last = min(lastDay, lastOver)
    let all = CountedThing.all(in: figures, until: last)
    // What is counted one by one has no fractions and is never negative. Sums of money aren't, even
    // where all are whole: chance doesn't move them as Poisson says.
    let isCount =
      !FigureWords.isSum(metric) && all.allSatisfy { $0.days.values.allSatisfy(\.isWhole) }
    for thing in all {
      await Task.yield()
      guard !Task.isCancelled else {
        throw ToolError(.cancelled, "The call was cancelled while days were judged.")
      }
      guard deadline.left > .zero else { throw .outOfTime(judging: all.count) }
      take(thing, until: last, isCount: isCount, of: source)
    }
  }

  private mutating func take(
    _ thing: CountedThing, until last: CalendarDate, isCount: Bool, of source: Source
  ) {
    guard let first = thing.days.keys.min() else { return }
    let days = first.daysSince1970...max(first, last).daysSince1970
    let values = days.map { thing.days[CalendarDate(daysSince1970: $0)] ?? .zero }
    let name =
      by.flatMap { by in thing.name ?? thing.id.map { "\(by) \($0.idText)" } } ?? source.name
    let counted = DaySeries(start: first, values: values.map(\.double), isCount: isCount)
    let anomalies = DayAnomalies(of: counted, sensitivity: sensitivity)
    guard anomalies.judged > 0 || !anomalies.anomalies.isEmpty else {
      leaveOut(name, counted)
      return
    }
    series += 1
    found += anomalies.anomalies.map { anomaly in
      let index = anomaly.start.daysSince1970 - first.daysSince1970
      return FoundAnomaly(
        source: source, id: thing.id, name: name,
        value: values[index], anomaly: anomaly, isLast: index + anomaly.days == values.count)
    }
  }

  private mutating func leaveOut(_ name: String, _ series: DaySeries) {
    if series.isSparse, series.values.count >= Self.enough {
      sparse.append(
        SourceChoice.Skipped(
          name: name, why: "has no \(unit) on most days: too little to say what is usual"))
    } else {
      let count = "\(series.values.count) day\(series.values.count == 1 ? "" : "s")"
      short.append(
        SourceChoice.Skipped(
          name: name,
          why: "has \(count); each weekday is needed four times, so \(Self.enough) will do"))
    }
  }

  /// A question that takes more requests than it may is one that this source can't answer.
  mutating func take(_ error: ToolError, of source: Source) {
    guard error.problems.contains(where: { $0.argument == "max_requests" }) else {
      failed.append(FailedSource(source: source, error: error))
      return
    }
    let why = error.problems.map(\.problem).joined(separator: "; ")
    skipped.append(
      SourceChoice.Skipped(
        name: source.name, why: "\(why): raise max_requests, or ask for it alone by source"))
    tooMuch.append(FailedSource(source: source, error: error))
  }

  /// Those that can't be judged: a few by name, the others by their number.
  var unjudged: [SourceChoice.Skipped] {
    func few(_ all: [SourceChoice.Skipped], _ why: String) -> [SourceChoice.Skipped] {
      guard all.count > Self.mostNamed else { return all }
      let others = all.count - Self.mostNamed + 1
      return all.prefix(Self.mostNamed - 1) + [
        SourceChoice.Skipped(name: "\(others) others", why: why)
      ]
    }
    return few(short, "have too few days as well; \(Self.enough) will do")
      + few(sparse, "have no \(unit) on most days as well")
  }

  var caveats: [Caveat] {
    var caveats = otherZones.map { source in
      let zone = source.dayZone ?? "its own zone"
      return Caveat(
        code: .differentZones,
        sentence: "The days of \(source.name) are those of \(zone), not of \(period.zone.name).")
    }
    caveats += unique.map { source in
      Caveat(
        code: .uniqueAndTotal, sentence: "\(source.name) counts only unique \(metric).")
    }
    if lastDay < period.end {
      let next = max(period.start, lastDay.adding(days: 1))
      let days =
        next == period.end
        ? "\(next) is not over and was" : "\(next) and later are not over and were"
      caveats.append(Caveat(code: .partialDay, sentence: "\(days) not judged."))
    }
    caveats += failed.map {
      Caveat(
        code: .sourceFailed,
        sentence: "\($0.source.name) gave no figures: nothing is known of its days.")
    }
    return caveats
  }

  /// As a person says the metric.
  var unit: String { FigureWords.thing(metric) }

  private static let mostNamed = 5
  /// Days that have each weekday four times.
  private static let enough = 28
}

/// A day of something's that stands out.
struct FoundAnomaly {
  let source: Source
  let id: JSONValue?
  let name: String
  /// As the service counted it.
  let value: ExactDecimal
  let anomaly: DayAnomalies.Anomaly
  /// Whether it lasts to the end of the days that were judged.
  let isLast: Bool
}

/// What one thing counted, by day.
private struct CountedThing {
  let id: JSONValue?
  let name: String?
  var days: [CalendarDate: ExactDecimal] = [:]

  /// In the order in which the source names them.
  static func all(in figures: SourceFigures, until last: CalendarDate) -> [CountedThing] {
    var things: [CountedThing] = []
    var places: [String: Int] = [:]
    for row in figures.rows {
      guard let day = row.day, day <= last else { continue }
      let place = places[row.key] ?? things.count
      if place == things.count {
        places[row.key] = place
        things.append(CountedThing(id: row.id, name: row.name))
      }
      things[place].days[day] = (things[place].days[day] ?? .zero) + row.values[0]
    }
    return things
  }
}

extension ExactDecimal {
  /// Whether it is a natural number, or 0.
  fileprivate var isWhole: Bool { !isNegative && !description.contains(".") }
}

extension ToolError {
  fileprivate static func outOfTime(judging series: Int) -> ToolError {
    ToolError(
      .timedOut,
      "The time was up while \(series) series were judged. Ask for fewer days or sources, or give "
        + "wait_seconds.")
  }
}
