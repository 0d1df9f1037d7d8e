import JSON

/// What a field may hold, as the service's page states it.
struct FieldRule: Sendable {
  let name: String
  let kind: FieldKind
  let isRequired: Bool
  /// What the service takes when the field is not sent.
  let fallback: JSONValue?

  init(_ name: String, _ kind: FieldKind, isRequired: Bool = false, fallback: JSONValue? = nil) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.fallback = fallback
  }
}
