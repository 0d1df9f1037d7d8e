extension Redaction {
  package func isNeeded(in value: JSONValue) -> Bool {
    switch value {
    case .null, .bool: false
    case .number(let number): isNeeded(in: number.text)
    case .string(let text): isNeeded(in: text)
    case .array(let elements): elements.contains { isNeeded(in: $0) }
    case .object(let object):
      object.contains { isNeeded(in: $0.key) || isNeeded(in: $0.value) }
    }
  }

  /// The value with the mark in each of its texts and names that holds a secret. A number that
  /// holds one becomes a text. Order and count of members stay.
  package func applied(to value: JSONValue) -> JSONValue {
    isNeeded(in: value) ? rewritten(value) : value
  }

  private func rewritten(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool: value
    case .number(let number):
      isNeeded(in: number.text) ? .string(applied(to: number.text)) : value
    case .string(let text): .string(applied(to: text))
    case .array(let elements): .array(elements.map(rewritten))
    case .object(let object): .object(object.mapped(applied, values: rewritten))
    }
  }
}
