package import JSON

/// How a long answer is asked for piece by piece, and how its end is known:
/// `{"kind": "page", "argument": "page", "size": "per_page", "next": "/meta/next_page"}`.
package struct PagingDescriptor: Sendable {
  package let kind: Kind
  /// The argument that moves on; of `limit`, the one that says how many rows are answered.
  package let argument: String
  /// Where an answer says what that argument is next, and nothing or null at the end; nil where it
  /// must be counted.
  package let next: JSONPointer?
  /// Where an answer says how many rows there are on all pages.
  package let total: JSONPointer?
  /// Where an answer says with true or false whether more follows.
  package let more: JSONPointer?
  /// The arguments that say how many rows a page has, the usual one first; none where it can't be
  /// said.
  package let sizes: [Size]
  /// The number of the first page, or of the first row.
  package let first: Int

  package enum Kind: String, CaseIterable, Sendable {
    /// Numbered pages.
    case page
    /// So many rows are skipped.
    case offset
    /// A mark that the answer before gave.
    case cursor
    /// There is but one answer, of as many rows as are asked for.
    case limit
  }

  /// An argument that says how many rows a page has.
  package struct Size: Equatable, Sendable {
    package let argument: String
    /// How many rows come when it isn't given; nil where that isn't known.
    package let usual: Int?
    /// The most that may be asked for; nil where that isn't known.
    package let largest: Int?
  }

  init?(reading cursor: ManifestCursor, of arguments: [ArgumentDescriptor]) {
    cursor.allowOnly(["kind", "argument", "next", "total", "more", "size"])
    let argument = cursor.requiredString("argument")
    let named = cursor.strings("size") ?? []
    guard cursor.isPresent("kind", "page, offset, cursor or limit"), let argument,
      let kind = cursor.choice("kind", Kind.self)
    else { return nil }
    self.kind = kind
    self.argument = argument
    next = cursor.pointers("next").first
    total = cursor.pointers("total").first
    more = cursor.pointers("more").first
    sizes = (kind == .limit ? [argument] : named).map { Size($0, among: arguments) }
    first = kind == .page ? Self.number("minimum", of: argument, arguments) ?? 1 : 0
    if kind == .cursor, next == nil { _ = cursor.isPresent("next", "where the next mark stands") }
    if kind == .limit, !named.isEmpty {
      cursor.report(at: "size", "of a limit it is the argument itself")
    }
  }

  fileprivate static func number(
    _ keyword: String, of name: String, _ arguments: [ArgumentDescriptor]
  ) -> Int? {
    arguments.first { $0.name == name }?.schema.document[keyword]?.int
  }
}

extension PagingDescriptor.Size {
  fileprivate init(_ name: String, among arguments: [ArgumentDescriptor]) {
    argument = name
    usual = PagingDescriptor.number("default", of: name, arguments)
    largest = PagingDescriptor.number("maximum", of: name, arguments)
  }
}
