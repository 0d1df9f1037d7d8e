/// Where all data comes from: the same coordinates always give the same value, in any order of
/// asking, so that a figure of a day depends on that day and never on when it is asked for.
struct Seed: Sendable {
  let value: UInt64

  /// A seed of its own for a part of the world.
  func branch(_ name: String) -> Seed {
    Seed(value: Self.mix(value ^ Self.fingerprint(of: name.utf8)))
  }

  /// FNV-1a: stable between processes, as `Hasher` is not.
  static func fingerprint(of bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
  }

  func hash(_ coordinates: Int...) -> UInt64 { hash(coordinates) }

  /// A fraction in `0..<1`, evenly spread.
  func unit(_ coordinates: Int...) -> Double { unit(coordinates) }

  /// A whole number of the range, evenly spread.
  func pick(_ range: ClosedRange<Int>, _ coordinates: Int...) -> Int {
    let span = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int(hash(coordinates) % span)
  }

  /// A fraction that moves smoothly with `place`, turning about every `period` places.
  func drift(at place: Int, period: Int, _ coordinates: Int...) -> Double {
    let cell = (place >= 0 ? place : place - period + 1) / period
    let part = Double(place - cell * period) / Double(period)
    let left = unit(coordinates + [cell])
    let right = unit(coordinates + [cell + 1])
    return left + (right - left) * part * part * (3 - 2 * part)
  }

  /// So many lower-case hexadecimal digits, as a service draws them for a key.
  func hexadecimal(_ count: Int, _ coordinates: Int...) -> String {
    let words = (0...count / 16).map { word in
      let digits = String(hash(coordinates + [word]), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return String(words.joined().prefix(count))
  }

  private func hash(_ coordinates: [Int]) -> UInt64 {
    coordinates.reduce(value) { Self.mix($0 ^ Self.mix(UInt64(bitPattern: Int64($1)))) }
  }

  private func unit(_ coordinates: [Int]) -> Double {
    Double(hash(coordinates) >> 11) / Double(1 << 53 as UInt64)
  }

  /// One step of SplitMix64.
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
