internal import JSON

extension Condition.Test {
  /// Whether a cell passes. Null passes `!=`, which is what `=` doesn't pass.
  func holds(
    _ cell: JSONCell, _ source: [UInt8], _ zone: inout ZoneOffsets
  ) -> Bool {
    if cell.isNull(source.span) {
      switch self {
      case .null, .unequal: return true
      case .notNull, .equal, .less, .atMost, .greater, .atLeast, .contains, .among: return false
      }
    }
    switch self {
    case .null: return false
    case .notNull: return true
    case .equal(let operand): return operand.order(of: cell, source, &zone) == 0
    case .unequal(let operand): return operand.order(of: cell, source, &zone) != 0
    case .less(let operand): return operand.order(of: cell, source, &zone) < 0
    case .atMost(let operand): return operand.order(of: cell, source, &zone) <= 0
    case .greater(let operand): return operand.order(of: cell, source, &zone) > 0
    case .atLeast(let operand): return operand.order(of: cell, source, &zone) >= 0
    case .contains(let part):
      return cell.text(source).lowercased().utf8.contains(part.utf8)
    case .among(let operands):
      for operand in operands where operand.order(of: cell, source, &zone) == 0 { return true }
      return false
    }
  }
}

extension JSONCell {
  /// A text as it is, and the JSON of everything else.
  fileprivate func text(_ source: [UInt8]) -> String {
    let value = value(source)
    return value.string ?? value.description
  }
}

extension Condition.Operand {
  /// Negative, zero, or positive, as the cell is less, equal, or greater.
  fileprivate func order(
    of cell: JSONCell, _ source: [UInt8], _ zone: inout ZoneOffsets
  ) -> Int {
    let bytes = source.span
    if let plain = cell.plain(bytes) {
      if number != nil, let order = numberOrder(of: source, plain) { return order }
      if let date, let other = DateText(bytes, plain) {
        return Self.order(other, date, &zone)
      }
      return Self.order(bytes, plain, utf8.span)
    }
    let value = cell.text(source)
    if let number, let other = JSONNumber(text: value) {
      return other < number ? -1 : number < other ? 1 : 0
    }
    return SortKey.order(value, text)
  }

  private func numberOrder(of source: [UInt8], _ range: Range<Int>) -> Int? {
    if let integer, case .small(let units, 0) = Amount(source.span, range) {
      return units < integer ? -1 : units == integer ? 0 : 1
    }
    guard let number, let other = JSONNumber(text: String(decoding: source[range], as: UTF8.self))
    else { return nil }
    return other < number ? -1 : number < other ? 1 : 0
  }

  /// An instant is compared with a day as the day that it falls on.
  private static func order(
    _ left: DateText, _ right: DateText, _ zone: inout ZoneOffsets
  ) -> Int {
    if left.seconds == nil || right.seconds == nil {
      return zone.local(left).day - zone.local(right).day
    }
    let seconds = left.secondsSince1970 - right.secondsSince1970
    return seconds != 0 ? seconds : left.nanoseconds - right.nanoseconds
  }

  private static func order(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ other: borrowing Span<UInt8>
  ) -> Int {
    for index in 0..<min(range.count, other.count) {
      let (left, right) = (bytes[range.lowerBound + index], other[index])
      if left != right { return left < right ? -1 : 1 }
    }
    return range.count - other.count
  }
}

extension String.UTF8View {
  fileprivate func contains(_ part: String.UTF8View) -> Bool {
    let (whole, part) = (Array(self), Array(part))
    guard let first = part.first else { return true }
    guard whole.count >= part.count else { return false }
    for start in 0...whole.count - part.count where whole[start] == first {
      if whole[start..<start + part.count].elementsEqual(part) { return true }
    }
    return false
  }
}
