package import JSON

/// Folds rows while pages arrive, in any order. It needs memory for its groups, or for the rows it
/// will answer.
package struct RowFold: Sendable {
  /// What a fold must know of the tool that gives the rows.
  package struct Context: Sendable {
    /// Dotted paths that the tool's output schema tells.
    package var known: [String]
    /// Dotted paths of columns that rows may lack.
    package var optional: [String] = []
    /// Columns whose sums are answered where no measures are asked for.
    package var defaultMeasures: [String]
    /// Dotted path of the row's day.
    package var day: String?
    /// Seconds east of UTC at an instant, in the query's zone.
    package var offset: @Sendable (Timestamp) -> Int

    package init(
      known: [String] = [], defaultMeasures: [String] = [], day: String? = nil,
      offset: @escaping @Sendable (Timestamp) -> Int = { _ in 0 }
    ) {
      self.known = known
      self.defaultMeasures = defaultMeasures
      self.day = day
      self.offset = offset
    }
  }

  private let query: RowQuery
  private let context: Context
  private var zone: ZoneOffsets
  /// Nil until there are rows.
  private var state: State?
  package private(set) var rowsRead = 0

  fileprivate struct State: Sendable {
    let plan: FoldPlan
    var reader: JSONFieldReader
    var tally: GroupTally
    /// Nil where figures are answered.
    var kept: KeptRows?
    var firstDay = Int.max
    var lastDay = Int.min
    /// Of each condition.
    var misreads: [Misreads]
    var cells: [JSONCell]
  }

  package init(_ query: RowQuery, in context: Context) {
    self.query = query
    self.context = context
    zone = ZoneOffsets(context.offset)
  }

  /// Adds a page. `position` is its place in the service's order, whatever order pages arrive in.
  package mutating func add(
    _ rows: RowText, at position: PagePosition
  ) throws(RowQueryProblems) {
    guard rows.count > 0 else { return }
    if state == nil { state = try begun(with: rows) }
    guard var state else { return }
    self.state = nil
    for index in 0..<rows.count {
      state.add(rows, index, position, &zone)
    }
    rowsRead += rows.count
    self.state = state
  }

  /// Adds what another fold of the same query made of other pages.
  package mutating func merge(_ other: RowFold) {
    rowsRead += other.rowsRead
    guard let theirs = other.state else { return }
    guard var state else {
      self.state = theirs
      return
    }
    self.state = nil
    state.tally.merge(theirs.tally)
    if let rows = theirs.kept { state.kept?.merge(rows) }
    for (index, misreads) in theirs.misreads.enumerated() { state.misreads[index].add(misreads) }
    state.firstDay = min(state.firstDay, theirs.firstDay)
    state.lastDay = max(state.lastDay, theirs.lastDay)
    self.state = state
  }

  private func begun(with rows: RowText?) throws(RowQueryProblems) -> State {
    var columns = RowColumns()
    if let rows { columns.add(rows) }
    let plan = try FoldPlan(query, context, columns)
    return State(
      plan: plan, reader: JSONFieldReader(paths: plan.paths), tally: GroupTally(plan),
      kept: query.isGrouped
        ? nil : KeptRows(limit: query.limit, descending: plan.sorting.map(\.isDescending)),
      misreads: plan.conditions.map { _ in Misreads() }, cells: plan.paths.map { _ in .missing })
  }

  /// What is answered so far.
  package func table() throws(RowQueryProblems) -> Table {
    let state: State
    if let known = self.state { state = known } else { state = try begun(with: nil) }
    var table: Table
    if let kept = state.kept {
      table = RowTable(plan: state.plan, kept: kept, names: query.fields).table
      table.rowsTotal = state.tally.total.count
    } else {
      table = GroupTable(plan: state.plan, tally: state.tally, query: query).table
      table.rowsTotal = state.tally.count
    }
    let total = state.tally.total
    if !state.plan.measureNames.isEmpty {
      let figures = zip(state.plan.measureNames, state.plan.measures)
      table.totals = JSONObject(figures.map { ($0, total.value($1, of: total)) })
      table.areTotalsAsked = query.isGrouped
    }
    if state.firstDay <= state.lastDay {
      table.firstDay = CalendarDate(daysSince1970: state.firstDay)
      table.lastDay = CalendarDate(daysSince1970: state.lastDay)
    }
    table.rowsRead = rowsRead
    // Each condition has its own, in the order they were asked.
    table.notes += zip(query.conditions, state.misreads).compactMap { $1.note(of: $0) }
    table.notes += zip(query.groups, state.tally.unspanned).flatMap { $1.notes(of: $0.column) }
    table.ignoredValues = state.tally.ignored
    if state.tally.ignored > 0 {
      let were =
        state.tally.ignored == 1
        ? "1 value that is no number was" : "\(state.tally.ignored) values that are no numbers were"
      table.notes.append("\(were) left out of the sums and averages.")
    }
    return table
  }
}

extension RowFold.State {
  fileprivate mutating func add(
    _ rows: RowText, _ index: Int, _ position: PagePosition, _ zone: inout ZoneOffsets
  ) {
    let source = rows.text.source
    reader.read(source.span, from: rows.text.elements[index].lowerBound, into: &cells)
    if let slot = plan.day, let date = cells[slot].date(source.span) {
      let day = zone.local(date).day
      if DateText.days.contains(day) {
        firstDay = min(firstDay, day)
        lastDay = max(lastDay, day)
      }
    }
    for (index, (slot, test)) in plan.conditions.enumerated() {
      guard test.holds(cells[slot], source, &zone, &misreads[index]) else { return }
    }
    tally.add(cells, of: source, &zone)
    guard kept != nil else { return }
    var keys: [SortKey] = []
    for (_, term) in plan.sorting {
      if case .column(let slot) = term { keys.append(SortKey(cells[slot].value(source))) }
    }
    kept?.add(
      KeptRows.Row(
        keys: keys, position: position, index: index,
        text: Array(source[rows.text.elements[index]])),
      ifBefore: keys, KeptRows.Place(position: position, index: index))
  }
}
