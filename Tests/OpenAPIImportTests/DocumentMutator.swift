import JSON
import TestSupport

/// Makes documents that are almost right: a few things about one are changed.
struct DocumentMutator {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// The document with one to six changes.
  mutating func mutated(_ document: JSONValue) -> JSONValue {
    var document = document
    for _ in 0...generator.index(below: 6) {
      let pointers = Self.pointers(in: document, at: .root)
      let pointer = pointers[generator.index(below: pointers.count)]
      guard !pointer.tokens.isEmpty else { continue }
      document = document.setting(pointer.description, to: replacement(in: document, pointers))
    }
    return document
  }

  /// What comes in place of a value; nothing to remove it.
  private mutating func replacement(in document: JSONValue, _ pointers: [JSONPointer]) -> JSONValue?
  {
    let other = pointers[generator.index(below: pointers.count)]
    switch generator.index(below: 6) {
    case 0: return nil
    case 1:
      return [
        "$ref": .string(["#", "other.yaml#", "a/b.json#"][generator.index(below: 3)] + "\(other)")
      ]
    case 2:
      // The whole document in itself would grow without end.
      return other.tokens.count < 3 ? true : other.value(in: document)
    case 3: return .object([word(): other.value(in: ["a": 1]) ?? "b"])
    default: return Self.values[generator.index(below: Self.values.count)]
    }
  }

  private mutating func word() -> String {
    Self.words[generator.index(below: Self.words.count)]
  }

  private static let words = [
    "type", "items", "properties", "allOf", "oneOf", "$ref", "use", "enum", "name", "", "{name}",
    "required", "schema", "security", "servers", "variables", "get", "delete", "\u{202E}",
    "a\u{0}b", "/",
  ]

  private static let values: [JSONValue] = [
    nil, true, false, 0, -1, 7, "", "string", "object", "array", "path", "query", "header", "{x}",
    "#", "#/", "#/paths", "\u{202E}\u{1B}[31m", [], [:], [nil], ["string", "null"], ["$ref": "#"],
    .string(String(repeating: "longName", count: 100)), ["type": "object"], [["type": "null"]],
    .number(JSONNumber(text: "1e400") ?? JSONNumber(1)), "GET /a?b", "\n\n", "日本",
  ]

  private static func pointers(in value: JSONValue, at pointer: JSONPointer) -> [JSONPointer] {
    switch value {
    case .object(let object):
      [pointer] + object.flatMap { pointers(in: $0.value, at: pointer.appending($0.key)) }
    case .array(let elements):
      [pointer]
        + elements.enumerated().flatMap {
          pointers(in: $0.element, at: pointer.appending($0.offset))
        }
    case .null, .bool, .number, .string: [pointer]
    }
  }
}
