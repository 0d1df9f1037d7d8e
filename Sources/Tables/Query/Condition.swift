internal import JSON

/// One text of `where`: `column op value`.
struct Condition: Sendable {
  let column: String
  let test: Test

  enum Test: Sendable {
    case equal(Operand)
    case unequal(Operand)
    case less(Operand)
    case atMost(Operand)
    case greater(Operand)
    case atLeast(Operand)
    /// The text, lower case.
    case contains(String)
    case among([Operand])
    case null
    case notNull
  }

  /// What a cell is compared with: as a number, as a date, or as a text.
  struct Operand: Sendable {
    let text: String
    let utf8: [UInt8]
    let number: JSONNumber?
    /// Where it is a plain integer.
    let integer: Int?
    let date: DateText?

    init(_ text: String) {
      self.text = text
      utf8 = Array(text.utf8)
      number = JSONNumber(text: text)
      integer = number.flatMap { Int($0.text) }
      date = DateText(text)
    }
  }

  static let form =
    "column op value, op being = != < <= > >= ~ (contains) in (comma-separated), "
    + "or column is null, column is not null"

  init?(_ text: String, _ problems: inout RowQueryProblems) {
    var reader = ConditionReader(text)
    guard let column = reader.column(), !column.isEmpty, let sign = reader.sign() else {
      problems.add("where", "\"\(text)\" is no condition", expected: Self.form)
      return nil
    }
    self.column = column
    let rest = reader.rest.trimmed
    guard let test = Self.test(sign, rest) else {
      let told = rest.isEmpty ? "has no value" : "has something after its end"
      problems.add(
        "where", "\"\(text)\" \(told)", expected: Self.form + "; \"\" is the empty text")
      return nil
    }
    self.test = test
  }

  private static func test(_ sign: String, _ value: String) -> Test? {
    switch sign {
    case "is null": return value.isEmpty ? .null : nil
    case "is not null": return value.isEmpty ? .notNull : nil
    case "in":
      let items = ConditionReader.list(value)
      return items.isEmpty ? nil : .among(items.map(Operand.init))
    default: break
    }
    guard !value.isEmpty else { return nil }
    if value == "null", sign == "=" || sign == "==" { return .null }
    if value == "null", sign == "!=" { return .notNull }
    let operand = Operand(ConditionReader.unquoted(value))
    switch sign {
    case "=", "==": return .equal(operand)
    case "!=": return .unequal(operand)
    case "<": return .less(operand)
    case "<=": return .atMost(operand)
    case ">": return .greater(operand)
    case ">=": return .atLeast(operand)
    default: return .contains(operand.text.lowercased())
    }
  }
}

/// Takes a condition's text apart.
private struct ConditionReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    scalars = Array(text.trimmed.unicodeScalars)
  }

  private static let symbols = ["!=", "<=", ">=", "==", "=", "<", ">", "~"]
  private static let words = ["is not null", "is null", "in"]

  var rest: String { Self.text(scalars[position...]) }

  /// What stands before the first sign; in quotes it may have one in it.
  mutating func column() -> String? {
    if let quote = scalars.first, Self.isQuote(quote),
      let end = scalars.dropFirst().firstIndex(of: quote)
    {
      position = end + 1
      return Self.text(scalars[1..<end])
    }
    for index in scalars.indices where signLength(at: index) != nil {
      position = index
      return Self.text(scalars[..<index]).trimmed
    }
    return nil
  }

  /// Goes past the sign that stands here.
  mutating func sign() -> String? {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    guard let (sign, length) = signLength(at: position) else { return nil }
    position += length
    return sign
  }

  private func signLength(at index: Int) -> (String, Int)? {
    for symbol in Self.symbols where starts(with: symbol, at: index) {
      return (symbol, symbol.unicodeScalars.count)
    }
    let isAfterSpace =
      index > 0
      && (scalars[index - 1].properties.isWhitespace || Self.isQuote(scalars[index - 1]))
    guard isAfterSpace else { return nil }
    for word in Self.words where starts(with: word, at: index) {
      let end = index + word.unicodeScalars.count
      let ends =
        end == scalars.count || scalars[end].properties.isWhitespace
        || word == "in" && (scalars[end] == "(" || Self.isQuote(scalars[end]))
      if ends { return (word, end - index) }
    }
    return nil
  }

  private func starts(with word: String, at index: Int) -> Bool {
    let word = Array(word.unicodeScalars)
    guard index + word.count <= scalars.count else { return false }
    return Self.text(scalars[index..<index + word.count]).lowercased()
      == String(String.UnicodeScalarView(word))
  }

  static func unquoted(_ value: String) -> String {
    let scalars = Array(value.unicodeScalars)
    guard scalars.count >= 2, let quote = scalars.first, isQuote(quote), scalars.last == quote
    else { return value }
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in scalars[1..<scalars.count - 1] {
      // A quote is written as \" or as two of them.
      if !isEscaped, scalar == "\\" || scalar == quote {
        isEscaped = true
        continue
      }
      if isEscaped, scalar != quote, scalar != "\\" { result.append("\\") }
      result.append(scalar)
      isEscaped = false
    }
    return String(result)
  }

  /// Values between commas that are in no quotes.
  static func list(_ text: String) -> [String] {
    let isBracketed = text.first == "(" && text.last == ")"
    var items: [String] = []
    var item = String.UnicodeScalarView()
    var quote: Unicode.Scalar?
    for scalar in (isBracketed ? String(text.dropFirst().dropLast()) : text).unicodeScalars {
      if quote == nil, scalar == "," {
        items.append(String(item).trimmed)
        item = String.UnicodeScalarView()
        continue
      }
      if quote == scalar {
        quote = nil
      } else if quote == nil, isQuote(scalar), String(item).trimmed.isEmpty {
        quote = scalar
      }
      item.append(scalar)
    }
    items.append(String(item).trimmed)
    return items.filter { !$0.isEmpty }.map(unquoted)
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "'" }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
