package import JSON

/// What ties an answer to its request: a string or an integer, never `null`.
///
/// An integer keeps its text, so that it is echoed exactly as it came.
package enum RequestID: Hashable, Sendable {
  case string(String)
  case integer(JSONNumber)

  /// The id a JSON value stands for; nothing for `null`, fractions and everything else.
  package init?(_ value: JSONValue) {
    switch value {
    case .string(let string): self = .string(string)
    case .number(let number) where number.isInteger: self = .integer(number)
    case .number, .null, .bool, .array, .object: return nil
    }
  }

  package var json: JSONValue {
    switch self {
    case .string(let string): .string(string)
    case .integer(let number): .number(number)
    }
  }
}

extension RequestID: CustomStringConvertible {
  package var description: String { json.description }
}
