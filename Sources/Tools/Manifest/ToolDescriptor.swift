package import JSON
package import MCP

/// A tool as the manifest describes it: what clients see, and how it is done.
///
/// What decides whether it is offered is there at once. The details are read when somebody first
/// needs them, as most tools of a process never are; at once only where the file is unproven.
package struct ToolDescriptor: Sendable {
  private let summary: ToolSummary
  package private(set) var effect: Effect
  private var deferred: DeferredDetails
  /// Whether its details are those that the manifest has.
  private var isAsWritten = true

  package var name: String { summary.name }

  /// The id of the provider it belongs to.
  package var provider: String { summary.provider }

  /// The group of tools it is listed with.
  package var toolset: String { summary.toolset }

  package var listing: Listing { summary.listing }

  /// Which of the server's own tools this is; nil for a service's.
  package var ownHandler: OwnHandler? { summary.ownHandler }

  /// The tool whose work it may do for each item of an array; nil for most.
  var partTool: String? { summary.partTool }

  /// What figures of a source can be told apart by; nil for a tool that no analysis can ask.
  var sourceDimensions: [String]? { summary.sourceDimensions }

  package enum Confidence: String, CaseIterable, Sendable {
    case documented
    case inferred
  }

  /// How a tool is run. A new kind is one case here and one line where handlers are made.
  package enum HandlerKind: Sendable {
    /// One request, one answer.
    case request(RequestTemplate)
    /// Something is started by a request, then polled until it is done.
    case wait(WaitDescriptor, startedBy: RequestTemplate)
    /// One request, then one for each item of an array.
    case each(EachDescriptor, after: RequestTemplate)
    /// What the service has is read, and written with the arguments over it.
    case merge(MergeDescriptor, into: RequestTemplate)
    /// One of the server's own.
    case own(OwnHandler)
  }

  /// The tools the server does itself.
  package enum OwnHandler: String, CaseIterable, Sendable {
    case findTools = "find_tools"
    case useTool = "use_tool"
    case apiRequest = "api_request"
    case listEffects = "list_effects"
    case queryRows = "query_rows"
    case comparePeriods = "compare_periods"
    case rotatorVerdict = "rotator_verdict"
    case findAnomalies = "find_anomalies"
    case trafficQuality = "traffic_quality"
    case idleLinks = "idle_links"
    case reconcile
  }

  /// What tools of today were called in earlier releases. Such a name is accepted, and listed nowhere.
  static let formerNames = ["call_tool": OwnHandler.useTool.rawValue]

  /// What kind of source one of them is nothing without.
  struct NeededSource {
    /// What its figures must be told apart by.
    var dimension: String?
  }

  /// Whom the server's own tools belong to.
  static let ownProvider = "clickport"

  init(_ summary: ToolSummary, effect: Effect, details: DeferredDetails) {
    self.summary = summary
    self.effect = effect
    deferred = details
  }
}

/// What decides whether a tool is offered, and how clients see it where that is known already.
final class ToolSummary: Sendable {
  let name: String
  let provider: String
  let toolset: String
  let listing: Listing
  let ownHandler: ToolDescriptor.OwnHandler?
  let partTool: String?
  let sourceDimensions: [String]?
  /// Where it stands how clients see the tool; nil where its details have to be read for it.
  private let published: (table: ManifestTable, range: TextRange)?

  init(
    name: String, provider: String, toolset: String, listing: Listing,
    ownHandler: ToolDescriptor.OwnHandler?, partTool: String?, sourceDimensions: [String]?,
    published: (ManifestTable, TextRange)? = nil
  ) {
    self.name = name
    self.provider = provider
    self.toolset = toolset
    self.listing = listing
    self.ownHandler = ownHandler
    self.partTool = partTool
    self.sourceDimensions = sourceDimensions
    self.published = published
  }

  /// How clients see it, as far as that was written down.
  var knownPublished: JSONObject? {
    published.flatMap { $0.table.table.object($0.range, isCompact: true) }
  }
}

extension ToolDescriptor.OwnHandler {
  /// nil where it needs none.
  var neededSource: ToolDescriptor.NeededSource? {
    switch self {
    case .findTools, .useTool, .apiRequest, .listEffects, .queryRows: nil
    case .comparePeriods, .findAnomalies, .trafficQuality, .reconcile: .init()
    case .rotatorVerdict: .init(dimension: "rotator_url")
    case .idleLinks: .init(dimension: "link")
    }
  }
}

extension ToolDescriptor {
  private static let fields = [
    "name", "title", "description", "toolset", "effect", "confidence", "inferred", "keywords",
    "listed",
    "request", "handler", "arguments", "rules", "rows", "paging", "wait", "each", "merge",
    "consent", "example", "output", "period", "measures", "source", "chart", "key", "answers",
    "content_type",
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

  /// Reads a tool; nil where something that it can't do without is wrong.
  init?(
    reading cursor: ManifestCursor, provider: String, shared: SharedParts = SharedParts()
  ) {
    let isOwn = provider == Self.ownProvider
    if isOwn, !cursor.isPresent("handler", "the name of one of the server's own handlers") {
      return nil
    }
    cursor.allowOnly(Self.fields)
    if !isOwn, cursor.object.contains("handler") {
      cursor.report(at: "handler", "is for the tools that are no service's")
    }
    let name = cursor.identifier("name")
    let toolset = cursor.requiredString("toolset")
    if let toolset, ToolSelection.reservedToolsets.contains(toolset) {
      cursor.report(at: "toolset", "\"\(toolset)\" stands for a choice of toolsets")
    }
    let listing = cursor.choice("listed", Listing.self) ?? .toolset
    let effect = cursor.choice("effect", Effect.self)
    if effect == nil { _ = cursor.isPresent("effect", "an effect") }
    let ownHandler = cursor.choice("handler", OwnHandler.self)
    let partTool = cursor.child("each")?.string("tool")
    let sourceDimensions =
      cursor.object.contains("source")
      ? cursor.child("source")?.child("by")?.object.keys ?? [] : nil
    let details = DeferredDetails {
      ToolDetails(reading: cursor, effect: effect, own: ownHandler, shared: shared)
        .map(KnownDetails.init)
    }
    let isReadable = cursor.isProven || details.value != nil
    guard let name, let toolset, let effect, isReadable else { return nil }
    let summary = ToolSummary(
      name: name, provider: provider, toolset: toolset, listing: listing, ownHandler: ownHandler,
      partTool: partTool, sourceDimensions: sourceDimensions)
    self.init(summary, effect: effect, details: details)
    if !cursor.isProven { checkExample(cursor) }
  }

  private func checkExample(_ cursor: ManifestCursor) {
    // A fault in an argument would make the example look wrong too.
    let written = cursor.child("arguments")?.object.count ?? 0
    guard let example, arguments.count(where: { !$0.isStandard }) == written else { return }
    ArgumentReader(self).report(example, to: cursor, at: "example")
  }

  private var known: KnownDetails {
    guard let known = deferred.value else { preconditionFailure("\(name) can't be read") }
    return known
  }

  /// How clients see it, where that was written down beforehand and still is so.
  var knownPublished: JSONObject? { isAsWritten ? summary.knownPublished : nil }

  package var title: String { known.details.title }
  package var description: String { known.details.description }

  /// Whether the service's documents spell the endpoint out, or it was inferred.
  package var confidence: Confidence { known.details.confidence }

  /// What of it is inferred, and what its service wants of an account; sentences.
  package var inferred: String? { known.details.inferred }
  package var requires: String? { known.details.requires }

  /// Words of those who look for it that nothing else here holds.
  package var keywords: [String] { known.details.keywords }

  /// In the order they are published and sent.
  package var arguments: [ArgumentDescriptor] { known.details.parts.arguments }

  package var rules: [ArgumentRule] { known.details.parts.rules }

  /// Why an argument can't be given here, by each of its names.
  var withheld: [String: String] { known.details.withheld }

  /// Where the rows are in an answer that is a list.
  package var rows: JSONPointer? { known.details.rows }

  /// What its rows measure.
  package var measures: [MeasureDescriptor] { known.details.measures }

  /// Whether its answers can be drawn.
  package var hasChart: Bool { known.details.hasChart }

  /// Whether analyses can ask it for what it measures.
  package var isSource: Bool { sourceDimensions != nil }

  /// Whether the tool can do anything where these can be called: an analysis needs a source.
  func isUseful(among callable: [ToolDescriptor]) -> Bool {
    guard let needed = ownHandler?.neededSource else { return true }
    return callable.contains { tool in
      guard let dimensions = tool.sourceDimensions else { return false }
      return needed.dimension.map(dimensions.contains) ?? true
    }
  }

  /// What it counts; nil where no analysis asks it.
  package var source: SourceDescriptor? { known.details.source }

  /// How the rest of a long answer is asked for.
  package var paging: PagingDescriptor? { known.details.parts.paging }

  /// Which arguments are its date range; nil where it takes none.
  package var period: PeriodDescriptor? { known.details.parts.period }

  /// Where its days begin and end.
  package var days: ServiceDays { known.details.parts.period?.days ?? known.details.days }

  package var handler: HandlerKind { known.details.handler }

  /// What is asked before it acts; for destructive tools.
  package var consent: ConsentDescriptor? { known.details.parts.consent }

  /// Whose key its requests carry.
  package var key: ProviderDescriptor.KeyChoice { known.details.key }

  /// The statuses beside those of success that an answer may have, and what it holds then.
  package var answers: [Int: JSONPointer] { known.details.answers }

  /// The media type of its requests' body; nil for the usual one.
  package var contentType: String? { known.details.contentType }

  /// An object schema of the answer, when its shape is known.
  package var output: JSONObject? { known.details.output?.object }

  /// Arguments of a call that makes sense, which the tool accepts.
  package var example: JSONObject? { known.details.example }

  /// The request that begins a call; nil for the server's own tools.
  package var request: RequestTemplate? {
    switch handler {
    case .request(let request), .wait(_, startedBy: let request),
      .each(_, after: let request), .merge(_, into: let request):
      request
    case .own: nil
    }
  }

  /// The tool without anything that changes the world: an own tool among reading ones.
  func onlyReading() -> ToolDescriptor {
    var tool = changing { details in
      details.parts.arguments.removeAll { $0.name == APIRequestArguments.body || $0.isStandard }
    }
    tool.effect = .read
    return tool.limiting(APIRequestArguments.method, to: ["GET"])
  }

  /// The tool with a choice of values for one of its arguments, where it has that argument.
  func limiting(_ name: String, to values: [String]) -> ToolDescriptor {
    changing { details in
      details.parts.arguments = details.parts.arguments.map { argument in
        argument.name == name ? argument.limited(to: values) : argument
      }
    }
  }

  /// The tool with other details, which are changed when they are read.
  func changing(_ change: @escaping @Sendable (inout ToolDetails) -> Void) -> ToolDescriptor {
    var tool = self
    tool.isAsWritten = false
    tool.deferred = DeferredDetails { [deferred] in
      guard var changed = deferred.value?.details else { return nil }
      change(&changed)
      return KnownDetails(changed)
    }
    return tool
  }
}

/// What a call does to the world; all four of MCP's hints follow from it.
package enum Effect: String, CaseIterable, Sendable {
  case read
  /// Adds something each time it is called.
  case write
  /// Sets something: calling it again changes nothing more.
  case idempotentWrite = "idempotent_write"
  /// Removes something for good.
  case destructive

  /// Whether a second identical request can do harm.
  package var isIdempotent: Bool { self != .write }

  /// Every tool reaches a service outside, hence an open world.
  package var annotations: Tool.Annotations {
    Tool.Annotations(
      isReadOnly: self == .read, isDestructive: self == .destructive,
      isIdempotent: isIdempotent, isOpenWorld: true)
  }
}

/// When a tool is shown in `tools/list`.
package enum Listing: String, CaseIterable, Sendable {
  /// Also when nobody chose anything.
  case standard = "default"
  /// When its toolset or itself is chosen.
  case toolset
  /// Only when itself is named; otherwise it can't even be called.
  case byName = "by_name"
}
