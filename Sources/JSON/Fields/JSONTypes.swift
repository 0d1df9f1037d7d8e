/// Types of JSON values, as JSON Schema names them.
package struct JSONTypes: OptionSet, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let null = JSONTypes(rawValue: 1)
  package static let boolean = JSONTypes(rawValue: 2)
  package static let integer = JSONTypes(rawValue: 4)
  /// A number with a fraction; a schema's `number` is both.
  package static let fraction = JSONTypes(rawValue: 8)
  package static let string = JSONTypes(rawValue: 16)
  package static let array = JSONTypes(rawValue: 32)
  package static let object = JSONTypes(rawValue: 64)
  package static let any = JSONTypes(rawValue: 127)

  private static let named: [(name: String, types: JSONTypes)] = [
    ("object", .object), ("array", .array), ("string", .string),
    ("number", [.integer, .fraction]), ("integer", .integer), ("boolean", .boolean),
    ("null", .null),
  ]

  /// What a schema means by a type; nil where there is none of that name.
  package init?(named name: String) {
    guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
    self = known.types
  }

  /// The type of a value.
  package init(of value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool: self = .boolean
    case .number(let number): self = number.isInteger ? .integer : .fraction
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// As few names as say it: where fractions come, `number` says integers too.
  package var names: [String] {
    Self.named.filter { name, types in
      switch name {
      case "number": contains(.fraction)
      case "integer": contains(.integer) && !contains(.fraction)
      default: contains(types)
      }
    }.map(\.name)
  }

  package var description: String {
    self == .any ? "any" : names.joined(separator: " or ")
  }

  /// The type of the value that begins with this byte, of a text that is known to be JSON. Of numbers
  /// more has to be looked at.
  init(startingWith byte: UInt8) {
    self =
      switch byte {
      case UInt8(ascii: "{"): .object
      case UInt8(ascii: "["): .array
      case UInt8(ascii: "\""): .string
      case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
      case UInt8(ascii: "n"): .null
      default: .integer
      }
  }
}
