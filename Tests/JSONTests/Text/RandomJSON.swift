import JSON
import TestSupport

enum RandomJSON {
  static func value(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2, 3: return .number(number(using: &generator))
    case 4: return .string(string(using: &generator))
    case 5:
      return .array(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
          value(depth: depth - 1, using: &generator)
        })
    case _:
      return .object(
        JSONObject(
          (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
            (string(using: &generator), value(depth: depth - 3, using: &generator))
          }))
    }
  }

  private static func number(using generator: inout SeededGenerator) -> JSONNumber {
    let integer = Int.random(in: -1000...1000, using: &generator)
    let fraction = Bool.random(using: &generator) ? ".\(generator.next())" : ""
    let exponent =
      Bool.random(using: &generator) ? "E\(Int.random(in: -40...40, using: &generator))" : ""
    return JSONNumber(text: "\(integer)\(fraction)\(exponent)") ?? JSONNumber(integer)
  }

  private static func string(using generator: inout SeededGenerator) -> String {
    var string = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      let limits: [UInt32] = [0x20, 0x80, 0x80, 0x800, 0x11_0000]
      let limit = limits.randomElement(using: &generator) ?? 0x80
      // Surrogates are no scalars; nothing stands in for them.
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
        string.append(scalar)
      }
    }
    return String(string)
  }

  static func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let syntax = Array("{}[],:\"\\u0-.eE \u{80}".utf8)
    let byte = syntax.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes.insert(byte, at: place)
    case 1: if place < bytes.count { bytes.remove(at: place) }
    case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
    case _: bytes.removeLast(bytes.count - place)
    }
  }
}
