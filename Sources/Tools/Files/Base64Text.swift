/// Base64 as RFC 4648 section 4 has it: padded, without line breaks, and in the one spelling that there
/// is for any bytes.
package struct Base64Text {
  package let text: String
  /// How many bytes it stands for.
  let byteCount: Int
  /// The first of them, as many as tell a file's type.
  let head: [UInt8]

  /// Reads base64 as it is written elsewhere too: in lines, as in e-mail and PEM files; in the alphabet
  /// for URLs (RFC 4648 section 5); without padding. Nothing when the text is something else.
  package init?(mending text: String) {
    if let strict = Self(text) {
      self = strict
    } else if let plain = Self.plain(text), let mended = Self(plain) {
      self = mended
    } else {
      return nil
    }
  }

  /// The text in the strict spelling; nil when it has something that base64 has nowhere.
  private static func plain(_ text: String) -> String? {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.utf8.count + 2)
    var padding = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): continue
      case UInt8(ascii: "="): padding += 1
      case _ where padding > 0: return nil
      case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
      default: plain.append(byte)
      }
    }
    let missing = (4 - plain.count % 4) % 4
    guard padding == 0 || padding == missing, missing < 3 else { return nil }
    plain += repeatElement(UInt8(ascii: "="), count: missing)
    return String(decoding: plain, as: UTF8.self)
  }

  /// Nothing when the text is in another spelling, or something else. It is looked at once, from front
  /// to end.
  package init?(_ text: String) {
    var text = text
    let read = text.withUTF8 { bytes -> (count: Int, head: [UInt8])? in
      guard bytes.count % 4 == 0 else { return nil }
      let padding = bytes.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
      let digits = bytes.dropLast(padding)
      var last: UInt8 = 0
      for byte in digits {
        last = Self.values[Int(byte)]
        if last == Self.noDigit { return nil }
      }
      // The bits of the last digit that stand for nothing must be zero.
      guard last & (padding == 2 ? 0x0F : padding == 1 ? 0x03 : 0) == 0 else { return nil }
      let head = Self.bytes(of: digits.prefix(FileType.headLength / 3 * 4))
      return (digits.count * 6 / 8, head)
    }
    guard let read else { return nil }
    self.text = text
    byteCount = read.count
    head = read.head
  }

  package init(encoding bytes: [UInt8]) {
    text = String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer in
      var end = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let left = bytes.count - start
        let second = left > 1 ? bytes[start + 1] : 0
        let third = left > 2 ? bytes[start + 2] : 0
        buffer[end] = Self.digits[Int(bytes[start] >> 2)]
        buffer[end + 1] = Self.digits[Int(bytes[start] << 4 & 0x30 | second >> 4)]
        buffer[end + 2] =
          left > 1 ? Self.digits[Int(second << 2 & 0x3C | third >> 6)] : UInt8(ascii: "=")
        buffer[end + 3] = left > 2 ? Self.digits[Int(third & 0x3F)] : UInt8(ascii: "=")
        end += 4
      }
      return end
    }
    byteCount = bytes.count
    head = Array(bytes.prefix(FileType.headLength))
  }

  /// What it stands for.
  package var bytes: [UInt8] { Self.bytes(of: text.utf8.prefix((byteCount * 8 + 5) / 6)) }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let noDigit: UInt8 = 0xFF

  /// ASCII → what the digit stands for.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: noDigit, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  private static func bytes(of digits: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for digit in digits {
      bits = bits << 6 & 0xFFFF | Int(values[Int(digit)])
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(bits >> count & 0xFF))
    }
    return bytes
  }
}
