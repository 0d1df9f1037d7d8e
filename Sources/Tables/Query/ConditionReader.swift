internal import JSON

/// Takes a condition's text apart. What could be misread is refused.
struct ConditionReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var signStart = 0

  init(_ text: String) {
    self.init(scalars: Array(text.trimmed.unicodeScalars))
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// As they are written, and what they mean.
  private static let symbols = [
    ("!=", "!="), ("<>", "!="), ("<=", "<="), (">=", ">="), ("==", "="), ("=", "="), ("<", "<"),
    (">", ">"), ("~", "~"),
  ]
  private static let words = [["is", "not", "null"], ["is", "null"], ["not", "in"], ["in"]]
  private static let symbolScalars: Set<Unicode.Scalar> = ["=", "<", ">", "!", "~"]
  /// How far a second condition's sign is looked for.
  private static let nameLimit = 256
  /// What is meant by signs that aren't ours.
  private static let meant = [
    "=>": ">=", "=<": "<=", "!==": "!=", "=!": "!=", "===": "=", "=~": "~", "~=": "~",
    "!~": "!=", "<=>": "=",
  ]

  var rest: String { Self.text(scalars[position...]) }

  /// What stands before the first sign; in quotes it may have one in it.
  mutating func column() -> String? {
    if let quote = scalars.first, Self.isQuote(quote),
      let end = scalars.dropFirst().firstIndex(of: quote)
    {
      position = end + 1
      return Self.text(scalars[1..<end])
    }
    for index in scalars.indices where sign(at: index) != nil {
      position = index
      return Self.text(scalars[..<index]).trimmed
    }
    return nil
  }

  /// Goes past the sign that stands here.
  mutating func sign() -> String? {
    position = afterSpace(position)
    guard let (sign, end) = sign(at: position) else { return nil }
    signStart = position
    position = end
    return sign
  }

  private func afterSpace(_ start: Int) -> Int {
    scalars[start...].firstIndex { !$0.properties.isWhitespace } ?? scalars.count
  }

  private func sign(at index: Int) -> (String, end: Int)? {
    for (symbol, meaning) in Self.symbols where starts(with: symbol, at: index) {
      return (meaning, index + symbol.unicodeScalars.count)
    }
    let isAfterSpace =
      index > 0
      && (scalars[index - 1].properties.isWhitespace || Self.isQuote(scalars[index - 1]))
    guard isAfterSpace else { return nil }
    for words in Self.words {
      guard let end = end(of: words, at: index) else { continue }
      let ends =
        end == scalars.count || scalars[end].properties.isWhitespace
        || words.last == "in" && (Self.isBracket(scalars[end]) || Self.isQuote(scalars[end]))
      if ends { return (words.joined(separator: " "), end) }
    }
    return nil
  }

  /// Where words end that stand here, any white space between them.
  private func end(of words: [String], at index: Int) -> Int? {
    var end = index
    for (place, word) in words.enumerated() {
      let start = place == 0 ? end : afterSpace(end)
      guard place == 0 || start > end, starts(with: word, at: start) else { return nil }
      end = start + word.unicodeScalars.count
    }
    return end
  }

  private func starts(with word: String, at index: Int) -> Bool {
    let word = Array(word.unicodeScalars)
    guard index + word.count <= scalars.count else { return false }
    return Self.text(scalars[index..<index + word.count]).lowercased()
      == String(String.UnicodeScalarView(word))
  }

  /// Refuses a sign that goes on into the value, and a second condition after it.
  func checkEnd(of sign: String) throws(Condition.Refusal) {
    if Self.symbolScalars.contains(scalars[signStart]) { try checkSymbol(sign) }
    let value = afterSpace(position)
    let isQuoted = value < scalars.count && Self.isQuote(scalars[value])
    let start = isQuoted ? Self.quoteEnd(scalars[value...]) ?? position : position
    for index in scalars[start...].indices where isConjunction(at: index) {
      throw Condition.Refusal(
        problem: "has more than one condition",
        expected: "one condition a text, all of which must hold; several values of a column by "
          + "in; a value with such words in quotes")
    }
  }

  private func checkSymbol(_ sign: String) throws(Condition.Refusal) {
    let end = scalars[position...].firstIndex { !Self.symbolScalars.contains($0) }
    let value = afterSpace(position)
    // "> = 5"
    let isSplit =
      value > position && value + 1 < scalars.count && (sign == "<" || sign == ">")
      && scalars[value] == "=" && scalars[value + 1].properties.isWhitespace
    guard isSplit || end ?? scalars.count > position else { return }
    let written = isSplit ? "\(sign) =" : Self.text(scalars[signStart..<(end ?? scalars.count)])
    let meant = isSplit ? "\(sign)=" : Self.meant[written] ?? Condition.form
    throw Condition.Refusal(
      problem: "has the sign \"\(written)\"",
      expected: "\(meant); a value that begins with a sign in quotes")
  }

  /// Whether `and` or `or` stands here, and what looks like a condition after it.
  private func isConjunction(at index: Int) -> Bool {
    guard index > 0,
      scalars[index - 1].properties.isWhitespace || Self.isQuote(scalars[index - 1])
        || scalars[index - 1] == ")"
    else { return false }
    for word in ["and", "or", "&&", "||"] where starts(with: word, at: index) {
      let end = index + word.unicodeScalars.count
      let next = afterSpace(end)
      guard next > end, next < scalars.count else { continue }
      var reader = ConditionReader(scalars: Array(scalars[next...].prefix(Self.nameLimit)))
      guard let column = reader.column(), !column.isEmpty, let sign = reader.sign() else {
        continue
      }
      let isQuoted = Self.isQuote(scalars[next])
      let isName = isQuoted || !column.unicodeScalars.contains { $0.properties.isWhitespace }
      // "Meet and greet in Paris" is a text.
      let isBracketed = reader.rest.trimmed.unicodeScalars.first.map(Self.isBracket) ?? false
      if isName, !sign.hasSuffix("in") || isBracketed { return true }
    }
    return false
  }

  /// The index after the quote that closes the one in front.
  private static func quoteEnd(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let quote = scalars.first else { return nil }
    var index = scalars.startIndex + 1
    while index < scalars.endIndex {
      let isPair =
        index + 1 < scalars.endIndex && scalars[index + 1] == quote && scalars[index] == quote
      if isPair || scalars[index] == "\\" {
        index += 2
      } else if scalars[index] == quote {
        return index + 1
      } else {
        index += 1
      }
    }
    return nil
  }

  /// A value without the quotes around it.
  static func unquoted(_ value: String) throws(Condition.Refusal) -> String {
    let scalars = Array(value.unicodeScalars)
    guard let quote = scalars.first, isQuote(quote) else { return value }
    guard let end = quoteEnd(scalars[...]) else {
      throw Condition.Refusal(
        problem: "has a quote that isn't closed",
        expected: "the value in quotes, a quote within them written twice")
    }
    guard end == scalars.count else {
      throw Condition.Refusal(
        problem: "has something after the closing quote",
        expected: "one value, a quote within it written twice")
    }
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
  static func list(_ text: String) throws(Condition.Refusal) -> [String] {
    var items: [String] = []
    var item = String.UnicodeScalarView()
    var quote: Unicode.Scalar?
    for scalar in try unbracketed(text).unicodeScalars {
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
    var values: [String] = []
    for item in items where !item.isEmpty { values.append(try unquoted(item)) }
    return values
  }

  private static func unbracketed(_ text: String) throws(Condition.Refusal) -> String {
    for (open, close) in [("(", ")"), ("[", "]")] {
      let (opens, closes) = (text.hasPrefix(open), text.hasSuffix(close))
      if opens, closes { return String(text.dropFirst().dropLast()) }
      let isClosedOnly = closes && !text.contains { String($0) == open }
      if opens || isClosedOnly {
        throw Condition.Refusal(
          problem: opens ? "has a bracket that isn't closed" : "has a bracket that isn't opened",
          expected: "brackets around the whole list, or none")
      }
    }
    return text
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "'" }

  private static func isBracket(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == "[" }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
