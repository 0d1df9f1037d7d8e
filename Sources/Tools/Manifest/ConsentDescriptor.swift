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

  /// The question about a thing of that name.
  package func question(about name: String) -> String {
    question.replacing("{name}", with: name)
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
