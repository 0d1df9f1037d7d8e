internal import JSON

/// What is asked of rows, read from the texts of the contract. What its columns are is known when
/// the first rows are.
package struct RowQuery: Sendable {
  package struct Words: Sendable {
    package var filters: [String]
    package var groupBy: [String]
    /// Nil for the default measures.
    package var measures: [String]?
    /// Columns or measures, `-` in front for descending.
    package var sortBy: [String]
    /// Nil for all columns.
    package var fields: [String]?
    package var limit: Int

    package init(
      filters: [String] = [], groupBy: [String] = [], measures: [String]? = nil,
      sortBy: [String] = [], fields: [String]? = nil, limit: Int = 50
    ) {
      self.filters = filters
      self.groupBy = groupBy
      self.measures = measures
      self.sortBy = sortBy
      self.fields = fields
      self.limit = limit
    }
  }

  let conditions: [Condition]
  let groups: [GroupColumn]
  /// Nil for the default ones.
  let measures: [Measure]?
  let sorting: [Sorting]
  let fields: [String]?
  let limit: Int

  struct GroupColumn: Sendable, Equatable {
    let column: String
    let bucket: Bucket?

    var name: String { bucket.map { "\(column):\($0.rawValue)" } ?? column }

    init(_ text: String) {
      if let colon = text.lastIndex(of: ":"),
        let bucket = Bucket(rawValue: text[text.index(after: colon)...].lowercased())
      {
        column = String(text[..<colon])
        self.bucket = bucket
      } else {
        column = text
        bucket = nil
      }
    }
  }

  struct Sorting: Sendable {
    let isDescending: Bool
    let name: String

    init(_ text: String) {
      isDescending = text.utf8.first == UInt8(ascii: "-")
      name = isDescending ? String(text.dropFirst()).trimmed : text
    }

    /// The name before a direction that is written as in SQL; nil where there is none.
    var worded: (name: String, isDescending: Bool)? {
      let words = name.split { $0.isWhitespace || $0 == ":" }
      guard words.count > 1, let last = words.last else { return nil }
      let name = String(name[..<last.startIndex].dropLast()).trimmed
      switch last.lowercased() {
      case "desc", "descending": return (name, true)
      case "asc", "ascending": return (name, isDescending)
      default: return nil
      }
    }
  }

  /// Reads all texts; names of columns are not looked at.
  package init(_ words: Words) throws(RowQueryProblems) {
    var problems = RowQueryProblems()
    conditions = words.filters.compactMap { Condition($0, &problems) }
    groups = words.groupBy.map { GroupColumn($0.trimmed) }.withoutRepeats
    measures = words.measures.map { $0.compactMap { Measure($0, &problems) }.withoutRepeats }
    sorting = words.sortBy.map { Sorting($0.trimmed) }
    fields = words.fields.map { $0.map(\.trimmed).withoutRepeats }
    limit = words.limit
    if words.limit < 0 {
      problems.add("limit", "is \(words.limit)", expected: "0 or more")
    }
    if words.fields != nil, !words.groupBy.isEmpty {
      problems.add(
        "fields", "can't stand beside group_by",
        expected: "fields for rows as they are, or group_by and measures for figures")
    } else if words.fields != nil, measures?.isEmpty == false {
      problems.add(
        "fields", "can't stand beside measures",
        expected: "fields for rows as they are, or measures for figures")
    }
    guard problems.problems.isEmpty else { throw problems }
  }

  /// Whether the answer is made of figures: of groups, or of all rows in one.
  var isGrouped: Bool { !groups.isEmpty || measures?.isEmpty == false }
}

extension Array where Element: Equatable {
  /// Each element where it is first.
  package var withoutRepeats: [Element] {
    var result: [Element] = []
    for element in self where !result.contains(element) { result.append(element) }
    return result
  }
}

/// What is wrong with a query's arguments, all of it at once.
package struct RowQueryProblems: Error, Equatable {
  package var problems: [Problem]

  package struct Problem: Equatable, Sendable {
    /// Its name in the contract: `where`, `group_by` ….
    package let argument: String
    package let problem: String
    package let expected: String
  }

  init(_ problems: [Problem] = []) {
    self.problems = problems
  }

  mutating func add(_ argument: String, _ problem: String, expected: String) {
    let new = Problem(argument: argument, problem: problem, expected: expected)
    if !problems.contains(new) { problems.append(new) }
  }
}
