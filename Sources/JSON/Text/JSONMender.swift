/// How far a text that is no JSON may be read as what was meant.
package enum JSONMending: Sendable {
  /// Without losing anything: a byte order mark in front counts for nothing, and a raw control
  /// character in a string for its escape.
  case exact
  /// Also with U+FFFD for half a surrogate pair, and for bytes of a string that are no UTF-8.
  case replacing
  /// Also with null for NaN and the infinities, which Python and JavaScript write.
  case withoutNonFinite
}

extension JSONValue {
  /// Reads a whole JSON text as it is written or, where that is none, as it was meant. The error is
  /// that of the text as it was mended.
  package init(
    mending bytes: [UInt8], _ mending: JSONMending = .replacing
  ) throws(JSONParseError) {
    do throws(JSONParseError) {
      self = try JSONParser.parse(bytes.span)
    } catch {
      guard let mended = JSONMender(mending).mended(bytes) else { throw error }
      self = try JSONParser.parse(mended.span)
    }
  }
}

extension JSONValue {
  /// The object that is meant: the value itself, an empty one by `[]`, as PHP writes it, or what a text
  /// of JSON holds. Nil for anything else.
  package var objectMeant: JSONObject? {
    switch self {
    case .object(let object): object
    case .array(let elements): elements.isEmpty ? [:] : nil
    case .string(let text): (try? JSONValue(mending: Array(text.utf8)))?.objectMeant
    case .null, .bool, .number: nil
    }
  }
}

/// Puts right what is often wrong with JSON by the byte. It changes nothing else: whether the text is
/// JSON then is for the parser to say.
struct JSONMender {
  private let mending: JSONMending

  init(_ mending: JSONMending) {
    self.mending = mending
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let replacement = Array("\\ufffd".utf8)

  /// The text as it was meant; nil where nothing could be mended.
  func mended(_ bytes: [UInt8]) -> [UInt8]? {
    var mended: [UInt8] = []
    mended.reserveCapacity(bytes.count + 16)
    var position = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    // What is longer is refused anyway; escapes must not make more of it.
    while position < bytes.count, mended.count <= JSONParser.defaultLength {
      if bytes[position] == UInt8(ascii: "\"") {
        position = addString(bytes, from: position, to: &mended)
      } else if mending == .withoutNonFinite, let end = Self.endOfNonFinite(bytes, from: position) {
        mended += "null".utf8
        position = end
      } else {
        mended.append(bytes[position])
        position += 1
      }
    }
    return mended == bytes ? nil : mended
  }

  /// Adds the string whose opening quote is at `start`; where it ends.
  private func addString(_ bytes: [UInt8], from start: Int, to mended: inout [UInt8]) -> Int {
    mended.append(UInt8(ascii: "\""))
    var position = start + 1
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        mended.append(byte)
        return position + 1
      case UInt8(ascii: "\\"):
        position = addEscape(bytes, at: position, to: &mended)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        mended += (byte < 0x10 ? "\\u000" : "\\u00").utf8 + Array(digits.utf8)
        position += 1
      case 0x80... where mending != .exact:
        let end = bytes[position...].firstIndex { $0 < 0x80 } ?? bytes.count
        mended += String(decoding: bytes[position..<end], as: UTF8.self).utf8
        position = end
      default:
        mended.append(byte)
        position += 1
      }
    }
    return position
  }

  /// Adds the escape whose backslash is at `position`, or what stands for half a surrogate pair; where
  /// it ends.
  private func addEscape(_ bytes: [UInt8], at position: Int, to mended: inout [UInt8]) -> Int {
    do throws(JSONParseError) {
      let end = position + (try JSONEscape(bytes.span, at: position).length)
      mended += bytes[position..<end]
      return end
    } catch {
      guard error.reason == .loneSurrogate, mending != .exact else {
        // What follows stays as it is too: as an escape it could make a right one of the two.
        let end = min(position + 2, bytes.count)
        mended += bytes[position..<end]
        return end
      }
      mended += Self.replacement
      return position + 6
    }
  }

  /// Where a word ends that stands for what is no finite number; nil where none begins.
  private static func endOfNonFinite(_ bytes: [UInt8], from start: Int) -> Int? {
    for word in ["NaN", "Infinity", "-Infinity", "-NaN"]
    where bytes[start...].starts(with: word.utf8) {
      return start + word.utf8.count
    }
    return nil
  }
}
