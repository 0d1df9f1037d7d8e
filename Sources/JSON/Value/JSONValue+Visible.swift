extension JSONValue {
  /// The value with each of its texts and names as `String.visible` leaves it. Numbers, order and
  /// the count of members stay.
  package func visible(textLimit limit: Int) -> JSONValue {
    isPlain(limit) ? self : seen(limit)
  }

  private func isPlain(_ limit: Int) -> Bool {
    switch self {
    case .null, .bool, .number: true
    case .string(let text): text.isPlain(limit: limit)
    case .array(let elements): elements.allSatisfy { $0.isPlain(limit) }
    case .object(let object):
      object.allSatisfy { $0.key.isPlain(limit: limit) && $0.value.isPlain(limit) }
    }
  }

  private func seen(_ limit: Int) -> JSONValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(text.visible(limit: limit))
    case .array(let elements): .array(elements.map { $0.seen(limit) })
    case .object(let object):
      .object(
        object.mapped {
          $0.visible(limit: limit)
        } values: {
          $0.seen(limit)
        })
    }
  }
}
