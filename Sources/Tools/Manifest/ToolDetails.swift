internal import JSON

/// What a tool is beyond what decides whether it is offered.
struct ToolDetails: Sendable {
  let title: String
  let description: String
  let confidence: ToolDescriptor.Confidence
  /// What of it is inferred and not documented, as a sentence.
  let inferred: String?
  /// What its service wants of an account, as a sentence.
  let requires: String?
  let keywords: [String]
  var parts: ToolParts
  let rows: JSONPointer?
  let measures: [MeasureDescriptor]
  /// Whether its answers can be drawn.
  let hasChart: Bool
  let source: SourceDescriptor?
  let handler: ToolDescriptor.HandlerKind
  let output: OutputSchema?
  /// Whose key its requests carry.
  let key: ProviderDescriptor.KeyChoice
  /// The statuses beside those of success that an answer may have, and what it holds then.
  let answers: [Int: JSONPointer]
  /// The media type of its body; nil for the usual one.
  let contentType: String?
  private(set) var example: JSONObject?
  /// Why an argument can't be given here, by each of its names.
  private(set) var withheld: [String: String] = [:]
  /// Where the days of its service begin and end.
  let days: ServiceDays

  /// nil where something that the tool can't do without is wrong.
  init?(
    reading cursor: ManifestCursor, effect: Effect?, own: ToolDescriptor.OwnHandler?,
    shared: SharedParts
  ) {
    let parts = ToolParts(reading: cursor, effect: effect, own: own, shared: shared)
    self.parts = parts
    if !cursor.isProven { ToolPartsCheck(parts: parts, cursor: cursor).run() }
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    confidence = cursor.choice("confidence", ToolDescriptor.Confidence.self) ?? .documented
    inferred = cursor.string("inferred") ?? (confidence == .inferred ? Self.inferredEndpoint : nil)
    requires = shared.requires
    keywords = cursor.strings("keywords") ?? []
    output = OutputSchema(reading: cursor, shared.shapes)
    key = ProviderDescriptor.KeyChoice(reading: cursor, among: shared.keys)
    answers = Self.answers(reading: cursor)
    contentType = cursor.string("content_type")
    rows = cursor.pointers("rows").first
    measures = MeasureDescriptor.all(in: cursor)
    hasChart = cursor.bool("chart") ?? false
    if hasChart, own == nil, rows == nil {
      cursor.report(at: "chart", "needs rows: what is drawn?")
    }
    source = cursor.child("source").map { SourceDescriptor(reading: $0, of: parts, cursor) }
    example = cursor.child("example")?.object
    days = shared.days
    guard let title, let description, let effect, let handler = parts.handler else { return nil }
    self.title = title
    self.description = description
    self.handler = handler
    self.parts.arguments += StandardArguments.arguments(
      besides: parts.arguments, countsOnce: !effect.isIdempotent || own == .apiRequest,
      isMessaging: effect != .read && parts.arguments.contains(where: \.isRecipient),
      period: parts.period)
  }

  private static let inferredEndpoint = "The endpoint: the documents don't spell it out."

  private static func answers(reading cursor: ManifestCursor) -> [Int: JSONPointer] {
    guard let answers = cursor.child("answers") else { return [:] }
    let found = answers.object.keys.compactMap { text -> (Int, JSONPointer)? in
      guard let status = Int(text), 400..<600 ~= status else {
        answers.report(at: text, "must be an HTTP status from 400 to 599")
        return nil
      }
      return answers.string(text).flatMap { answers.pointer($0, at: text) }.map { (status, $0) }
    }
    return Dictionary(found) { first, _ in first }
  }

  /// Takes an argument away that can't be given here, with all that speaks of it.
  mutating func withhold(_ argument: ArgumentDescriptor, because reason: String) {
    let name = argument.name
    for spelling in [name] + argument.aliases { withheld[spelling] = reason }
    parts.arguments.removeAll { $0.name == name }
    parts.rules.removeAll { $0.arguments.contains(name) }
    example?[name] = nil
  }
}

/// What the tools of a provider have in common.
struct SharedParts: Sendable {
  /// Arguments that a tool's may use.
  var parameters: ManifestCursor?
  /// Schemas that its answers may use.
  var shapes: ManifestCursor?
  var days = ServiceDays()
  /// What the service wants of an account.
  var requires: String?
  /// Other keys than the service's common one, by name.
  var keys: [String: ProviderDescriptor.Authentication] = [:]
}

/// Details that were read. They are long: whoever wants one of them must not copy all.
final class KnownDetails: Sendable {
  let details: ToolDetails

  init(_ details: ToolDetails) {
    self.details = details
  }
}

/// nil where they can't be read.
typealias DeferredDetails = Deferred<KnownDetails?>

/// The parts of a tool that must fit each other. Those that could not be read are missing.
struct ToolParts {
  let effect: Effect?
  let request: RequestTemplate?
  /// Set where the server does the tool itself.
  let own: ToolDescriptor.OwnHandler?
  var arguments: [ArgumentDescriptor]
  var rules: [ArgumentRule]
  let paging: PagingDescriptor?
  let wait: WaitDescriptor?
  let each: EachDescriptor?
  let merge: MergeDescriptor?
  let consent: ConsentDescriptor?
  let period: PeriodDescriptor?

  init(
    reading cursor: ManifestCursor, effect: Effect?, own: ToolDescriptor.OwnHandler?,
    shared: SharedParts
  ) {
    self.effect = effect
    self.own = own
    request = cursor.object.contains("handler") ? nil : cursor.template("request")
    let arguments = cursor.children("arguments").compactMap { name, argument in
      ArgumentDescriptor(reading: argument, name: name, shared: shared.parameters)
    }
    self.arguments = arguments
    period = cursor.child("period").flatMap {
      PeriodDescriptor(reading: $0, of: arguments, over: shared.days)
    }
    rules = cursor.elements("rules").compactMap(ArgumentRule.init(reading:))
    paging = cursor.child("paging").flatMap { PagingDescriptor(reading: $0, of: arguments) }
    wait = cursor.child("wait").flatMap(WaitDescriptor.init(reading:))
    // Many clients drop what isn't listed: what continues a call always is.
    let continuing = [paging?.argument].compactMap(\.self) + (wait?.takes.map(\.name) ?? [])
    if !continuing.isEmpty {
      self.arguments = arguments.map { continuing.contains($0.name) ? $0.listed : $0 }
    }
    each = cursor.child("each").flatMap(EachDescriptor.init(reading:))
    merge = cursor.child("merge").flatMap(MergeDescriptor.init(reading:))
    consent = cursor.child("consent").flatMap(ConsentDescriptor.init(reading:))
  }

  var handler: ToolDescriptor.HandlerKind? {
    if let own { return .own(own) }
    guard let request else { return nil }
    if let wait { return .wait(wait, startedBy: request) }
    if let each { return .each(each, after: request) }
    return merge.map { .merge($0, into: request) } ?? .request(request)
  }
}
