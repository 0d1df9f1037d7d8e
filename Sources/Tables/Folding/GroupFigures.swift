internal import JSON

/// The least or greatest value that was seen, and what it was written as.
struct ExtremeValue: Sendable {
  let key: SortKey
  let bytes: [UInt8]
  let value: JSONValue

  init(_ cell: JSONCell, _ source: [UInt8]) {
    var bytes: [UInt8] = []
    cell.appendCanonical(source, to: &bytes)
    value = JSONValue(proven: bytes, bytes.indices)
    key = SortKey(value)
    self.bytes = bytes
  }

  /// Whether the cell is written the same: then it needn't be read.
  func isRepeated(_ cell: JSONCell, _ source: [UInt8]) -> Bool {
    cell.end - cell.start == bytes.count && source[cell.start..<cell.end].elementsEqual(bytes)
  }
}

/// The figures of one group.
struct GroupFigures {
  var count: Int
  var sums: [DecimalSum]
  var extremes: [ExtremeValue?]
  var distinct: [Int]

  /// Shares are of the figures of all.
  func value(_ measure: FoldPlan.PlannedMeasure, of all: GroupFigures) -> JSONValue {
    switch measure {
    case .count: .number(JSONNumber(count))
    case .sum(let index): Self.number(sums[index].value)
    case .average(let index):
      Self.number(sums[index].value.divided(by: ExactDecimal(units: sums[index].count)))
    case .share(let index): Self.number(sums[index].value.divided(by: all.sums[index].value))
    case .ratio(let one, let other): Self.number(sums[one].value.divided(by: sums[other].value))
    case .extreme(let index): extremes[index]?.value ?? .null
    case .distinct(let index): .number(JSONNumber(distinct[index]))
    }
  }

  private static func number(_ value: ExactDecimal?) -> JSONValue {
    value.map(\.json) ?? .null
  }
}
