internal import JSON

/// Makes the table of groups or totals.
struct GroupTable {
  let plan: FoldPlan
  let tally: GroupTally
  let query: RowQuery

  private struct Group {
    let index: Int
    let keys: [JSONValue]
    let order: [SortKey]
    let keyOrder: [SortKey]
  }

  var table: Table {
    let all = tally.total
    var groups = (0..<tally.count).map { group($0, of: all) }
    let descending = plan.sorting.map(\.isDescending)
    let ascending = plan.keys.map { _ in false }
    groups.sort { left, right in
      let order = sortOrder(left.order, right.order, descending: descending)
      if order != 0 { return order < 0 }
      let keyOrder = sortOrder(left.keyOrder, right.keyOrder, descending: ascending)
      if keyOrder != 0 { return keyOrder < 0 }
      // Keys that differ and sort as equal: 1 and "1".
      return left.keys.description.utf8.lexicographicallyPrecedes(right.keys.description.utf8)
    }
    let shown = plan.measures.prefix(plan.measureNames.count)
    let rows = groups.prefix(query.limit).map { group in
      let figures = tally.figures(group.index)
      return group.keys + shown.map { figures.value($0, of: all) }
    }
    return Table(columns: query.groups.map(\.name) + plan.measureNames, rows: Array(rows))
  }

  private func group(_ index: Int, of all: GroupFigures) -> Group {
    let keys = tally.keyValues(index)
    let figures = tally.figures(index)
    let keyOrder = keys.map(SortKey.init)
    let order = plan.sorting.map { sorting in
      switch sorting.term {
      case .key(let key): keyOrder[key]
      case .measure(let measure): SortKey(figures.value(plan.measures[measure], of: all))
      case .column: SortKey.null
      }
    }
    return Group(index: index, keys: keys, order: order, keyOrder: keyOrder)
  }
}

/// Makes the table of rows as they are.
struct RowTable {
  let plan: FoldPlan
  let kept: KeptRows
  /// As they were asked for; nil for all columns.
  let names: [String]?

  var table: Table {
    var kept = kept
    kept.trim()
    if let names, let fields = plan.fields {
      return table(columns: names, paths: fields.map { plan.paths[$0] }, kept.rows)
    }
    var columns = RowColumns()
    for row in kept.rows { columns.add(JSONValue(proven: row.text, row.text.indices)) }
    var table = table(columns: columns.names, paths: columns.paths, kept.rows)
    let sorted = plan.sorting.compactMap { sorting in
      if case .column(let slot) = sorting.term { plan.paths[slot] } else { nil }
    }
    table.notes += columns.note.map { [$0] } ?? []
    table.unneeded = columns.paths.indices.filter { !sorted.contains(columns.paths[$0]) }
    return table
  }

  private func table(
    columns: [String], paths: [[String]], _ rows: [KeptRows.Row]
  ) -> Table {
    var reader = JSONFieldReader(paths: paths)
    var cells = paths.map { _ in JSONCell.missing }
    var values: [[JSONValue]] = []
    for row in rows {
      reader.read(row.text.span, from: 0, into: &cells)
      values.append(cells.map { $0.value(row.text) })
    }
    return Table(columns: columns, rows: values)
  }
}
