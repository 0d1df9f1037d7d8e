internal import JSON

/// A query whose columns have been found: what each stands for among the cells that are read of a
/// row.
struct FoldPlan: Sendable {
  let paths: [[String]]
  let conditions: [(slot: Int, test: Condition.Test)]
  let keys: [(slot: Int, bucket: Bucket?)]
  /// Nil where the rows themselves are answered. The last ones may be for sorting only.
  let measures: [PlannedMeasure]
  let measureNames: [String]
  let sorting: [(isDescending: Bool, term: SortTerm)]
  /// Nil for all columns.
  let fields: [Int]?
  let day: Int?

  /// What is added up, compared and told apart for each group; each slot once.
  let sums: [Int]
  let extremes: [Extreme]
  let distinct: [Int]

  enum SortTerm: Sendable {
    case key(Int)
    case measure(Int)
    case column(Int)
  }

  struct Extreme: Sendable, Equatable {
    let slot: Int
    let isMaximum: Bool
  }

  /// Indexes into `sums`, `extremes` or `distinct`.
  enum PlannedMeasure: Sendable, Equatable {
    case count
    case sum(Int)
    case average(Int)
    case share(Int)
    case ratio(Int, Int)
    case extreme(Int)
    case distinct(Int)
  }

  init(
    _ query: RowQuery, _ context: RowFold.Context, _ columns: RowColumns
  ) throws(RowQueryProblems) {
    var planner = FoldPlanner(
      ColumnResolver(columns, known: context.known, optional: context.optional))
    conditions = query.conditions.compactMap { condition in
      planner.columns.slot(condition.column, for: "where").map { ($0, condition.test) }
    }
    keys = query.groups.compactMap { group in
      planner.columns.slot(group.column, for: "group_by").map { ($0, group.bucket) }
    }
    planner.choose(query.measures, query, defaults: context.defaultMeasures)
    measureNames = planner.names
    fields = query.fields.map { fields in
      fields.compactMap { planner.columns.slot($0, for: "fields") }
    }
    sorting = query.sorting.compactMap { planner.sorting($0, query) }
    day = context.day.flatMap { planner.columns.slot(ifThere: $0) }
    guard planner.columns.problems.problems.isEmpty else { throw planner.columns.problems }
    paths = planner.columns.paths
    measures = planner.measures
    sums = planner.sums
    extremes = planner.extremes
    distinct = planner.distinct
  }
}

/// Collects what a plan needs of each row.
private struct FoldPlanner {
  var columns: ColumnResolver
  var measures: [FoldPlan.PlannedMeasure] = []
  /// Of those that are answered.
  var names: [String] = []
  var sums: [Int] = []
  var extremes: [FoldPlan.Extreme] = []
  var distinct: [Int] = []

  init(_ columns: ColumnResolver) {
    self.columns = columns
  }

  mutating func choose(_ asked: [Measure]?, _ query: RowQuery, defaults: [String]) {
    if let asked {
      for measure in asked {
        guard let planned = planned(measure, for: "measures") else { continue }
        measures.append(planned)
        names.append(measure.name)
      }
      return
    }
    for column in defaults {
      guard let slot = columns.slot(ifThere: column) else { continue }
      measures.append(.sum(Self.index(of: slot, in: &sums)))
      names.append(Measure.sum(column).name)
    }
    if query.isGrouped {
      measures.append(.count)
      names.append(Measure.count.name)
    }
  }

  private mutating func planned(
    _ measure: Measure, for argument: String
  ) -> FoldPlan.PlannedMeasure? {
    func sum(_ column: String, _ planner: inout FoldPlanner) -> Int? {
      guard let slot = planner.columns.slot(column, for: argument) else { return nil }
      return Self.index(of: slot, in: &planner.sums)
    }
    switch measure {
    case .count: return .count
    case .sum(let column): return sum(column, &self).map { .sum($0) }
    case .average(let column): return sum(column, &self).map { .average($0) }
    case .share(let column): return sum(column, &self).map { .share($0) }
    case .ratio(let numerator, let denominator):
      let (one, other) = (sum(numerator, &self), sum(denominator, &self))
      guard let one, let other else { return nil }
      return .ratio(one, other)
    case .minimum(let column): return extreme(column, isMaximum: false, argument)
    case .maximum(let column): return extreme(column, isMaximum: true, argument)
    case .distinct(let column):
      guard let slot = columns.slot(column, for: argument) else { return nil }
      return .distinct(Self.index(of: slot, in: &distinct))
    }
  }

  private mutating func extreme(
    _ column: String, isMaximum: Bool, _ argument: String
  ) -> FoldPlan.PlannedMeasure? {
    guard let slot = columns.slot(column, for: argument) else { return nil }
    let extreme = FoldPlan.Extreme(slot: slot, isMaximum: isMaximum)
    return .extreme(Self.index(of: extreme, in: &extremes))
  }

  private static func index<Item: Equatable>(of item: Item, in items: inout [Item]) -> Int {
    if let known = items.firstIndex(of: item) { return known }
    items.append(item)
    return items.count - 1
  }

  mutating func sorting(
    _ sorting: RowQuery.Sorting, _ query: RowQuery
  ) -> (isDescending: Bool, term: FoldPlan.SortTerm)? {
    if let (name, isDescending) = sorting.worded, columns.slot(ifThere: sorting.name) == nil {
      columns.problems.add(
        "sort_by", "\"\(sorting.name)\" has its direction as a word",
        expected: isDescending
          ? "-\(name): - in front is descending" : "\(name): without - in front it is ascending")
      return nil
    }
    let term = query.isGrouped ? figure(sorting.name, query) : column(sorting.name)
    return term.map { (sorting.isDescending, $0) }
  }

  private mutating func column(_ name: String) -> FoldPlan.SortTerm? {
    guard Measure(name) == nil || columns.slot(ifThere: name) != nil else {
      columns.problems.add(
        "sort_by", "\"\(name)\" is a measure, and the rows are answered as they are",
        expected: "a column, or measures or group_by beside it")
      return nil
    }
    return columns.slot(name, for: "sort_by").map { .column($0) }
  }

  /// A column that is grouped by, or a measure, even one that isn't answered.
  private mutating func figure(_ name: String, _ query: RowQuery) -> FoldPlan.SortTerm? {
    let names = query.groups.map(\.name)
    if let index = names.firstIndex(of: name) { return .key(index) }
    if let measure = Measure(name) {
      guard let planned = planned(measure, for: "sort_by") else { return nil }
      return .measure(Self.index(of: planned, in: &measures))
    }
    let slot = columns.slot(ifThere: name)
    let index = query.groups.firstIndex { group in
      slot != nil && columns.slot(ifThere: group.column) == slot
    }
    if let index { return .key(index) }
    // A measure of the column is meant, first of all.
    let measured = self.names.filter { Measure($0)?.columns.contains(name) == true }
    let hint =
      measured.isEmpty
      ? columns.hint(name, among: names + self.names)
      : measured.map { "\"\($0)\"" }.joined(separator: " or ") + " perhaps; "
    columns.problems.add(
      "sort_by", "\"\(name)\" is neither grouped by nor a measure",
      expected: hint + (names + self.names).joined(separator: ", ") + ", or another measure"
        + (slot == nil || !measured.isEmpty ? "" : " like sum(\(name))"))
    return nil
  }
}
