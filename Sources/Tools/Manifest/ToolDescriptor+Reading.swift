package import JSON

extension ToolDescriptor {
  private static let fields = [
    "name", "title", "description", "toolset", "effect", "confidence", "keywords", "listed",
    "request", "handler", "arguments", "rules", "rows", "paging", "report", "consent", "example",
    "output",
  ]

  /// What an overlay's tool of that provider would be refused for, with pointers into it.
  package static func problems(
    in tool: JSONObject, provider: String
  ) -> [(pointer: JSONPointer, message: String)] {
    let problems = ProblemCollector()
    let cursor = ManifestCursor(object: tool, pointer: .root, problems: problems)
    _ = ToolDescriptor(reading: cursor, provider: provider)
    return problems.problems
  }

  /// Reads one tool whole, and checks it. `shared` are the parameters and `shapes` the schemas that
  /// tools of its provider have in common.
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
    let toolset = cursor.requiredString("toolset")
    if let toolset, ToolSelection.reservedToolsets.contains(toolset) {
      cursor.report(at: "toolset", "\"\(toolset)\" stands for a choice of toolsets")
    }
    let listing = cursor.choice("listed", Listing.self) ?? .toolset
    let parts = ToolParts(reading: cursor, shared: shared)
    ToolPartsCheck(parts: parts, cursor: cursor).run()
    let details = ToolDetails(reading: cursor, parts, shapes)
    guard let name, let toolset, let effect = parts.effect, let details else { return nil }
    self.init(
      name: name, provider: provider, toolset: toolset, effect: effect, listing: listing,
      ownHandler: parts.own, details: DeferredDetails(details))
    // A fault in an argument would make the example look wrong too.
    if let example, parts.arguments.count == cursor.child("arguments")?.object.count ?? 0 {
      ArgumentReader(self).report(example, to: cursor, at: "example")
    }
  }

  /// A tool that is known to be right. Only what decides whether it is offered is read
  /// now. Nothing when it isn't right after all.
  init?(trusting tool: JSONObject, provider: String, shared: JSONObject?, shapes: JSONObject?) {
    let strings = tool.strings(named: ["name", "toolset", "effect", "listed", "handler"])
    guard let name = strings[0], let toolset = strings[1],
      let effect = strings[2].flatMap(Effect.init(rawValue:))
    else { return nil }
    let details = DeferredDetails {
      let written = ManifestCursor(trusting: tool)
      let parts = ToolParts(
        reading: written, shared: shared.map(ManifestCursor.init(trusting:)))
      let shapes = shapes.map(ManifestCursor.init(trusting:))
      guard let details = ToolDetails(reading: written, parts, shapes) else {
        preconditionFailure("\(name) was known to be right")
      }
      return details
    }
    self.init(
      name: name, provider: provider, toolset: toolset, effect: effect,
      listing: strings[3].flatMap(Listing.init(rawValue:)) ?? .toolset,
      ownHandler: strings[4].flatMap(OwnHandler.init(rawValue:)), details: details)
  }
}

extension ToolDetails {
  fileprivate init?(reading cursor: ManifestCursor, _ parts: ToolParts, _ shapes: ManifestCursor?) {
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    confidence = cursor.choice("confidence", ToolDescriptor.Confidence.self) ?? .documented
    keywords = cursor.strings("keywords") ?? []
    output = OutputSchema(reading: cursor, shapes)
    rows = cursor.pointers("rows").first
    example = cursor.child("example")?.object
    guard let title, let description, let effect = parts.effect, let handler = parts.handler
    else { return nil }
    self.title = title
    self.description = description
    self.handler = handler
    let mayRepeat = !effect.isIdempotent || parts.own == .apiRequest
    arguments =
      parts.arguments
      + (mayRepeat ? StandardArguments.arguments(besides: parts.arguments) : [])
    rules = parts.rules
    paging = parts.paging
    consent = parts.consent
  }
}
