/// Why a text is not JSON, or more JSON than is allowed, and at which byte of it (from 0).
package struct JSONParseError: Error, Equatable {
  package let reason: Reason
  package let offset: Int

  package enum Reason: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingBytes
    case invalidNumber
    case invalidEscape
    case loneSurrogate
    case controlCharacter
    case invalidUTF8
    case tooDeep(limit: Int)
    case tooLong(limit: Int)
  }
}

extension JSONParseError: CustomStringConvertible {
  package var description: String { "\(sentence) at byte \(offset)" }

  private var sentence: String {
    switch reason {
    case .unexpectedEnd: "the text ends in the middle of a value"
    case .unexpectedByte(let byte): "unexpected \(Self.name(byte))"
    case .trailingBytes: "something follows the value"
    case .invalidNumber: "a number is malformed"
    case .invalidEscape: "a string holds an unknown escape"
    case .loneSurrogate: "a \\u escape is half of a surrogate pair"
    case .controlCharacter: "a string holds a raw control character"
    case .invalidUTF8: "the text is not valid UTF-8"
    case .tooDeep(let limit): "more than \(limit) levels of nesting"
    case .tooLong(let limit): "more than \(limit) bytes"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    guard (0x21...0x7E).contains(byte) else { return "byte 0x\(String(byte, radix: 16))" }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
