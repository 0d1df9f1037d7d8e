package import JSON

/// A GET request that finds a thing: its answer, or the row of it that matches.
package struct LookupDescriptor: Sendable {
  package let request: RequestTemplate
  /// The query of that request: its own name → the argument whose value it takes.
  package let query: [(name: String, argument: String)]
  /// Where the rows are, when the answer is a list the thing has to be found in.
  package let rows: JSONPointer?
  /// The thing is the one that holds these arguments' values there.
  package let matches: [(pointer: JSONPointer, argument: String)]

  static let fields = ["query", "rows", "where"]

  /// `key` is the field that holds the request.
  init?(reading cursor: ManifestCursor, request key: String) {
    let request = cursor.template(key)
    if let request, request.method != .get {
      cursor.report(at: key, "looking something up must be a GET request")
    }
    let query = cursor.child("query")
    let matches = cursor.child("where")
    guard let request else { return nil }
    self.request = request
    self.query =
      query?.object.keys.compactMap { name in query?.string(name).map { (name, $0) } } ?? []
    rows = cursor.pointers("rows").first
    self.matches =
      matches?.object.keys.compactMap { key in
        guard let pointer = matches?.pointer(key, at: key) else { return nil }
        return matches?.string(key).map { (pointer, $0) }
      } ?? []
  }

  /// The thing in the answer to the request; nil when it isn't there.
  package func thing(in answer: JSONValue, _ arguments: Arguments) -> JSONValue? {
    let candidates = rows.map { $0.value(in: answer)?.array ?? [] } ?? [answer]
    return candidates.first { candidate in
      matches.allSatisfy { pointer, argument in
        arguments[argument].map { pointer.value(in: candidate)?.isTwin(of: $0) ?? false } ?? false
      }
    }
  }

  /// Every argument it speaks of.
  var arguments: [String] {
    request.requiredArguments + request.optionalArguments + query.map(\.argument)
      + matches.map(\.argument)
  }
}

extension JSONValue {
  /// Whether both are the same id, be it a number in one and its digits in the other.
  fileprivate func isTwin(of other: JSONValue) -> Bool {
    self == other || (string ?? description) == (other.string ?? other.description)
  }
}
