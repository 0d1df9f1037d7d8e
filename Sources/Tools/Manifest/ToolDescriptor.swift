package import JSON

/// A tool as the manifest describes it: what clients see, and how it is done.
///
/// What decides whether it is offered is there at once. The details of a tool that is known to be
/// right are read when somebody first needs them: most of the tools of a process never are.
package struct ToolDescriptor: Sendable {
  package let name: String
  /// The id of the provider it belongs to.
  package let provider: String
  /// The group of tools it is listed with.
  package let toolset: String
  package private(set) var effect: Effect
  package let listing: Listing
  /// Which of the server's own tools this is; nothing for a service's.
  package let ownHandler: OwnHandler?
  private var deferred: DeferredDetails

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

  init(
    name: String, provider: String, toolset: String, effect: Effect, listing: Listing,
    ownHandler: OwnHandler?, details: DeferredDetails
  ) {
    self.name = name
    self.provider = provider
    self.toolset = toolset
    self.effect = effect
    self.listing = listing
    self.ownHandler = ownHandler
    deferred = details
  }

  /// Read by now, if not before.
  private var known: ToolDetails { deferred.details }
}

extension ToolDescriptor {
  package var title: String { known.title }
  package var description: String { known.description }

  /// Whether the service's documents spell the endpoint out, or it was inferred.
  package var confidence: Confidence { known.confidence }

  /// Words of those who look for it that nothing else here holds.
  package var keywords: [String] { known.keywords }

  /// In the order they are published and sent.
  package var arguments: [ArgumentDescriptor] { known.arguments }

  package var rules: [ArgumentRule] { known.rules }

  /// Where the rows are in an answer that is a list.
  package var rows: JSONPointer? { known.rows }

  /// How the rest of a long answer is asked for.
  package var paging: PagingDescriptor? { known.paging }

  package var handler: HandlerKind { known.handler }

  /// What is asked before it acts; for destructive tools.
  package var consent: ConsentDescriptor? { known.consent }

  /// An object schema of the answer, when its shape is known.
  package var output: JSONObject? { known.output?.object }

  /// Arguments of a call that makes sense, which the tool accepts.
  package var example: JSONObject? { known.example }

  /// The request that begins a call; nothing for the server's own tools.
  package var request: RequestTemplate? {
    switch handler {
    case .request(let request), .report(_, startedBy: let request): request
    case .own: nil
    }
  }
}

extension ToolDescriptor {
  /// The tool without anything that changes the world: an own tool among reading ones.
  func onlyReading() -> ToolDescriptor {
    var tool = changingArguments { arguments in
      arguments.filter { $0.name != "body" && !$0.isStandard }
    }
    tool.effect = .read
    return tool.limiting("method", to: ["GET"])
  }

  /// The tool with a choice of values for one of its arguments, where it has that argument.
  func limiting(_ name: String, to values: [String]) -> ToolDescriptor {
    changingArguments { $0.map { $0.name == name ? $0.limited(to: values) : $0 } }
  }

  private func changingArguments(
    _ change: @escaping @Sendable ([ArgumentDescriptor]) -> [ArgumentDescriptor]
  ) -> ToolDescriptor {
    var tool = self
    tool.deferred = DeferredDetails { [deferred] in
      var details = deferred.details
      details.arguments = change(details.arguments)
      return details
    }
    return tool
  }
}
