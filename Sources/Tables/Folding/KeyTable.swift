/// Numbers keys of bytes in the order they come: a hash table that makes nothing for a key that it
/// knows.
struct KeyTable: Sendable {
  /// A key's number and one, 0 where there is none. Its count is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)
  private var hashes: [UInt64] = []
  /// Where each key ends in `bytes`.
  private var ends: [Int] = []
  private var bytes: [UInt8] = []

  /// Differs per process, so that nobody can choose keys that collide.
  private static let seed = UInt64.random(in: .min ... .max)

  var count: Int { ends.count }

  func key(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The key's number; the next one where it is new.
  mutating func index(of key: [UInt8]) -> Int {
    let hash = Self.hash(key.span)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash, isKey(index, key) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(ends.count + 1)
    hashes.append(hash)
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return ends.count - 1
  }

  private func isKey(_ index: Int, _ key: [UInt8]) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == key.count else { return false }
    return key.withUnsafeBytes { left in
      bytes.withUnsafeBytes { right in
        left.elementsEqual(right[start..<start + left.count])
      }
    }
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  private static func hash(_ key: borrowing Span<UInt8>) -> UInt64 {
    let raw = key.bytes
    var hash = seed ^ UInt64(raw.byteCount)
    var position = 0
    while position + 8 <= raw.byteCount {
      hash = mixed(
        hash ^ raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    var rest: UInt64 = 0
    while position < raw.byteCount {
      rest = rest << 8 | UInt64(key[position])
      position += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
