/// The words in which violations and problems speak of values; never more than a line of them.
enum Phrase {
  /// How many code points of a value are quoted.
  static let maximumQuote = 60
  /// How many values of a list are named.
  static let maximumList = 20

  /// The type of a value with its article: `an integer`.
  static func type(_ value: JSONValue) -> String {
    SchemaType(rawValue: value.typeName)?.phrase ?? value.typeName
  }

  /// A value as JSON, cut. For values of the schema: the whole of it is written first.
  static func value(_ value: JSONValue) -> String {
    switch value {
    case .string(let string): quote(string)
    case .number(let number): cut(number.text)
    case .null, .bool, .array, .object: cut(value.description)
    }
  }

  /// A value of the instance, which may be huge: scalars as JSON, the rest by type and size.
  static func brief(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "an array of \(count(elements.count, "element"))"
    case .object(let object): "an object of \(count(object.count, "member"))"
    case .null, .bool, .number, .string: Self.value(value)
    }
  }

  static func quote(_ string: String) -> String {
    JSONValue.string(cut(string)).description
  }

  /// The values with commas between them; past `maximumList`, how many more there are.
  static func list(_ values: [JSONValue]) -> String {
    let shown = values.prefix(maximumList).map(value).joined(separator: ", ")
    let hidden = values.count - maximumList
    return hidden > 0 ? "\(shown) and \(hidden) more" : shown
  }

  /// `a, b or c`.
  static func alternatives(_ phrases: [String]) -> String {
    guard let last = phrases.last, phrases.count > 1 else { return phrases.first ?? "" }
    return phrases.dropLast().joined(separator: ", ") + " or " + last
  }

  /// `1 element`, `2 elements`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(
        scalars.startIndex, offsetBy: maximumQuote, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }
}
