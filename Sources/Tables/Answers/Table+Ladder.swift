package import JSON

extension Table {
  /// The answer's members in the contract's order, shrunk until a fourth of its bytes is within the
  /// budget. `rest` are the members that follow; they and totals that were asked for are never cut,
  /// so an answer of nothing else may be past a budget that is too small for them.
  ///
  /// What goes first: columns that say the same in each row, then the last ones, as far as neither
  /// the order nor the question needs them; then rows from the end; and only where not even the
  /// names of the columns fit, those, and then totals that nobody asked for.
  package func json(
    as format: Format, followedBy rest: JSONObject, budgetTokens: Int, defusesFormulas: Bool
  ) -> JSONObject {
    let ladder = Ladder(
      table: self, format: format, rest: rest, limit: max(0, budgetTokens) * 4,
      defusesFormulas: defusesFormulas,
      sizes: TableSizes(self, format, defusesFormulas: defusesFormulas))
    return ladder.answer
  }
}

/// Steps down from the whole answer until it is short enough.
private struct Ladder {
  var table: Table
  let format: Table.Format
  let rest: JSONObject
  /// In bytes.
  let limit: Int
  let defusesFormulas: Bool
  let sizes: TableSizes
  /// How many of those that nobody asked for went.
  var totalsDropped = 0

  var answer: JSONObject {
    let all = Array(table.columns.indices)
    let count = table.rows.count
    let whole = size(all, sizes.rows(all)[...])
    if whole <= limit { return answer(all, count, namesDropped: true) }
    let steps = columnSteps(all)
    let enough = first(steps.count) { size(steps[$0], sizes.rows(steps[$0])[...]) }
    if let enough { return answer(steps[enough], count, namesDropped: true) }
    let least = steps.last ?? all
    let rows = sizes.rows(least)
    let dropped = first(count + 1) { size(least, rows.dropLast($0)) }
    if let dropped { return answer(least, count - dropped, namesDropped: true) }
    return withoutRows(least)
  }

  /// The names of what went take as much room as their columns did: they are counted instead.
  private func withoutRows(_ least: [Int]) -> JSONObject {
    let columns = first(least.count + 1) { dropped in
      bytes(answer(Array(least.dropLast(dropped)), 0, namesDropped: false))
    }
    guard columns == nil, !table.areTotalsAsked, let totals = table.totals else {
      return answer(Array(least.dropLast(columns ?? least.count)), 0, namesDropped: false)
    }
    func withTotals(_ dropped: Int) -> JSONObject {
      var shorter = self
      shorter.table.totals = JSONObject(totals.members.dropLast(dropped).map { ($0.key, $0.value) })
      shorter.totalsDropped = dropped
      return shorter.answer([], 0, namesDropped: false)
    }
    return withTotals(first(totals.count + 1) { bytes(withTotals($0)) } ?? totals.count)
  }

  /// In bytes, of an answer of these columns and of rows that take so much each.
  private func size(_ kept: [Int], _ rows: ArraySlice<Int>) -> Int {
    let bare = part(kept, 0, told: dropped(kept, rows.count, true))
    return bytes(bare) + sizes.total(rows)
  }

  private func bytes(_ answer: JSONObject) -> Int {
    JSONValue.object(answer).serialized().count
  }

  /// Fewer and fewer columns; at least one stays.
  private func columnSteps(_ all: [Int]) -> [[Int]] {
    var steps: [[Int]] = []
    var kept = all
    let constant = Set(table.unneeded.filter(isConstant))
    if !constant.isEmpty, constant.count < all.count {
      kept = all.filter { !constant.contains($0) }
      steps.append(kept)
    }
    for column in table.unneeded.reversed() where kept.count > 1 {
      guard let index = kept.firstIndex(of: column) else { continue }
      kept.remove(at: index)
      steps.append(kept)
    }
    return steps
  }

  private func isConstant(_ column: Int) -> Bool {
    guard table.rows.count > 1, let first = table.rows.first else { return false }
    return table.rows.allSatisfy { $0[column] == first[column] }
  }

  /// The first that fits of so many steps that become shorter; by halves.
  private func first(_ count: Int, _ size: (Int) -> Int) -> Int? {
    var found: Int?
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if size(middle) <= limit {
        found = middle
        high = middle
      } else {
        low = middle + 1
      }
    }
    return found
  }

  private func answer(_ kept: [Int], _ rows: Int, namesDropped: Bool) -> JSONObject {
    part(kept, rows, told: dropped(kept, rows, namesDropped))
  }

  /// `kept` are the columns that stay.
  private func part(_ kept: [Int], _ rows: Int, told dropped: JSONObject?) -> JSONObject {
    let part = table.part(kept, rows: rows)
    var answer: JSONObject = ["columns": .array(part.columns.map { .string($0) })]
    switch format {
    case .columns: answer["rows"] = .array(part.rows.map { .array($0) })
    case .objects:
      answer["rows"] = .array(
        part.rows.map { row in .object(JSONObject(zip(part.columns, row).map { ($0, $1) })) })
    case .csv:
      let bytes = part.csv(defusesFormulas: defusesFormulas)
      answer["text"] = .string(String(decoding: bytes, as: UTF8.self))
    case .markdown: answer["text"] = .string(part.markdown(defusesFormulas: defusesFormulas))
    }
    answer["rows_total"] = .number(JSONNumber(table.rowsTotal))
    if let totals = table.totals, !totals.isEmpty { answer["totals"] = .object(totals) }
    answer["dropped"] = dropped.map { .object($0) }
    return answer.merging(rest)
  }

  /// `{"columns": ["a", "b"], "rows": 12}`; without room for names, how many they are.
  private func dropped(_ kept: [Int], _ rows: Int, _ isNamed: Bool) -> JSONObject? {
    var dropped: JSONObject = [:]
    let stays = Set(kept)
    let columns = table.columns.indices.filter { !stays.contains($0) }
    if !columns.isEmpty {
      dropped["columns"] =
        isNamed
        ? .array(columns.map { .string(table.columns[$0]) }) : .number(JSONNumber(columns.count))
    }
    if rows < table.rows.count {
      dropped["rows"] = .number(JSONNumber(table.rows.count - rows))
    }
    if totalsDropped > 0 { dropped["totals"] = .number(JSONNumber(totalsDropped)) }
    return dropped.isEmpty ? nil : dropped
  }
}
