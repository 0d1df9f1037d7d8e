internal import JSON

/// How many cells a condition couldn't compare with its value.
struct Misreads: Sendable {
  private var numbers = 0
  private var dates = 0

  fileprivate mutating func add(_ cell: JSONCell, _ source: [UInt8], isText: Bool) {
    guard cell.amount(source.span) != nil else {
      dates += 1
      return
    }
    // That a text like "7" isn't some other text needn't be told.
    if !isText || !cell.isString(source.span) { numbers += 1 }
  }

  mutating func add(_ other: Misreads) {
    numbers += other.numbers
    dates += other.dates
  }

  /// A sentence for the notes; nil where all could be compared.
  func note(of condition: Condition) -> String? {
    let rows = numbers + dates
    guard rows > 0 else { return nil }
    let kinds = [numbers > 0 ? "numbers" : nil, dates > 0 ? "dates" : nil].compactMap(\.self)
    let outcome = condition.test.isNegated ? "kept" : "left out"
    return "where \"\(condition.text)\" compares \(kinds.joined(separator: " and ")) with "
      + "\(condition.test.kind): \(rows == 1 ? "1 row was" : "\(rows) rows were") \(outcome)."
      + (dates > 0 ? " A day is written like 2026-06-30." : "")
  }
}

extension Condition.Test {
  /// Whether a cell passes. Null passes `!=`, which is what `=` doesn't pass. What can't be compared
  /// is unequal, and neither less nor greater.
  func holds(
    _ cell: JSONCell, _ source: [UInt8], _ zone: inout ZoneOffsets, _ misreads: inout Misreads
  ) -> Bool {
    if cell.isNull(source.span) {
      switch self {
      case .null, .unequal, .notAmong: return true
      case .notNull, .equal, .less, .atMost, .greater, .atLeast, .contains, .among: return false
      }
    }
    if let verdict = verdict(cell, source, &zone) { return verdict }
    misreads.add(cell, source, isText: !isOrdering)
    return isNegated
  }

  /// Nil where the cell can't be compared with the value.
  private func verdict(
    _ cell: JSONCell, _ source: [UInt8], _ zone: inout ZoneOffsets
  ) -> Bool? {
    switch self {
    case .null: return false
    case .notNull: return true
    case .equal(let operand): return operand.order(of: cell, source, &zone).map { $0 == 0 }
    case .unequal(let operand): return operand.order(of: cell, source, &zone).map { $0 != 0 }
    case .less(let operand): return operand.order(of: cell, source, &zone).map { $0 < 0 }
    case .atMost(let operand): return operand.order(of: cell, source, &zone).map { $0 <= 0 }
    case .greater(let operand): return operand.order(of: cell, source, &zone).map { $0 > 0 }
    case .atLeast(let operand): return operand.order(of: cell, source, &zone).map { $0 >= 0 }
    case .contains(let part):
      return cell.text(source).lowercased().utf8.contains(part.utf8)
    case .among(let operands): return Self.isAmong(operands, cell, source, &zone)
    case .notAmong(let operands):
      return Self.isAmong(operands, cell, source, &zone).map { !$0 }
    }
  }

  private static func isAmong(
    _ operands: [Condition.Operand], _ cell: JSONCell, _ source: [UInt8],
    _ zone: inout ZoneOffsets
  ) -> Bool? {
    var isCompared = false
    for operand in operands {
      guard let order = operand.order(of: cell, source, &zone) else { continue }
      if order == 0 { return true }
      isCompared = true
    }
    return isCompared ? false : nil
  }

  private var isOrdering: Bool {
    switch self {
    case .less, .atMost, .greater, .atLeast: true
    case .null, .notNull, .equal, .unequal, .contains, .among, .notAmong: false
    }
  }

  fileprivate var isNegated: Bool {
    switch self {
    case .unequal, .notAmong: true
    case .null, .notNull, .equal, .less, .atMost, .greater, .atLeast, .contains, .among: false
    }
  }

  /// What the value is.
  fileprivate var kind: String {
    switch self {
    case .equal(let operand), .unequal(let operand), .less(let operand), .atMost(let operand),
      .greater(let operand), .atLeast(let operand):
      operand.number != nil ? "a number" : operand.date != nil ? "a date" : "a text"
    case .null, .notNull, .contains, .among, .notAmong: "other values"
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
  /// Negative, zero, or positive, as the cell is less, equal, or greater; nil for a number or a date
  /// where this is none. Texts are compared by code point.
  fileprivate func order(
    of cell: JSONCell, _ source: [UInt8], _ zone: inout ZoneOffsets
  ) -> Int? {
    let bytes = source.span
    if let plain = cell.plain(bytes) {
      if number != nil, let order = numberOrder(of: source, plain) { return order }
      if let date, let other = DateText(bytes, plain) {
        return Self.order(other, date, &zone)
      }
      if isOther(bytes, plain) { return nil }
      return Self.order(bytes, plain, utf8.span)
    }
    let value = cell.text(source)
    if let number, let other = JSONNumber(text: value) {
      return other < number ? -1 : number < other ? 1 : 0
    }
    return SortKey.order(value, text)
  }

  /// Whether a cell that couldn't be compared as a number or as a date is one.
  private func isOther(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let start = range.first else { return false }
    let isDigit = bytes[start] &- UInt8(ascii: "0") < 10
    guard isDigit || bytes[start] == UInt8(ascii: "-") else { return false }
    return number == nil && Amount(bytes, range) != nil
      || date == nil && DateText(bytes, range) != nil
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
