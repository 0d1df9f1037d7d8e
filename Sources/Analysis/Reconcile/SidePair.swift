internal import JSON
internal import Tables

/// Two sides of one metric over the same days.
struct SidePair: Sendable {
  let metric: String
  let a: SideFigures
  let b: SideFigures
  let period: Period
  /// Where the period's days begin and end.
  let today: CalendarDate

  /// So many days are told; of more, those that differ most.
  private static let mostDays = 31

  init(metric: String, a: SideFigures, b: SideFigures, _ period: Period, today: CalendarDate) {
    self.metric = metric
    self.a = a
    self.b = b
    self.period = period
    self.today = today
  }

  var difference: ExactDecimal { a.total - b.total }

  /// How much more a has on these days than b; nil where one of them tells no days.
  func difference(on days: ClosedRange<CalendarDate>) -> ExactDecimal? {
    a.sum(of: days).flatMap { one in b.sum(of: days).map { one - $0 } }
  }

  var json: JSONObject {
    let explanations = explanations
    var answer: JSONObject = [
      "metric": .string(metric),
      "totals": ["a": a.total.json, "b": b.total.json],
      "difference": difference.json,
      "difference_percent": difference.percent(of: b.total)?.json ?? .null,
    ]
    if let days {
      let told = Self.greatest(days)
      answer["by_day"] = .array(told.map(\.json))
      if told.count < days.count {
        answer["by_day_dropped"] = .number(JSONNumber(days.count - told.count))
      }
    }
    answer["explanations"] = .array(explanations.map(\.json))
    answer["verdict"] = .string(verdict(explanations))
    answer["period"] = .object(period.json)
    return answer
  }

  /// One day of both.
  private struct Day {
    let date: CalendarDate
    let a: ExactDecimal
    let b: ExactDecimal

    var difference: ExactDecimal { a - b }

    var json: JSONValue {
      [
        "date": .string(date.description), "a": a.json, "b": b.json,
        "difference": difference.json,
      ]
    }
  }

  /// Each day of the period, without a row it is 0; nil where one of both tells no days.
  private var days: [Day]? {
    guard let one = a.days, let other = b.days else { return nil }
    return (0..<period.days).map { index in
      let date = period.start.adding(days: index)
      return Day(date: date, a: one[date] ?? .zero, b: other[date] ?? .zero)
    }
  }

  private static func greatest(_ days: [Day]) -> [Day] {
    guard days.count > mostDays else { return days }
    let ranked = days.sorted {
      ($1.difference.magnitude, $0.date) < ($0.difference.magnitude, $1.date)
    }
    return ranked.prefix(mostDays).sorted { $0.date < $1.date }
  }

  private func verdict(_ explanations: [Explanation]) -> String {
    [summary, zoneRemark, worstDay, cause(explanations)].compactMap(\.self).joined(separator: " ")
  }

  private var summary: String {
    let days = period.days == 1 ? "on \(period.start)" : "in \(period.days) days"
    let counts =
      "\(a.name) counted \(FigureWords.amount(a.total, of: metric)) \(days), "
      + "\(b.name) \(FigureWords.amount(b.total))"
    guard !difference.isZero else { return counts + ": no difference." }
    let less = FigureWords.isSum(metric) ? "less" : "fewer"
    let word = difference.isNegative ? less : "more"
    let percent = difference.magnitude.percent(of: b.total).map {
      ", \(FigureWords.percent($0.double / 100))"
    }
    return counts + ": \(FigureWords.amount(difference.magnitude)) \(word)\(percent ?? "")."
  }

  /// Where neither takes the days that were asked for.
  private var zoneRemark: String? {
    guard a.hasOtherDays, b.hasOtherDays, let zone = a.side.source.dayZone,
      zone == b.side.source.dayZone
    else { return nil }
    return "The days are those of \(zone), not of \(period.zone.name)."
  }

  private var worstDay: String? {
    guard let days, days.count > 1,
      let worst = days.max(by: { $0.difference.magnitude < $1.difference.magnitude }),
      !worst.difference.isZero
    else { return nil }
    let amount = FigureWords.amount(worst.difference)
    return "The day that differs most is \(worst.date): \(amount)."
  }

  /// What the explanations come to, and what would make it surer.
  private func cause(_ explanations: [Explanation]) -> String? {
    guard !difference.isZero else { return nil }
    // How much differs on single days explains nothing.
    let causes = explanations.filter { [.bots, .uniqueRule, .timeZone].contains($0.code) }
    let known = causes.compactMap { $0.amount?.magnitude }
    let most = known.reduce(.zero, +)
    let surer =
      "Narrow both to the same thing (a_arguments, b_arguments) to tell what they count apart "
      + "from how they count."
    if known.isEmpty { return "No amount is known that explains it. \(surer)" }
    guard most < difference.magnitude else {
      return "The amounts below could explain it, but none is proof. \(surer)"
    }
    return "The amounts below explain \(FigureWords.amount(most)) of it at most: the rest may be "
      + "traffic that only one of them sees. \(surer)"
  }
}
