internal import JSON
internal import Tables
internal import Tools

extension ToolCall {
  /// The days the call asks for, in its zone or where the operator is: one for all sources.
  func period(otherwise range: String) async throws(ToolError) -> Period {
    let names = StandardArguments.self
    let zone = arguments[names.timeZone]?.string
    let period = try await period(
      RangeAsked(
        arguments[names.range]?.string ?? range, timeZone: zone,
        includesToday: arguments[names.includesToday] == true))
    let today = try await today(in: zone)
    guard period.start <= today else {
      throw ArgumentProblem(
        names.range, problem: "begins on \(period.start), and today is \(today)",
        expected: "days that have begun"
      ).error
    }
    return period
  }

  /// The day that it is in a zone; where the operator is without one.
  func today(in zone: String?) async throws(ToolError) -> CalendarDate {
    try await period(RangeAsked("today", timeZone: zone)).start
  }

  /// The rules of a zone; of the operator's without a name.
  func zone(named name: String?) async throws(ToolError) -> TimeZoneRules {
    try await period(RangeAsked("today", timeZone: name)).zone
  }

  func text(_ name: String, otherwise: String) -> String { arguments[name]?.string ?? otherwise }

  /// What figures are to be told apart by; nil for the total of each source.
  var dimensionAsked: String? {
    let by = text("by", otherwise: SourceDescriptor.total)
    return by == SourceDescriptor.total ? nil : by
  }

  /// Asks sources for their figures, within the call's limit of requests.
  func sourceReader(_ settings: QuerySettings) -> SourceReader {
    SourceReader(call: self, mostRequests: arguments["max_requests"]?.int ?? settings.mostRequests)
  }
}

/// What makes figures incomparable, or less than they seem: answers.md's codes.
struct Caveat: Sendable, Equatable {
  enum Code: String, CaseIterable, Sendable {
    case unequalLength = "unequal_length"
    case overlap
    case partialDay = "partial_day"
    case differentZones = "different_zones"
    case uniqueAndTotal = "unique_and_total"
    case botsIncluded = "bots_included"
    case sourceFailed = "source_failed"
  }

  let code: Code
  let sentence: String

  var json: JSONValue { ["code": .string(code.rawValue), "sentence": .string(sentence)] }
}

/// A source that gave no figures, and why. It never counts as zero.
struct FailedSource: Sendable {
  let source: Source
  let error: ToolError

  var json: JSONValue {
    [
      "source": .string(source.name), "service": .string(source.service),
      "error": .object(error.json),
    ]
  }
}

/// Figures as a person says them.
enum FigureWords {
  /// `unique clicks`, of a metric's name.
  static func thing(_ metric: String) -> String { metric.replacing("_", with: " ") }

  /// `12,345.5`.
  static func amount(_ value: ExactDecimal) -> String {
    // Two places are said, rounded; figures that no Double holds are cut.
    let double = value.magnitude.double
    if double < 1e13, value.magnitude.description.contains(".") {
      return (value.isNegative ? "-" : "") + fixed(double, 2)
    }
    let text = value.magnitude.description
    let parts = text.split(separator: ".", maxSplits: 1)
    let grouped = grouped(String(parts[0]))
    let fraction = parts.count > 1 ? ".\(parts[1].prefix(2))" : ""
    return (value.isNegative ? "-" : "") + grouped + fraction
  }

  static func count(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// `2.3 %`, of a fraction of one: one place from 1 % on, two digits that count below.
  static func percent(_ fraction: Double) -> String {
    let percent = fraction * 100
    var (places, least) = (1, 0.995)
    while percent != 0, abs(percent) < least, places < 6 {
      places += 1
      least /= 10
    }
    return fixed(percent, places) + " %"
  }

  /// `0.004`: p-values and the like; `less than 0.001` where they are smaller.
  static func probability(_ value: Double) -> String {
    value < 0.001 ? "less than 0.001" : fixed(value, value < 0.1 ? 3 : 2)
  }

  /// With so many places, rounded half away from zero.
  static func fixed(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = (abs(value) * scale).rounded()
    guard units < 1e15 else { return "\(value)" }
    let digits = String(Int(units))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = value < 0 && units > 0 ? "-" : ""
    let whole = grouped(String(padded.dropLast(places)))
    return sign + (places == 0 ? whole : whole + "." + padded.suffix(places))
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}

extension FigureWords {
  /// `1 click`, `2 unique clicks`, `revenue of 2.5`.
  static func amount(_ value: ExactDecimal, of metric: String) -> String {
    let thing = thing(metric)
    if isSum(metric) { return "\(thing) of \(amount(value))" }
    return
      "\(amount(value)) \(isOne(value) && thing.hasSuffix("s") ? "\(thing.dropLast())" : thing)"
  }

  /// Whether there is less of it rather than fewer: an amount of money.
  static func isSum(_ metric: String) -> Bool { ["revenue", "cost"].contains(metric) }

  static func isOne(_ value: ExactDecimal) -> Bool { value == ExactDecimal(units: 1) }
}
