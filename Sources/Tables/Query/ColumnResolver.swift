internal import JSON

/// Finds the columns that a query names, and collects what is wrong with its names.
struct ColumnResolver {
  private let columns: [RowColumns.Column]
  private let shown: [String]
  /// Where names were looked for, as the end of a sentence.
  private let place: String
  private(set) var paths: [[String]] = []
  var problems = RowQueryProblems()

  /// How many columns a problem names.
  private static let namesTold = 40
  private static let nearTold = 3

  /// `optional` are columns that rows may lack: where there are others.
  init(_ columns: RowColumns, known: [String], optional: [String] = []) {
    var all = columns
    all.add(known: known)
    if !all.columns.isEmpty { all.add(known: optional) }
    self.columns = all.columns
    shown = all.names
    switch columns.rowCount {
    case 0: place = ""
    case 1: place = " in the first row"
    case let count: place = " in the first \(count) rows"
    }
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
      let nearest = hint(name, among: shown)
      let told = shown.prefix(Self.namesTold).joined(separator: ", ")
      let more = shown.count > Self.namesTold ? " and \(shown.count - Self.namesTold) more" : ""
      problems.add(
        argument, "there is no column \"\(name)\"\(place)",
        expected: shown.isEmpty ? "a column" : "\(nearest)one of \(told)\(more)")
    }
    return nil
  }

  /// What may be meant, as the beginning of what is expected; empty where nothing is near.
  func hint(_ name: String, among known: [String]) -> String {
    var near = nearestName(to: name, among: known).map { [$0] } ?? []
    if near.isEmpty {
      let words = Self.words(name)
      near = known.filter { !words.isDisjoint(with: Self.words($0)) }
    }
    let told = near.prefix(Self.nearTold).map { "\"\($0)\"" }.joined(separator: " or ")
    return near.isEmpty ? "" : told + " perhaps; "
  }

  /// The words of a name, in the singular and lower case.
  private static func words(_ name: String) -> Set<String> {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }
    return Set(words.map { String($0.count > 3 && $0.last == "s" ? $0.dropLast() : $0) })
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
