/// Any JSON value (RFC 8259). Objects keep the order of their members, numbers keep their text.
///
/// Equality is JSON Schema's: numbers are equal when their mathematical values are (`1` and `1.0`),
/// objects are equal whatever the order of their members.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The members, when this is an object.
  package var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The elements, when this is an array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text, when this is a string; a number is not turned into one.
  package var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The truth value, when this is `true` or `false`; `1` is not `true`.
  package var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The number, when this is one.
  package var number: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The value as an `Int`, when this is a number without a fractional part that fits.
  package var int: Int? { number?.int }

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The member of that name, when this is an object that has one.
  package subscript(name: String) -> JSONValue? { object?[name] }

  /// The JSON Schema name of this value's type; a number with an integral value is an `integer`.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number(let number): number.isInteger ? "integer" : "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)):
      ExactString(text: left) == ExactString(text: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let bool): hasher.combine(bool)
    case .number(let number): hasher.combine(number)
    case .string(let string): hasher.combine(ExactString(text: string))
    case .array(let elements): hasher.combine(elements)
    case .object(let object): hasher.combine(object)
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(JSONObject(members))
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as one line of JSON.
  package var description: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONValue {
  /// The same value with the members of every object sorted by name, so that two values that are
  /// equal but for the order of members have the same text.
  package var canonical: JSONValue {
    switch self {
    case .null, .bool, .number, .string: self
    case .array(let elements): .array(elements.map(\.canonical))
    case .object(let object):
      .object(
        JSONObject(object.members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.canonical) }))
    }
  }
}

extension JSONValue {
  /// What is meant where a truth value is due: services write `1`, `"1"` or `"true"` for true, and the
  /// like for false. Nil for anything else.
  package var truth: Bool? {
    switch self {
    case .bool(let bool): bool
    case .number(let number): number.int == 1 ? true : number.int == 0 ? false : nil
    case .string(let text):
      ["1": true, "true": true, "0": false, "false": false][text.lowercased()]
    case .null, .array, .object: nil
    }
  }
}
