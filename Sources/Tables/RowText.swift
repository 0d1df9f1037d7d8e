package import JSON

/// Rows as they came: the elements of an array inside a text that was checked. No row is parsed
/// until it is asked for.
package struct RowText: Sendable {
  let text: JSONArrayText

  /// The rows of an answer; an object that stands there is one row. nil where there is neither.
  package init?(of answer: JSONObject, at pointer: JSONPointer) {
    if let text = JSONArrayText(of: answer, at: pointer) {
      self.text = text
    } else if let row = answer.value(at: pointer), row.object != nil,
      let text = try? JSONArrayText(checking: JSONValue.array([row]).serialized())
    {
      self.text = text
    } else {
      return nil
    }
  }

  /// Rows as `chunk(_:)` wrote them; an error where the bytes are no JSON array.
  package init(chunk: [UInt8]) throws(JSONParseError) {
    text = try JSONArrayText(checking: chunk)
  }

  package var count: Int { text.elements.count }

  /// Whether no two rows are written alike.
  package var areDistinct: Bool {
    var seen: Set<[UInt8]> = []
    return text.elements.allSatisfy { seen.insert(Array(text.source[$0])).inserted }
  }

  /// Some of the rows as a JSON array without white space.
  package func chunk(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    if text.isCompact, let first = range.first, let last = range.last {
      let part = text.elements[first].lowerBound..<text.elements[last].upperBound
      bytes.append(contentsOf: text.source[part])
    } else {
      for index in range {
        if index > range.lowerBound { bytes.append(UInt8(ascii: ",")) }
        row(index).write(into: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  package func row(_ index: Int) -> JSONValue {
    JSONValue(proven: text.source, text.elements[index])
  }

  /// When rows of a page were, by some of them: the first, the last, and a few between. nil where
  /// they have no days.
  package func span(at pointer: JSONPointer) -> RowSpan? {
    guard count > 0 else { return nil }
    let looks = min(count, Self.mostLooks)
    let times = (0..<looks).compactMap { look in
      let index = looks == 1 ? 0 : look * (count - 1) / (looks - 1)
      return pointer.value(in: row(index))?.string.flatMap { DateText($0) }.map(RowTime.init)
    }
    return RowSpan(times, isWhole: times.count == looks)
  }

  /// So many rows of a page show the order of all.
  private static let mostLooks = 16

  /// The rows of certain days, and those that tell none. `offset` is how many seconds east of UTC
  /// it is at an instant.
  package func rows(
    of days: ClosedRange<CalendarDate>, at pointer: JSONPointer,
    offset: @escaping @Sendable (Timestamp) -> Int
  ) -> RowText {
    let days = days.lowerBound.daysSince1970...days.upperBound.daysSince1970
    var zone = ZoneOffsets(offset)
    return RowText(
      text: text.filter { element in
        let row = JSONValue(proven: text.source, element)
        guard let date = pointer.value(in: row)?.string.flatMap({ DateText($0) }) else {
          return true
        }
        return days.contains(zone.local(date).day)
      })
  }

  private init(text: JSONArrayText) {
    self.text = text
  }

  /// A hash of the bytes, the same for the same bytes within one process: to notice a page that
  /// repeats.
  package var digest: Int {
    guard let first = text.elements.first, let last = text.elements.last else { return 0 }
    var hasher = Hasher()
    hasher.combine(count)
    text.source.withUnsafeBytes { bytes in
      hasher.combine(bytes: .init(rebasing: bytes[first.lowerBound..<last.upperBound]))
    }
    return hasher.finalize()
  }
}

/// The days or instants between which the rows of a page are.
package struct RowSpan: Sendable, Equatable {
  package let first: RowTime
  package let last: RowTime
  package let order: Order
  /// Whether rows tell instants. Midnight in UTC throughout is how some write days.
  package let tellsInstants: Bool

  /// How the rows of a page follow one another.
  package enum Order: Sendable {
    /// The oldest first.
    case rising
    /// The newest first.
    case falling
    /// All are of the same time.
    case level
    case mixed
  }

  fileprivate init?(_ times: [RowTime], isWhole: Bool) {
    guard let first = times.first, let last = times.last else { return nil }
    self.first = first
    self.last = last
    tellsInstants = times.contains { $0.isInstant && !$0.isMidnight }
    let pairs = zip(times, times.dropFirst())
    let rises = pairs.allSatisfy { $0 <= $1 }
    let falls = pairs.allSatisfy { $0 >= $1 }
    order =
      switch (rises, falls) {
      case _ where !isWhole: .mixed
      case (true, true): .level
      case (true, false): .rising
      case (false, true): .falling
      case (false, false): .mixed
      }
  }
}

/// A day, or an instant, as a row tells it.
package struct RowTime: Sendable, Comparable {
  /// Of an instant its day in UTC.
  package let day: CalendarDate
  package let isInstant: Bool
  fileprivate let isMidnight: Bool
  private let seconds: Int
  private let nanoseconds: Int

  init(_ date: DateText) {
    day = CalendarDate(daysSince1970: date.daysSince1970)
    isInstant = date.seconds != nil
    isMidnight = date.seconds == 0 && date.nanoseconds == 0
    seconds = date.secondsSince1970
    nanoseconds = date.nanoseconds
  }

  package static func < (left: RowTime, right: RowTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// Where a page stands in the service's order.
package struct PagePosition: Hashable, Comparable, Sendable {
  package let window: Int
  package let page: Int

  package init(window: Int, page: Int) {
    self.window = window
    self.page = page
  }

  package static func < (left: PagePosition, right: PagePosition) -> Bool {
    (left.window, left.page) < (right.window, right.page)
  }
}
