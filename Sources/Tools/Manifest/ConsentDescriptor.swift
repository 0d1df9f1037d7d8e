package import JSON

/// What a person is asked before a destructive call, and how the thing at stake is looked up.
package struct ConsentDescriptor: Sendable {
  /// The question. `{name}` stands for what the thing is called, `{argument}` for an argument.
  package let question: String
  /// When it is asked; nil where it always is.
  package let condition: ArgumentRule.Condition?
  /// How the thing's name is found; nil where the service has no way to tell.
  package let lookup: Lookup?

  /// A request that finds a thing.
  package struct Lookup: Sendable {
    package let request: RequestTemplate
    /// The query of that request: its own name → the argument whose value it takes.
    package let query: [(name: String, argument: String)]
    /// Where the rows are, when the answer is a list the thing has to be found in.
    package let rows: JSONPointer?
    /// The row is the one that holds these arguments' values there.
    package let matches: [(pointer: JSONPointer, argument: String)]
    /// Where the thing is named, in the answer or in its row; the first that leads to something
    /// wins.
    package let names: [JSONPointer]

    init?(reading cursor: ManifestCursor) {
      let request = cursor.template("lookup")
      if let request, request.method != .get {
        cursor.report(at: "lookup", "looking something up must be a GET request")
      }
      let query = cursor.child("query")
      let matches = cursor.child("where")
      if cursor.object.contains("rows") != cursor.object.contains("where") {
        cursor.report("rows and where find a row together: give both or none")
      }
      _ = cursor.isPresent("name", "where the answer names the thing")
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
      names = cursor.pointers("name")
    }

    /// The thing in the answer to the request: the answer itself, or the row of it that matches.
    package func thing(in answer: JSONValue, _ arguments: Arguments) -> JSONValue? {
      guard let rows else { return answer }
      return rows.value(in: answer)?.array?.first { row in
        matches.allSatisfy { pointer, argument in
          arguments[argument].map { pointer.value(in: row)?.isTwin(of: $0) ?? false } ?? false
        }
      }
    }

    /// What a thing is called; nil when it has no name.
    package func name(of thing: JSONValue) -> JSONValue? {
      names.lazy.compactMap { $0.value(in: thing) }.first
    }
  }

  /// So much of a name is shown.
  private static let nameLimit = 100

  /// The question about these arguments and a thing of that name. Others chose these words:
  /// nothing in them may hide or turn around what the person reads.
  package func question(about name: String, _ arguments: Arguments) -> String {
    template.filled { key in
      let value = arguments[key].map { $0.string ?? $0.description }
      return Self.plain(key == "name" ? name : value ?? "none")
    }
  }

  /// Made when it is needed: few questions of a manifest are ever asked.
  private var template: TextTemplate { TextTemplate(parsing: question) { _ in true } }

  /// Every argument it speaks of.
  var arguments: [String] {
    let looked = lookup.map { lookup in
      lookup.query.map(\.argument) + lookup.request.requiredArguments
        + lookup.matches.map(\.argument)
    }
    return (looked ?? []) + [condition?.argument].compactMap(\.self)
      + template.names.filter { $0 != "name" }
  }

  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    plain.append(contentsOf: text.unicodeScalars.filter { !$0.isHidden })
    let shown = String(plain)
    return shown.count <= nameLimit ? shown : shown.prefix(nameLimit) + "…"
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["question", "when", "lookup", "query", "rows", "where", "name"])
    condition = ArgumentRule.Condition(reading: cursor)
    if condition == nil, cursor.object.contains("when") {
      cursor.report(at: "when", "must be one argument and its value, or values")
    }
    lookup = cursor.object.contains("lookup") ? Lookup(reading: cursor) : nil
    guard let question = cursor.requiredString("question") else { return nil }
    self.question = question
    if lookup == nil, question.contains("{name}"), !cursor.object.contains("lookup") {
      cursor.report(at: "question", "{name} needs a lookup that finds it")
    }
  }
}

extension JSONValue {
  /// Whether both are the same id, be it a number in one and its digits in the other.
  fileprivate func isTwin(of other: JSONValue) -> Bool {
    self == other || (string ?? description) == (other.string ?? other.description)
  }
}
