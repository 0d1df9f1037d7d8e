internal import JSON

/// One text of `where`: `column op value`.
struct Condition: Sendable {
  /// As it was asked.
  let text: String
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
    case notAmong([Operand])
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
    "column op value, op being = != < <= > >= ~ (contains) in (comma-separated) not in, "
    + "or column is null, column is not null"

  /// Why a text can't be read, as the end of a sentence that begins with it.
  struct Refusal: Error {
    let problem: String
    var expected = Condition.form
  }

  init?(_ text: String, _ problems: inout RowQueryProblems) {
    var reader = ConditionReader(text)
    guard let column = reader.column(), !column.isEmpty, let sign = reader.sign() else {
      problems.add("where", "\"\(text)\" is no condition", expected: Self.form)
      return nil
    }
    self.text = text.trimmed
    self.column = column
    do throws(Refusal) {
      try reader.checkEnd(of: sign)
      test = try Self.test(sign, reader.rest.trimmed)
    } catch {
      problems.add("where", "\"\(text)\" \(error.problem)", expected: error.expected)
      return nil
    }
  }

  private static func test(_ sign: String, _ value: String) throws(Refusal) -> Test {
    if sign == "is null" || sign == "is not null" {
      guard value.isEmpty else { throw Refusal(problem: "has something after its end") }
      return sign == "is null" ? .null : .notNull
    }
    let noValue = Refusal(problem: "has no value", expected: form + "; \"\" is the empty text")
    guard !value.isEmpty else { throw noValue }
    if sign == "in" || sign == "not in" {
      let operands = try ConditionReader.list(value).map(Operand.init)
      guard !operands.isEmpty else { throw noValue }
      return sign == "in" ? .among(operands) : .notAmong(operands)
    }
    if value == "null", sign == "=" { return .null }
    if value == "null", sign == "!=" { return .notNull }
    let operand = Operand(try ConditionReader.unquoted(value))
    switch sign {
    case "=": return .equal(operand)
    case "!=": return .unequal(operand)
    case "<": return .less(operand)
    case "<=": return .atMost(operand)
    case ">": return .greater(operand)
    case ">=": return .atLeast(operand)
    default: return .contains(operand.text.lowercased())
    }
  }
}
