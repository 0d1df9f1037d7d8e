internal import JSON
internal import Tables
internal import Tools

/// Why two sources may differ: answers.md's codes.
struct Explanation: Sendable, Equatable {
  enum Code: String, CaseIterable, Sendable {
    case bots
    case uniqueRule = "unique_rule"
    case timeZone = "time_zone"
    case partialDay = "partial_day"
    case lateData = "late_data"
  }

  let code: Code
  let sentence: String
  /// How much of the metric it concerns; nil where nobody tells.
  var amount: ExactDecimal?

  var json: JSONValue {
    var object: JSONObject = [
      "code": .string(code.rawValue), "sentence": .string(sentence),
    ]
    if let amount { object["amount"] = amount.json }
    return .object(object)
  }
}

extension SidePair {
  /// Those that there is a reason for, in the codes' order.
  var explanations: [Explanation] {
    [bots, uniqueRule, timeZone, partialDay, lateData].compactMap(\.self)
  }

  /// Whether bots can be among what is counted at all: they buy nothing.
  private var isTraffic: Bool {
    ["clicks", "views", "hits"].contains { metric.hasSuffix($0) }
  }

  private var bots: Explanation? {
    let (one, other) = (a.includesBots, b.includesBots)
    guard isTraffic, one != other || one == nil else { return nil }
    // Where one counts them, its own number is what sets both apart.
    let amount = (one == true ? a.bots : nil) ?? (other == true ? b.bots : nil) ?? a.bots ?? b.bots
    let isUnsaid = one == nil && other == nil && amount == nil
    return Explanation(
      code: .bots,
      sentence: isUnsaid
        ? "Neither says whether it counts bots." : "\(a.botWords); \(b.botWords).", amount: amount)
  }

  private var uniqueRule: Explanation? {
    if metric.hasPrefix("unique_") {
      return Explanation(
        code: .uniqueRule, sentence: "Each source has its own rule for who is the same visitor.")
    }
    let repeats = [a, b].compactMap(\.repeats)
    let onlyUnique = [a, b].map { $0.side.counted != metric }
    guard !repeats.isEmpty || onlyUnique[0] != onlyUnique[1] else { return nil }
    let amount = repeats.count == 2 ? repeats[0] - repeats[1] : repeats.first
    guard !(repeats.count == 2 && amount?.isZero == true) else { return nil }
    return Explanation(
      code: .uniqueRule, sentence: "\(a.uniqueWords(metric)); \(b.uniqueWords(metric)).",
      amount: amount)
  }

  private var timeZone: Explanation? {
    let zones = [a, b].map { $0.zone(asked: period.zone.name) }
    guard zones[0] != zones[1] || zones[0] == nil else { return nil }
    func words(_ side: SideFigures, _ zone: String?) -> String {
      zone.map { "\(side.name)'s days are those of \($0)" }
        ?? "\(side.name) doesn't say where its days begin"
    }
    let shifted = zones[0] == period.zone.name ? [b, a] : [a, b]
    let ends = shifted.lazy.compactMap { side in
      side.ends(of: period).map { (side, $0) }
    }.first
    let held = ends.map { side, amount in
      "; its first and last day hold \(FigureWords.amount(amount)) in \(side.name), "
        + "part of which is another day's elsewhere"
    }
    let sentence = "\(words(a, zones[0])); \(words(b, zones[1]))\(held ?? "")."
    return Explanation(code: .timeZone, sentence: sentence, amount: ends?.1)
  }

  private var partialDay: Explanation? {
    guard period.isPartial else { return nil }
    let last = difference(on: period.end...period.end)
    let amount = last.map { "; so far they differ by \(FigureWords.amount($0)) on it" } ?? ""
    return Explanation(
      code: .partialDay,
      sentence: "\(period.end) isn't over, and sources take their time to count it\(amount).",
      amount: last)
  }

  /// Services go on adding to a day for about two more.
  private var lateData: Explanation? {
    let first = max(period.start, today.adding(days: -2))
    guard first <= period.end else { return nil }
    let recent = difference(on: first...period.end)
    let amount =
      recent.map { "; the days since \(first) differ by \(FigureWords.amount($0))" } ?? ""
    return Explanation(
      code: .lateData,
      sentence: "The range ends less than 48 hours ago: either may still add to it\(amount).",
      amount: recent)
  }
}

extension SideFigures {
  fileprivate var includesBots: Bool? { side.source.descriptor.includesBots }

  fileprivate var botWords: String {
    let count = bots.map { " (\(FigureWords.amount($0)))" } ?? ""
    return switch includesBots {
    case true?: "\(name) counts bots\(count)"
    case false?: "\(name) leaves bots out\(count)"
    case nil: "\(name) doesn't say whether it counts bots\(count)"
    }
  }

  /// What isn't unique of its total.
  fileprivate var repeats: ExactDecimal? { unique.map { total - $0 } }

  fileprivate func uniqueWords(_ metric: String) -> String {
    let thing = FigureWords.thing(metric)
    if side.counted != metric { return "\(name) counts only unique \(thing)" }
    guard let unique else { return "\(name) doesn't say which of its \(thing) are unique" }
    let whole = FigureWords.amount(total, of: metric)
    let verb = FigureWords.isOne(unique) ? "is" : "are"
    return "\(FigureWords.amount(unique)) of \(name)'s \(whole) \(verb) unique"
  }

  /// Where its days begin and end; nil where nobody knows.
  fileprivate func zone(asked: String) -> String? {
    guard let period = side.source.tool.period else { return nil }
    if !period.start.isInstant, period.days.timeZone == nil { return nil }
    return hasOtherDays ? side.source.dayZone : asked
  }

  /// What its first and last day hold.
  fileprivate func ends(of period: Period) -> ExactDecimal? {
    guard period.start < period.end else { return sum(of: period.start...period.end) }
    return sum(of: period.start...period.start).flatMap { first in
      sum(of: period.end...period.end).map { first + $0 }
    }
  }
}
