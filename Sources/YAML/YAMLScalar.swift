internal import JSON

/// Why a text can't be read as YAML, and where.
package struct YAMLParseError: Error, Equatable, Sendable, CustomStringConvertible {
  package let reason: String
  /// From 1; columns in code points.
  package let line: Int
  package let column: Int

  package var description: String { "line \(line), column \(column): \(reason)" }
}

/// A text as it stands in YAML, without its quotation marks.
struct YAMLScalar {
  let text: String
  /// Whether its form may make it a number, a truth value or null.
  var isPlain = true

  /// What the core schema reads (YAML 1.2.2 section 10.3.2); nil for a number JSON doesn't have.
  fileprivate var value: JSONValue? {
    guard isPlain else { return .string(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: break
    }
    guard let first = text.utf8.first, ASCII.isDigit(first) || "+-.".utf8.contains(first) else {
      return .string(text)
    }
    if let number = Self.decimal(text) ?? Self.radix(text) { return .number(number) }
    let unsigned = "+-".contains(text.prefix(1)) ? text.dropFirst() : text[...]
    let isBoundless = [".inf", ".Inf", ".INF"].contains(unsigned)
    return isBoundless || [".nan", ".NaN", ".NAN"].contains(text) ? nil : .string(text)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` with the same digits, as JSON writes it.
  private static func decimal(_ text: String) -> JSONNumber? {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: ASCII.isDigit)
    rest = rest.dropFirst(whole.count)
    var json = isNegative ? "-" : ""
    // JSON writes one digit before the point, and no zero before another digit.
    let digits = whole.drop { $0 == UInt8(ascii: "0") }
    json += digits.isEmpty ? "0" : String(Substring(digits))
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: ASCII.isDigit)
      rest = rest.dropFirst(1 + fraction.count)
      json += "." + (fraction.isEmpty ? "0" : String(Substring(fraction)))
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    return JSONNumber(text: json + String(Substring(rest)))
  }

  /// `0o17` and `0x1F`.
  private static func radix(_ text: String) -> JSONNumber? {
    let digits = text.dropFirst(2)
    guard let first = digits.first, first != "+", first != "-" else { return nil }
    let number =
      text.hasPrefix("0o")
      ? UInt64(digits, radix: 8) : text.hasPrefix("0x") ? UInt64(digits, radix: 16) : nil
    return number.map { JSONNumber($0) }
  }
}

/// What a value is said to be, whatever it looks like.
enum YAMLTag: String {
  case none = ""
  case text = "!!str"
  case unspecific = "!"
  case null = "!!null"
  case bool = "!!bool"
  case integer = "!!int"
  case number = "!!float"
  case mapping = "!!map"
  case sequence = "!!seq"

  func value(of scalar: YAMLScalar, at place: YAMLText) throws(YAMLParseError) -> JSONValue {
    if self == .text || self == .unspecific { return .string(scalar.text) }
    let scalar = self == .none ? scalar : YAMLScalar(text: scalar.text)
    guard let value = scalar.value else { throw place.failure("JSON has no number \(scalar.text)") }
    return value
  }

  func check(_ value: JSONValue, at place: YAMLText) throws(YAMLParseError) {
    let isRight =
      switch self {
      case .none, .unspecific: true
      case .text: value.string != nil
      case .null: value.isNull
      case .bool: value.bool != nil
      case .integer: value.typeName == "integer"
      case .number: value.number != nil
      case .mapping: value.object != nil
      case .sequence: value.array != nil
      }
    guard isRight else { throw place.failure("is no \(rawValue), as its tag says") }
  }
}
