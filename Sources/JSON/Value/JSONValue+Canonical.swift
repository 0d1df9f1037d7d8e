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
