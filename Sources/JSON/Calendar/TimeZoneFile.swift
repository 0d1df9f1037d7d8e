/// What a file of the tz database says of a zone (RFC 9636): when its clocks were changed, and by
/// which rule they are from then on.
struct TimeZoneFile: Sendable, Equatable {
  /// The seconds at which an offset begins, in ascending order, and these offsets.
  private var changes: [Int]
  private var offsets: [Int]
  /// Before the first change.
  private let firstOffset: Int
  /// After the last change; nil where nothing is known of that.
  private let rule: TimeZoneRule?

  /// Reads the 64-bit part of a file of version 2 or later; nil for anything else, and for files
  /// that count leap seconds.
  init?(parsing file: [UInt8]) {
    var reader = Reader(bytes: file[...])
    guard let old = Header(reading: &reader), old.version >= UInt8(ascii: "2"),
      reader.take(old.size(timeWidth: 4)) != nil,
      let header = Header(reading: &reader), header.leaps == 0, header.types > 0,
      let changes = reader.numbers(header.changes, width: 8),
      let indices = reader.take(header.changes), let types = reader.take(header.types * 6),
      reader.take(header.characters + header.standards + header.universals) != nil,
      indices.allSatisfy({ $0 < header.types })
    else { return nil }
    let known = (0..<header.types).map {
      Reader.number(types.dropFirst($0 * 6).prefix(4))
    }
    guard zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }), let footer = reader.footer
    else { return nil }
    let rule = TimeZoneRule(parsing: footer)
    guard rule != nil || footer.isEmpty else { return nil }
    self.rule = rule
    firstOffset = known[0]
    self.changes = changes
    offsets = indices.map { known[Int($0)] }
    followRule()
  }

  /// Writes down what the rule comes to in the years that are asked about: it is looked up faster.
  private mutating func followRule() {
    guard let rule, let last = changes.last else { return }
    let year = Timestamp(secondsSince1970: last).date.year
    guard year < Self.lastYear else { return }
    for change in rule.changes(in: year...Self.lastYear) where change.second > last {
      changes.append(change.second)
      offsets.append(change.offset)
    }
  }

  private static let lastYear = 2100

  func span(at second: Int) -> TimeZoneSpan {
    let next = changes.firstIndexAfter(second)
    if next == changes.count, let rule { return rule.span(at: second) }
    return TimeZoneSpan(
      offset: next == 0 ? firstOffset : offsets[next - 1],
      end: next == changes.count ? nil : changes[next])
  }

  /// The six counts of RFC 9636 section 3.1.
  private struct Header {
    let version: UInt8
    let universals, standards, leaps, changes, types, characters: Int

    init?(reading reader: inout Reader) {
      guard reader.take(4)?.elementsEqual("TZif".utf8) == true,
        let version = reader.take(16)?.first, let counts = reader.numbers(6, width: 4),
        counts.allSatisfy({ (0...Self.limit).contains($0) })
      else { return nil }
      self.version = version
      (universals, standards, leaps) = (counts[0], counts[1], counts[2])
      (changes, types, characters) = (counts[3], counts[4], counts[5])
    }

    /// Beyond all that a zone has: some hundreds.
    private static let limit = 65_536

    func size(timeWidth width: Int) -> Int {
      changes * (width + 1) + types * 6 + characters + leaps * (width + 4) + standards + universals
    }
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard bytes.count >= count else { return nil }
      defer { bytes = bytes.dropFirst(count) }
      return bytes.prefix(count)
    }

    /// Signed ones, the highest byte first.
    mutating func numbers(_ count: Int, width: Int) -> [Int]? {
      guard let all = take(count * width) else { return nil }
      return (0..<count).map { Self.number(all.dropFirst($0 * width).prefix(width)) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> Int {
      let bits = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      let unused = 64 - bytes.count * 8
      return Int(Int64(bitPattern: bits << unused) >> unused)
    }

    /// The rule between two line feeds at the end of the file.
    var footer: ArraySlice<UInt8>? {
      let feed = UInt8(ascii: "\n")
      guard bytes.first == feed, let end = bytes.dropFirst().firstIndex(of: feed) else {
        return nil
      }
      return bytes[(bytes.startIndex + 1)..<end]
    }
  }
}

extension [Int] {
  /// Where the first that is greater stands, in an ascending list.
  fileprivate func firstIndexAfter(_ value: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
