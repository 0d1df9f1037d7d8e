package import JSON

/// A tool as the manifest describes it: what clients see, and how it is done.
package struct ToolDescriptor: Sendable {
  package let name: String
  /// The id of the provider it belongs to.
  package let provider: String
  package let title: String
  package let description: String
  /// The group of tools it is listed with.
  package let toolset: String
  package let effect: Effect
  /// Whether the service's documents spell the endpoint out, or it was inferred.
  package let confidence: Confidence
  package let request: RequestTemplate
  /// In the order they are published and sent.
  package let arguments: [ArgumentDescriptor]
  package let rules: [ArgumentRule]
  /// Where the rows are in an answer that is a list.
  package let rows: JSONPointer?
  package let handler: HandlerKind
  /// What is asked before it acts; for destructive tools.
  package let consent: ConsentDescriptor?
  /// An object schema of the answer, when its shape is known.
  package let output: JSONObject?
  /// Arguments of a call that makes sense, which the tool accepts.
  package let example: JSONObject?

  package enum Confidence: String, CaseIterable, Sendable {
    case documented
    case inferred
  }

  /// How a tool is run. A new kind is one case here and one line where handlers are made.
  package enum HandlerKind: Sendable {
    /// One request, one answer.
    case request
    /// A report the service computes: started, then polled until it is ready.
    case report(ReportDescriptor)
  }

  private static let fields = [
    "name", "title", "description", "toolset", "effect", "confidence", "request", "arguments",
    "rules", "rows", "report", "consent", "output", "example",
  ]

  init?(reading cursor: ManifestCursor, provider: String, shared: ManifestCursor?) {
    cursor.allowOnly(Self.fields)
    let name = cursor.requiredString("name")
    if let name, !ProviderDescriptor.isIdentifier(name) {
      cursor.report(at: "name", "must be lower-case letters, digits and _, at most 40")
    }
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    let toolset = cursor.requiredString("toolset")
    let parts = ToolParts(reading: cursor, shared: shared)
    ToolPartsCheck(parts: parts, cursor: cursor).run()
    let confidence = cursor.choice("confidence", Confidence.self) ?? .documented
    let output = Self.output(cursor)
    let rows = cursor.pointers("rows").first
    guard let name, let title, let description, let toolset, let effect = parts.effect,
      let request = parts.request
    else { return nil }
    self.name = name
    self.provider = provider
    self.title = title
    self.description = description
    self.toolset = toolset
    self.effect = effect
    self.confidence = confidence
    self.request = request
    self.arguments = parts.arguments
    self.rules = parts.rules
    self.rows = rows
    consent = parts.consent
    self.handler = parts.report.map(HandlerKind.report) ?? .request
    self.output = output
    example = cursor.child("example")?.object
    // A fault in an argument would make the example look wrong too.
    if let example, parts.arguments.count == cursor.child("arguments")?.object.count ?? 0 {
      ArgumentReader(self).report(example, to: cursor, at: "example")
    }
  }

  private static func output(_ cursor: ManifestCursor) -> JSONObject? {
    guard let output = cursor.child("output") else { return nil }
    if output.object["type"] != "object" {
      output.report("must have \"type\": \"object\": older clients take no other answer")
    }
    PublishedSchema.checkRoot(output)
    _ = PublishedSchema.compile(output.object, output)
    return output.object
  }
}

/// The parts of a tool that must fit each other. Those that could not be read are missing.
struct ToolParts {
  let effect: Effect?
  let request: RequestTemplate?
  let arguments: [ArgumentDescriptor]
  let rules: [ArgumentRule]
  let report: ReportDescriptor?
  let consent: ConsentDescriptor?

  init(reading cursor: ManifestCursor, shared: ManifestCursor?) {
    effect = cursor.isPresent("effect", "an effect") ? cursor.choice("effect", Effect.self) : nil
    request = cursor.template("request")
    arguments = cursor.children("arguments").compactMap { name, argument in
      ArgumentDescriptor(reading: argument, name: name, shared: shared)
    }
    rules = cursor.elements("rules").compactMap(ArgumentRule.init(reading:))
    report = cursor.child("report").flatMap(ReportDescriptor.init(reading:))
    consent = cursor.child("consent").flatMap(ConsentDescriptor.init(reading:))
  }
}

/// How a report is followed: `{"poll": "GET /reports/{report_id}", "id": ["/report_id", "/id"]}`.
package struct ReportDescriptor: Sendable {
  /// The request that asks for the report; its path holds the one argument that resumes it.
  package let poll: RequestTemplate
  /// Where the starting answer names the report; the first place that has something wins.
  package let idPointers: [JSONPointer]

  /// The argument that holds a report's id.
  package var idArgument: String? { poll.requiredArguments.first }

  /// The argument that says how many seconds a call may wait for the report.
  package static let waitArgument = "wait_seconds"

  fileprivate init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["poll", "id"])
    let poll = cursor.template("poll")
    guard cursor.isPresent("id", "where the answer names the report"), let poll else { return nil }
    if poll.requiredArguments.count != 1 {
      cursor.report(at: "poll", "its path must hold exactly one argument, the report's id")
    }
    self.poll = poll
    idPointers = cursor.pointers("id")
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
