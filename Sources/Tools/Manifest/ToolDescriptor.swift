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
  package private(set) var effect: Effect
  /// Whether the service's documents spell the endpoint out, or it was inferred.
  package let confidence: Confidence
  /// Words of those who look for it that nothing else here holds.
  package let keywords: [String]
  package let listing: Listing
  /// In the order they are published and sent.
  package private(set) var arguments: [ArgumentDescriptor]
  package let rules: [ArgumentRule]
  /// Where the rows are in an answer that is a list.
  package let rows: JSONPointer?
  /// How the rest of a long answer is asked for.
  package let paging: PagingDescriptor?
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
    case request(RequestTemplate)
    /// A report the service computes: started by a request, then polled until it is ready.
    case report(ReportDescriptor, startedBy: RequestTemplate)
    /// One of the server's own.
    case own(OwnHandler)
  }

  /// The tools the server does itself.
  package enum OwnHandler: String, CaseIterable, Sendable {
    case findTools = "find_tools"
    case callTool = "call_tool"
    case apiRequest = "api_request"
  }

  /// Whom the server's own tools belong to.
  package static let ownProvider = "clickport"

  /// The request that begins a call; nothing for the server's own tools.
  package var request: RequestTemplate? {
    switch handler {
    case .request(let request), .report(_, startedBy: let request): request
    case .own: nil
    }
  }

  /// Which of the server's own tools this is; nothing for a service's.
  package var ownHandler: OwnHandler? {
    guard case .own(let handler) = handler else { return nil }
    return handler
  }

  /// The tool without anything that changes the world: an own tool among reading ones.
  func onlyReading() -> ToolDescriptor {
    var tool = self
    tool.effect = .read
    tool.arguments.removeAll { $0.name == "body" || $0.isStandard }
    return tool.limiting("method", to: ["GET"])
  }

  /// The tool with a choice of values for one of its arguments, where it has that argument.
  func limiting(_ name: String, to values: [String]) -> ToolDescriptor {
    var tool = self
    tool.arguments = arguments.map { $0.name == name ? $0.limited(to: values) : $0 }
    return tool
  }

  private static let fields = [
    "name", "title", "description", "toolset", "effect", "confidence", "keywords", "listed",
    "request", "handler", "arguments", "rules", "rows", "paging", "report", "consent", "example",
    "output",
  ]

  /// Reads one tool. `shared` are the parameters and `shapes` the schemas that tools of its
  /// provider have in common.
  init?(
    reading cursor: ManifestCursor, provider: String, shared: ManifestCursor? = nil,
    shapes: ManifestCursor? = nil
  ) {
    cursor.allowOnly(Self.fields)
    if provider != Self.ownProvider, cursor.object.contains("handler") {
      cursor.report(at: "handler", "is for the tools that are no service's")
    }
    let name = cursor.requiredString("name")
    if let name, !ProviderDescriptor.isIdentifier(name) {
      cursor.report(at: "name", "must be lower-case letters, digits and _, at most 40")
    }
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    let toolset = cursor.requiredString("toolset")
    if let toolset, ToolSelection.reservedToolsets.contains(toolset) {
      cursor.report(at: "toolset", "\"\(toolset)\" stands for a choice of toolsets")
    }
    let parts = ToolParts(reading: cursor, shared: shared)
    ToolPartsCheck(parts: parts, cursor: cursor).run()
    let confidence = cursor.choice("confidence", Confidence.self) ?? .documented
    let keywords = cursor.strings("keywords") ?? []
    let listing = cursor.choice("listed", Listing.self) ?? .toolset
    let output = Self.output(cursor, shapes)
    let rows = cursor.pointers("rows").first
    guard let name, let title, let description, let toolset, let effect = parts.effect,
      let handler = parts.handler
    else { return nil }
    self.name = name
    self.provider = provider
    self.title = title
    self.description = description
    self.toolset = toolset
    self.effect = effect
    self.confidence = confidence
    self.keywords = keywords
    self.listing = listing
    let mayRepeat = !effect.isIdempotent || parts.own == .apiRequest
    arguments =
      parts.arguments
      + (mayRepeat ? StandardArguments.arguments(besides: parts.arguments) : [])
    self.rules = parts.rules
    self.rows = rows
    paging = parts.paging
    consent = parts.consent
    self.handler = handler
    self.output = output
    example = cursor.child("example")?.object
    // A fault in an argument would make the example look wrong too.
    if let example, parts.arguments.count == cursor.child("arguments")?.object.count ?? 0 {
      ArgumentReader(self).report(example, to: cursor, at: "example")
    }
  }

  private static func output(
    _ cursor: ManifestCursor, _ shapes: ManifestCursor?
  ) -> JSONObject? {
    guard let written = cursor.child("output") else { return nil }
    let output = OutputShapes(shapes).inlined(written)
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
  /// Set where the server does the tool itself.
  let own: ToolDescriptor.OwnHandler?
  let arguments: [ArgumentDescriptor]
  let rules: [ArgumentRule]
  let paging: PagingDescriptor?
  let report: ReportDescriptor?
  let consent: ConsentDescriptor?

  init(reading cursor: ManifestCursor, shared: ManifestCursor?) {
    effect = cursor.isPresent("effect", "an effect") ? cursor.choice("effect", Effect.self) : nil
    own = cursor.choice("handler", ToolDescriptor.OwnHandler.self)
    request = cursor.object.contains("handler") ? nil : cursor.template("request")
    arguments = cursor.children("arguments").compactMap { name, argument in
      ArgumentDescriptor(reading: argument, name: name, shared: shared)
    }
    rules = cursor.elements("rules").compactMap(ArgumentRule.init(reading:))
    paging = cursor.child("paging").flatMap(PagingDescriptor.init(reading:))
    report = cursor.child("report").flatMap(ReportDescriptor.init(reading:))
    consent = cursor.child("consent").flatMap(ConsentDescriptor.init(reading:))
  }

  var handler: ToolDescriptor.HandlerKind? {
    if let own { return .own(own) }
    guard let request else { return nil }
    return report.map { .report($0, startedBy: request) } ?? .request(request)
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
