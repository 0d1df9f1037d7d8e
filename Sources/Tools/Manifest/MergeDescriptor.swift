package import JSON

/// How a service that wants the whole object on a change gets it: what it has is read, the arguments
/// are laid over it, and that is sent. `{"read": "GET /links/{link_id}", "omit": ["/created_at"]}`.
package struct MergeDescriptor: Sendable {
  package let read: LookupDescriptor
  /// Where the object stands in the answer, or in its row.
  private let object: JSONPointer
  /// What is never sent back: what the service sets itself, or doesn't tell in truth.
  private let omitted: [JSONPointer]

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["read", "object", "omit"] + LookupDescriptor.fields)
    guard let read = LookupDescriptor(reading: cursor, request: "read") else { return nil }
    self.read = read
    object = cursor.pointers("object").first ?? .root
    omitted = cursor.pointers("omit")
  }

  /// The object as it may be sent back; nil where the answer has none.
  package func object(in answer: JSONValue, _ arguments: Arguments) -> JSONObject? {
    let found = read.thing(in: answer, arguments).flatMap { object.value(in: $0)?.object }
    return found.map { found in
      omitted.reduce(found) { $0.without($1.tokens[...]) }
    }
  }
}

extension JSONObject {
  fileprivate func without(_ tokens: ArraySlice<String>) -> JSONObject {
    guard let token = tokens.first else { return self }
    var changed = self
    let inner = tokens.dropFirst()
    if inner.isEmpty {
      changed[token] = nil
    } else if let object = self[token]?.object {
      changed[token] = .object(object.without(inner))
    }
    return changed
  }
}
