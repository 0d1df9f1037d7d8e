internal import JSON

/// A figure of a group of rows.
enum Measure: Sendable, Hashable {
  case count
  case sum(String)
  case average(String)
  case minimum(String)
  case maximum(String)
  case distinct(String)
  case share(String)
  case ratio(String, String)

  static let forms =
    "count() sum(c) avg(c) min(c) max(c) distinct(c) share(c) ratio(a,b), c being a column"

  init?(_ text: String, _ problems: inout RowQueryProblems) {
    guard let measure = Self(text) else {
      problems.add("measures", "\"\(text)\" is no measure", expected: Self.forms)
      return nil
    }
    self = measure
  }

  /// Nil where it isn't written like a measure.
  init?(_ text: String) {
    let text = text.trimmed
    guard text.last == ")", let open = text.firstIndex(of: "(") else { return nil }
    let function = String(text[..<open]).trimmed.lowercased()
    let inside = String(text[text.index(after: open)...].dropLast()).trimmed
    if function == "count" {
      guard inside.isEmpty || inside == "*" else { return nil }
      self = .count
      return
    }
    guard !inside.isEmpty else { return nil }
    switch function {
    case "sum": self = .sum(inside)
    case "avg": self = .average(inside)
    case "min": self = .minimum(inside)
    case "max": self = .maximum(inside)
    case "distinct": self = .distinct(inside)
    case "share": self = .share(inside)
    case "ratio":
      let parts = inside.split(separator: ",").map { String($0).trimmed }
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      self = .ratio(parts[0], parts[1])
    default: return nil
    }
  }

  var columns: [String] {
    switch self {
    case .count: []
    case .sum(let column), .average(let column), .minimum(let column), .maximum(let column),
      .distinct(let column), .share(let column):
      [column]
    case .ratio(let numerator, let denominator): [numerator, denominator]
    }
  }

  /// As a column of the answer is called.
  var name: String {
    switch self {
    case .count: "count()"
    case .sum(let column): "sum(\(column))"
    case .average(let column): "avg(\(column))"
    case .minimum(let column): "min(\(column))"
    case .maximum(let column): "max(\(column))"
    case .distinct(let column): "distinct(\(column))"
    case .share(let column): "share(\(column))"
    case .ratio(let numerator, let denominator): "ratio(\(numerator),\(denominator))"
    }
  }
}
