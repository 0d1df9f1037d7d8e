internal import JSON

/// All columns of rows that aren't uniform: the paths into them, in the order they are first seen.
package struct RowColumns: Sendable {
  /// One way into a row.
  struct Column: Sendable {
    let path: [String]
    let name: String
    /// Whether something but an object with members was seen there.
    var isLeaf = false
    /// Whether nothing but null was seen there.
    var isNull = true
    var hasMembers = false

    init(_ path: [String]) {
      self.path = path
      name = path.joined(separator: ".")
    }

    fileprivate var isShown: Bool { isLeaf && !(isNull && hasMembers) }
  }

  private(set) var columns: [Column] = []
  private var indexes: [[ExactString]: Int] = [:]
  private var scanner = JSONMemberScanner()
  /// Which findings of the scanner are noted already: they come again with every row.
  private var isNoted: [Bool] = []

  /// Past this many, columns aren't listed: an object whose names are ids has no end of them.
  private static let limit = 4096

  package init() {}

  /// Dotted paths.
  package var names: [String] { paths.map { $0.joined(separator: ".") } }

  var paths: [[String]] { columns.filter(\.isShown).map(\.path) }

  package mutating func add(_ rows: RowText) {
    for index in 0..<rows.count {
      let start = rows.text.elements[index].lowerBound
      if scanner.scan(rows.text.source.span, from: start) {
        noteFindings()
      } else {
        add(rows.row(index))
      }
    }
  }

  private mutating func noteFindings() {
    let kinds = JSONMemberScanner.Kind.allCases.count
    let missing = scanner.paths.count * kinds - isNoted.count
    if missing > 0 { isNoted.append(contentsOf: repeatElement(false, count: missing)) }
    for finding in scanner.findings {
      let place = finding.path * kinds + finding.kind.rawValue
      if isNoted[place] { continue }
      isNoted[place] = true
      _ = note(scanner.paths[finding.path], finding.kind)
    }
  }

  mutating func add(_ row: JSONValue) {
    guard let object = row.object else { return note([JSONFieldReader.scalarName], row) }
    add(object, below: [])
  }

  private mutating func add(_ object: JSONObject, below path: [String]) {
    for (key, value) in object { note(path + [key], value) }
  }

  private mutating func note(_ path: [String], _ value: JSONValue) {
    if let object = value.object, !object.isEmpty {
      if note(path, .members) { add(object, below: path) }
    } else {
      _ = note(path, value.isNull ? .null : .other)
    }
  }

  /// Notes what stands at the end of a path; false where there are too many.
  private mutating func note(_ path: [String], _ kind: JSONMemberScanner.Kind) -> Bool {
    let key = path.map(ExactString.init)
    let index: Int
    if let known = indexes[key] {
      index = known
    } else {
      guard columns.count < Self.limit else { return false }
      index = columns.count
      indexes[key] = index
      columns.append(Column(path))
    }
    switch kind {
    case .members: columns[index].hasMembers = true
    case .null: columns[index].isLeaf = true
    case .other:
      columns[index].isLeaf = true
      columns[index].isNull = false
    }
    return true
  }

  /// What a tool's schema tells beside what was seen.
  mutating func add(known names: [String]) {
    let seen = Set(columns.map { ExactString(text: $0.name) })
    for name in names where !seen.contains(ExactString(text: name)) {
      var column = Column(name.split(separator: ".").map(String.init))
      guard !column.path.isEmpty else { continue }
      column.isLeaf = true
      columns.append(column)
    }
  }
}

/// Finds the columns that a query names, and collects what is wrong with its names.
struct ColumnResolver {
  private let columns: [RowColumns.Column]
  private let shown: [String]
  private(set) var paths: [[String]] = []
  var problems = RowQueryProblems()

  /// How many columns a problem names.
  private static let namesTold = 40

  init(_ columns: RowColumns, known: [String]) {
    var all = columns
    all.add(known: known)
    self.columns = all.columns
    shown = all.names
  }

  /// Index in `paths` of the column of that name; nil with a problem where there is none.
  mutating func slot(_ name: String, for argument: String) -> Int? {
    switch find(name) {
    case .found(let path): return slot(path)
    case .ambiguous(let names):
      problems.add(
        argument, "\"\(name)\" may mean \(names.joined(separator: " or "))",
        expected: "the whole path of one of them")
    case .unknown:
      let nearest = nearestName(to: name, among: shown).map { "\"\($0)\" perhaps; " } ?? ""
      let told = shown.prefix(Self.namesTold).joined(separator: ", ")
      let more = shown.count > Self.namesTold ? " and \(shown.count - Self.namesTold) more" : ""
      problems.add(
        argument, "there is no column \"\(name)\"",
        expected: shown.isEmpty ? "a column" : "\(nearest)one of \(told)\(more)")
    }
    return nil
  }

  /// The same, without a problem.
  mutating func slot(ifThere name: String) -> Int? {
    if case .found(let path) = find(name) { slot(path) } else { nil }
  }

  private mutating func slot(_ path: [String]) -> Int {
    let known = paths.firstIndex {
      $0.map(ExactString.init) == path.map(ExactString.init)
    }
    if let known { return known }
    paths.append(path)
    return paths.count - 1
  }

  private enum Finding {
    case found([String])
    case ambiguous([String])
    case unknown
  }

  /// The column of exactly that name (that of fewest parts where a name has a dot in it), else the
  /// only one whose last part it is.
  private func find(_ name: String) -> Finding {
    let exact = columns.filter { ExactString(text: $0.name) == ExactString(text: name) }
    if let first = exact.min(by: { $0.path.count < $1.path.count }) { return .found(first.path) }
    let short = columns.filter { ExactString(text: $0.path.last ?? "") == ExactString(text: name) }
    let leaves = short.filter(\.isLeaf)
    let candidates = leaves.isEmpty ? short : leaves
    guard let first = candidates.first else {
      // Where nothing was listed and nobody tells of any column, a name can't be wrong.
      return columns.isEmpty ? .found(name.split(separator: ".").map(String.init)) : .unknown
    }
    return candidates.count == 1 ? .found(first.path) : .ambiguous(candidates.map(\.name))
  }
}
