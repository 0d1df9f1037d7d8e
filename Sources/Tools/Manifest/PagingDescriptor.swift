package import JSON

/// How a long answer is asked for piece by piece:
/// `{"kind": "page", "argument": "page", "next": "/meta/next_page"}`.
package struct PagingDescriptor: Sendable {
  package let kind: Kind
  /// The argument that moves on.
  package let argument: String
  /// Where an answer says what that argument is next; nil where it must be counted.
  package let next: JSONPointer?

  package enum Kind: String, CaseIterable, Sendable {
    /// Numbered pages.
    case page
    /// So many rows are skipped.
    case offset
    /// A mark that the answer before gave.
    case cursor
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["kind", "argument", "next"])
    let argument = cursor.requiredString("argument")
    guard cursor.isPresent("kind", "page, offset or cursor"), let argument,
      let kind = cursor.choice("kind", Kind.self)
    else { return nil }
    self.kind = kind
    self.argument = argument
    next = cursor.pointers("next").first
  }
}
