internal import JSON

extension JSONObject {
  /// The answer as it may lie on a disk: what is a secret by its name and what the call gave as one
  /// concealed; nothing when it is too long.
  func keepable(concealing redaction: Redaction) -> JSONObject? {
    let shown = redaction.applied(to: .object(self)).withoutSecrets
    guard case .object(let answer) = shown,
      JSONValue.object(answer).serialized().count <= Self.longestKept
    else { return nil }
    return answer
  }

  private static let longestKept = 1 << 16
}

extension JSONValue {
  /// The value with the members that are secrets by their name concealed.
  fileprivate var withoutSecrets: JSONValue {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          object.members.map { key, value in
            (key, Self.isSecret(key) ? .string(Redaction.mark) : value.withoutSecrets)
          }))
    case .array(let elements): .array(elements.map(\.withoutSecrets))
    case .null, .bool, .number, .string: self
    }
  }

  private static let secretWords = [
    "token", "secret", "password", "apikey", "authkey", "credential",
  ]

  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return plain == "key" || secretWords.contains { plain.contains($0) }
  }
}
