/// The names of objects' members, as they are written between their quotes, in the order in which
/// they were first seen. The objects of a list mostly have the same members in the same order, so
/// each name is first compared with the one that came next before.
struct NameOrder: Sendable {
  private var entries: [Entry] = []
  /// The names one after the other, with a word's room at the end.
  private var names = [UInt8](repeating: 0, count: 8)

  struct Entry {
    fileprivate let start: Int
    let count: Int
    /// What its owner knows it by.
    let number: Int
  }

  /// How many names are remembered.
  private static let limit = 512

  var isFull: Bool { entries.count >= Self.limit }

  /// The name at `start`, which is after its quote; nil when it wasn't learnt. `next` is where in
  /// the order it is looked for first.
  func entry(
    _ bytes: borrowing Span<UInt8>, at start: Int, next: inout Int
  ) -> Entry? {
    let count = entries.count
    var index = next
    for _ in 0..<count {
      if index >= count { index = 0 }
      let candidate = entries[index]
      if matches(bytes, at: start, candidate) {
        next = index + 1
        return candidate
      }
      index += 1
    }
    next = count + 1
    return nil
  }

  private func matches(_ bytes: borrowing Span<UInt8>, at start: Int, _ name: Entry) -> Bool {
    let end = start + name.count
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
    let raw = bytes.bytes
    let known = names.span.bytes
    var offset = 0
    while offset < name.count {
      guard start + offset + 8 <= raw.byteCount else {
        return matchesBytes(bytes, at: start, name, from: offset)
      }
      let difference = ByteWord.difference(
        raw, at: start + offset, known, at: name.start + offset)
      let rest = name.count - offset
      let mask = rest >= 8 ? UInt64.max : (1 << UInt64(8 * rest)) &- 1
      guard difference & mask == 0 else { return false }
      offset += 8
    }
    return true
  }

  private func matchesBytes(
    _ bytes: borrowing Span<UInt8>, at start: Int, _ name: Entry, from offset: Int
  ) -> Bool {
    for index in offset..<name.count where bytes[start + index] != names[name.start + index] {
      return false
    }
    return true
  }

  /// Remembers a name, unless there are too many.
  mutating func learn(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ number: Int
  ) -> Entry {
    let place = names.count - 8
    let entry = Entry(start: place, count: range.count, number: number)
    guard !isFull else { return entry }
    names.removeLast(8)
    for index in range { names.append(bytes[index]) }
    names.append(contentsOf: repeatElement(0, count: 8))
    entries.append(entry)
    return entry
  }
}
