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
  private(set) var rowCount = 0
  private var indexes: [[ExactString]: Int] = [:]
  private var scanner = JSONMemberScanner()
  /// Which findings of the scanner are noted already: they come again with every row.
  private var isNoted: [Bool] = []

  /// Whether there were more than are listed.
  private var isCut = false

  /// Past this many, columns aren't listed: an object whose names are ids has no end of them.
  private static let limit = 4096

  package init() {}

  /// What is to be said where there are more.
  package var note: String? {
    isCut ? "The rows have more than \(Self.limit) columns; the others are left out." : nil
  }

  /// Dotted paths.
  package var names: [String] { paths.map { $0.joined(separator: ".") } }

  var paths: [[String]] { columns.filter(\.isShown).map(\.path) }

  package mutating func add(_ rows: RowText) {
    rowCount += rows.count
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
      guard columns.count < Self.limit else {
        isCut = true
        return false
      }
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
