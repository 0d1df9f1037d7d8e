package import JSON

/// A figure that each row of a tool has, and that can be added up over rows:
/// `"measures": {"clicks": "/click_count"}`.
package struct MeasureDescriptor: Sendable {
  /// The same wherever the same thing is counted: `clicks`, `unique_clicks`, `revenue` ….
  package let name: String
  /// Where a row has it.
  package let pointer: JSONPointer

  /// As a query names the column.
  package var path: [String] { pointer.tokens }

  static func all(in cursor: ManifestCursor) -> [MeasureDescriptor] {
    guard let child = cursor.child("measures") else { return [] }
    if cursor.object["rows"] == nil {
      cursor.report(at: "measures", "a tool that has measures has rows")
    }
    if child.object.isEmpty { child.report("must name at least one measure") }
    return child.object.keys.compactMap { name in
      if !child.isProven, !ProviderDescriptor.isIdentifier(name) {
        child.report(at: name, "must be named in lower-case letters, digits and _, at most 40")
      }
      return child.requiredString(name).flatMap { child.column($0, at: name) }
        .map { MeasureDescriptor(name: name, pointer: $0) }
    }
  }
}

extension ManifestCursor {
  /// A pointer to what a query names as a column; reports one that none can name.
  func column(_ text: String, at key: String) -> JSONPointer? {
    guard let pointer = pointer(text, at: key) else { return nil }
    if !isProven {
      let isName = pointer.tokens.allSatisfy { token in
        !token.isEmpty && !token.contains { ".,():\"".contains($0) }
      }
      if pointer.tokens.isEmpty || !isName {
        report(at: key, "\"\(text)\" is no column: a name, or names, without . , : ( )")
      }
    }
    return pointer
  }

  /// The same of a field that may be missing.
  func column(_ key: String) -> JSONPointer? { string(key).flatMap { column($0, at: key) } }
}
