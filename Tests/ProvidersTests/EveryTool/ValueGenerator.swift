import JSON
import TestSupport

/// Makes values that a schema accepts, the same ones for the same seed.
struct ValueGenerator {
  var random: SeededGenerator

  /// A schema that asks for something nobody here can make.
  struct Unable: Error {
    let reason: String
  }

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func value(for schema: JSONValue) throws -> JSONValue {
    if let choices = schema["enum"]?.array, let choice = choices.randomElement(using: &random) {
      return choice
    }
    // A text, or another tool's arguments: what the text may be no schema says; ours are addresses.
    if schema["anyOf"] != nil { return .string(try formatted("url")) }
    switch schema["type"]?.string {
    case "string": return .string(try text(for: schema))
    case "integer": return .number(JSONNumber(integer(for: schema)))
    case "number":
      let whole = integer(for: schema)
      let half = (schema["maximum"]?.int).map { whole < $0 } ?? true
      return .number(JSONNumber(Double(whole) + (half ? 0.5 : 0)) ?? JSONNumber(whole))
    case "boolean": return .bool(random.oneIn(2))
    case "array":
      let least = schema["minItems"]?.int ?? 1
      let most = min(schema["maxItems"]?.int ?? .max, least + 2)
      return .array(
        try (0..<Int.random(in: least...most, using: &random)).map { _ in
          try value(for: schema["items"] ?? ["type": "string"])
        })
    case "object": return .object(try object(for: schema))
    case let type: throw Unable(reason: "no value of the type \(type ?? "nothing")")
    }
  }

  /// A picture in base64 that nothing but its beginning makes one.
  mutating func file() -> JSONValue {
    .string("iVBORw0KGgoA" + characters(TextShape.letters, 4...4))
  }

  /// Whole numbers near the bounds; where there are none, as an identifier might be.
  private mutating func integer(for schema: JSONValue) -> Int {
    let least = schema["minimum"]?.int ?? schema["exclusiveMinimum"]?.int.map { $0 + 1 } ?? 1
    let most =
      schema["maximum"]?.int ?? schema["exclusiveMaximum"]?.int.map { $0 - 1 }
      ?? least + 1_000_000
    return Int.random(in: least...most, using: &random)
  }

  private mutating func object(for schema: JSONValue) throws -> JSONObject {
    guard let properties = schema["properties"]?.object else {
      return ["note": .string(word(4...8))]
    }
    let required = schema["required"]?.array?.compactMap(\.string) ?? []
    var object: JSONObject = [:]
    for (name, property) in properties where required.contains(name) || !random.oneIn(3) {
      object[name] = try value(for: property)
    }
    if object.isEmpty, let (name, property) = properties.members.first {
      object[name] = try value(for: property)
    }
    return object
  }

  private mutating func text(for schema: JSONValue) throws -> String {
    if let pattern = schema["pattern"]?.string {
      guard let shape = TextShape.ofPatterns[pattern] else {
        throw Unable(reason: "no text for the pattern \(pattern)")
      }
      return shape.prefix + characters(shape.alphabet, shape.lengths)
    }
    if let format = schema["format"]?.string { return try formatted(format) }
    let least = max(schema["minLength"]?.int ?? 1, 1)
    let most = min(schema["maxLength"]?.int ?? .max, least + 12)
    // The first character is a letter: a text that begins like JSON could be taken for it.
    return characters(TextShape.letters, 1...1)
      + characters(TextShape.anything, (least - 1)...(most - 1))
  }

  private mutating func formatted(_ format: String) throws -> String {
    switch format {
    case "date": return date().description
    case "date-time":
      return Timestamp(
        date(), hour: random.index(below: 24), minute: random.index(below: 60),
        second: random.index(below: 60)
      ).description
    case "url": return "https://\(word(3...9)).bücher.example/\(word(1...5))?a=[s1]&b=%C3%BC"
    case "idn-email": return "\(word(2...8))+\(word(1...3))@example.com"
    case "uuid":
      return [8, 4, 4, 4, 12].map { characters(TextShape.hexadecimal, $0...$0) }
        .joined(separator: "-")
    case _: throw Unable(reason: "no text in the format \(format)")
    }
  }

  /// A day of the sandbox's recent past.
  private mutating func date() -> CalendarDate {
    SandboxedTools.now.date.adding(days: -1 - random.index(below: 80))
  }

  private mutating func word(_ lengths: ClosedRange<Int>) -> String {
    characters(TextShape.letters, lengths)
  }

  private mutating func characters(_ alphabet: String, _ lengths: ClosedRange<Int>) -> String {
    let length = Int.random(in: lengths, using: &random)
    return String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
  }
}

/// What a text is made of.
struct TextShape: Sendable {
  var prefix = ""
  let alphabet: String
  let lengths: ClosedRange<Int>

  static let letters = "abcdefghijklmnopqrstuvwxyz"
  static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  static let digits = "0123456789"
  static let hexadecimal = "0123456789abcdef"
  /// What a wire format has to take care of.
  static let anything = letters + digits + " -_.~&=?/%+#üß€"

  /// The patterns of the manifest. A new one needs a line here.
  static let ofPatterns = [
    "^([A-Z]{2}|T[123])$": TextShape(alphabet: capitals, lengths: 2...2),
    "^[A-Z]{3}$": TextShape(alphabet: capitals, lengths: 3...3),
    "^[0-9]{7,15}$": TextShape(prefix: "49", alphabet: digits, lengths: 5...13),
    "^[A-Za-z0-9-]{4,20}$": TextShape(alphabet: letters + capitals + digits + "-", lengths: 4...20),
    "^[^:&|;$%@\"'<>()+,\\\\]{4,32}$": TextShape(alphabet: letters + " -_./ü", lengths: 4...32),
    "^[A-Za-z0-9_.\\- ]*$": TextShape(alphabet: letters + digits + "_.- ", lengths: 1...16),
    "^[A-Za-z0-9_.\\- ]+$": TextShape(alphabet: letters + digits + "_.- ", lengths: 1...16),
    "^[!-~]+$": TextShape(alphabet: letters + digits + "-_.~&=?/%+#", lengths: 8...20),
  ]
}
