package import JSON

/// How a report is followed: `{"poll": "GET /reports/{report_id}", "id": ["/report_id", "/id"],
/// "ready": "/stats"}`.
package struct ReportDescriptor: Sendable {
  /// The request that asks for the report; its path holds the one argument that resumes it.
  package let poll: RequestTemplate
  /// Where the starting answer names the report; the first that leads to something wins.
  package let idPointers: [JSONPointer]
  /// What the starting answer holds when it is the report already; nil where it never is.
  package let ready: JSONPointer?

  /// The argument that holds a report's id.
  package var idArgument: String? { poll.requiredArguments.first }

  /// The argument that says how many seconds a call may wait for the report.
  package static let waitArgument = "wait_seconds"

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["poll", "id", "ready"])
    let poll = cursor.template("poll")
    guard cursor.isPresent("id", "where the answer names the report"), let poll else { return nil }
    if poll.requiredArguments.count != 1 {
      cursor.report(at: "poll", "its path must hold exactly one argument, the report's id")
    }
    self.poll = poll
    idPointers = cursor.pointers("id")
    ready = cursor.string("ready").flatMap { cursor.pointer($0, at: "ready") }
  }
}

extension ManifestCursor {
  func template(_ key: String) -> RequestTemplate? {
    guard let text = requiredString(key) else { return nil }
    do {
      return try RequestTemplate(parsing: text)
    } catch {
      report(at: key, error.message)
      return nil
    }
  }
}

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
