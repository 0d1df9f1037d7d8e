package import JSON

/// What a person is asked before a destructive call, and how the thing at stake is looked up.
package struct ConsentDescriptor: Sendable {
  /// The question; `{name}` stands for what the thing is called.
  package let question: String
  /// The request that finds the thing.
  package let lookup: RequestTemplate
  /// The query of that request: its own name → the argument whose value it takes.
  package let query: [(name: String, argument: String)]
  /// Where the answer names the thing; the first place that has something wins.
  package let namePointers: [JSONPointer]

  /// So much of a name is shown.
  private static let nameLimit = 100

  /// The question about a thing of that name. Others chose the name: nothing in it may hide or
  /// turn around what the person reads.
  package func question(about name: String) -> String {
    var plain = String.UnicodeScalarView()
    plain.append(contentsOf: name.unicodeScalars.filter { !$0.isInvisible })
    let shown = String(plain)
    return question.replacing(
      "{name}", with: shown.count <= Self.nameLimit ? shown : shown.prefix(Self.nameLimit) + "…")
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["question", "lookup", "query", "name"])
    let question = cursor.requiredString("question")
    let lookup = cursor.template("lookup")
    if let lookup, lookup.method != .get {
      cursor.report(at: "lookup", "looking something up must be a GET request")
    }
    let query = cursor.child("query")
    _ = cursor.isPresent("name", "where the answer names the thing")
    guard let question, let lookup else { return nil }
    self.question = question
    self.lookup = lookup
    self.query =
      query?.object.keys.compactMap { name in query?.string(name).map { (name, $0) } } ?? []
    namePointers = cursor.pointers("name")
  }
}

extension Unicode.Scalar {
  /// Controls, line ends, and what steers the direction of a text.
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
