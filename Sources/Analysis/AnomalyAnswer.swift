internal import JSON
internal import Tables
internal import Tools

/// The answer of `find_anomalies`.
extension AnomalySearch {
  private static let mostTold = 20

  /// The farthest from what is usual first; of equals the earlier, then in the sources' order.
  private var farthest: [FoundAnomaly] {
    found.enumerated().sorted { one, other in
      let (left, right) = (one.element.anomaly, other.element.anomaly)
      if abs(left.score) != abs(right.score) { return abs(left.score) > abs(right.score) }
      return left.start == right.start ? one.offset < other.offset : left.start < right.start
    }.map(\.element)
  }

  var json: JSONObject {
    let farthest = farthest
    var json: JSONObject = [
      "verdict": .string(sentence(farthest)), "metric": .string(metric),
      "period": .object(period.json),
      "anomalies": .array(farthest.prefix(Self.mostTold).map { .object(self.json($0)) }),
    ]
    if farthest.count > Self.mostTold {
      json["anomalies_total"] = .number(JSONNumber(farthest.count))
    }
    json["series"] = .number(JSONNumber(series))
    json["days"] = .number(JSONNumber(max(0, judgedDays)))
    json["skipped"] = .array((skipped + unjudged).map(\.json))
    json["caveats"] = .array(caveats.map(\.json))
    json["failed"] = .array(failed.map(\.json))
    json["method"] = .string(method)
    return json
  }

  private func json(_ found: FoundAnomaly) -> JSONObject {
    let anomaly = found.anomaly
    var json: JSONObject = ["source": .string(found.source.name), "id": found.id ?? .null]
    json["name"] = .string(found.name)
    json["date"] = .string(anomaly.start.description)
    if anomaly.days > 1 {
      json["until"] = .string(anomaly.start.adding(days: anomaly.days - 1).description)
    }
    json["value"] = found.value.json
    json["expected"] = rounded(anomaly.expected)
    json["low"] = rounded(anomaly.low)
    json["high"] = rounded(anomaly.high)
    json["score"] = rounded(anomaly.score)
    json["direction"] = anomaly.isUp ? "up" : "down"
    return json
  }

  /// To two places.
  private func rounded(_ value: Double) -> JSONValue {
    guard abs(value) < 1e15 else {
      return JSONNumber(text: "\(value)").map { .number($0) } ?? .null
    }
    return ExactDecimal(units: Int((value * 100).rounded()), scale: 2).json
  }

  /// `31 series of 60 days`.
  private var extent: String {
    "\(FigureWords.count(series)) series of \(FigureWords.count(judgedDays)) day"
      + (judgedDays == 1 ? "" : "s")
  }

  private func sentence(_ farthest: [FoundAnomaly]) -> String {
    guard let first = farthest.first else {
      if judgedDays < 1 { return nothingOver }
      if series > 0 { return "Nothing stands out in \(extent)" + rest }
      if short.isEmpty, !sparse.isEmpty {
        return "Not enough data: there is no \(unit) on most days" + rest
      }
      return "Not enough data: a series needs 28 days, four of each weekday" + rest
    }
    let others = farthest.count - 1
    let more =
      switch others {
      case 0: "nothing else stands out in \(extent)"
      case 1: "1 other finding in \(extent)"
      default: "\(FigureWords.count(others)) other findings in \(extent)"
      }
    return words(first) + "; " + more + rest
  }

  /// Who isn't in it.
  private var rest: String {
    func names(_ sources: [FailedSource]) -> String {
      sources.map(\.source.name).joined(separator: ", ")
    }
    var parts = failed.isEmpty ? [] : ["\(names(failed)) gave no figures"]
    if !tooMuch.isEmpty {
      let verb = tooMuch.count == 1 ? "needs" : "need"
      parts.append("\(names(tooMuch)) \(verb) more than max_requests")
    }
    return parts.map { "; " + $0 }.joined() + "."
  }

  private var nothingOver: String {
    (period.days == 1 ? "The only day is not over" : "None of the days is over")
      + ": there is nothing to judge yet."
  }

  private func words(_ found: FoundAnomaly) -> String {
    let anomaly = found.anomaly
    let value = value(found.value)
    if anomaly.days == 1 {
      let usual = usual(anomaly.expected, is: "is", are: "are")
      return "On \(anomaly.start) \(found.name) had \(value) where \(usual)"
    }
    let usual = usual(anomaly.expected, is: "was", are: "were")
    let side = anomaly.isUp ? "above" : "below"
    if found.isLast {
      return "Since \(anomaly.start) \(found.name) is \(side) its level: "
        + "\(value) that day where \(usual)"
    }
    return
      "From \(anomaly.start) on, for \(FigureWords.count(anomaly.days)) days, \(found.name) was "
      + "\(side) its level: \(value) that day where \(usual)"
  }

  /// Whether the metric is a word for several, as clicks are and revenue isn't.
  private var isPlural: Bool { metric.hasSuffix("s") }

  /// `1 click`, `12 clicks`, `revenue of 2.5`.
  private func value(_ value: ExactDecimal) -> String {
    let amount = FigureWords.amount(value)
    guard isPlural else { return "\(unit) of \(amount)" }
    return "\(amount) \(amount == "1" ? String(unit.dropLast()) : unit)"
  }

  /// `some 12 are usual`.
  private func usual(_ expected: Double, is one: String, are several: String) -> String {
    let isSmall = abs(expected) < 10
    var amount = FigureWords.fixed(expected, isSmall ? 1 : 0)
    if isSmall, amount.hasSuffix(".0") { amount.removeLast(2) }
    let verb = isPlural && amount != "1" ? several : one
    if amount == "0" { return "\(expected == 0 ? "none" : "hardly any") \(verb) usual" }
    return "some \(amount) \(verb) usual"
  }

  private var method: String {
    "r = value - what is usual on the weekday, without the trend; score = r / its standard "
      + "deviation. Usual is the mean of the weekday's other days, after those past 3 by "
      + "0.6745 * (r - median r) / MAD were set aside; a day is told from "
      + "\(FigureWords.fixed(sensitivity, 1)) on, and where counts are small only past a Poisson "
      + "limit as well. Days without a row count as 0. Each weekday is needed four times. Three "
      + "days in a row, and a level that stays, are one finding."
  }
}
