package import JSON

extension JSONValue {
  /// The document with another value at a place, or without it; `-` stands for a new element.
  package func setting(_ pointer: String, to value: JSONValue?) -> JSONValue {
    setting((JSONPointer(parsing: pointer)?.tokens ?? [])[...], to: value) ?? .null
  }

  private func setting(_ tokens: ArraySlice<String>, to value: JSONValue?) -> JSONValue? {
    guard let token = tokens.first else { return value }
    let rest = tokens.dropFirst()
    switch self {
    case .object(var object):
      object[token] = (object[token] ?? [:]).setting(rest, to: value)
      return .object(object)
    case .array(var elements):
      if let index = Int(token), elements.indices.contains(index) {
        elements[index] = elements[index].setting(rest, to: value) ?? .null
      } else if let value {
        elements.append(value)
      }
      return .array(elements)
    case .null, .bool, .number, .string:
      return self
    }
  }
}
