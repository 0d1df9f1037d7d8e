internal import JSON
internal import Synchronization

/// What a tool is beyond what decides whether it is offered.
struct ToolDetails: Sendable {
  let title: String
  let description: String
  let confidence: ToolDescriptor.Confidence
  let keywords: [String]
  var parts: ToolParts
  let rows: JSONPointer?
  let handler: ToolDescriptor.HandlerKind
  let output: OutputSchema?
  let example: JSONObject?

  /// nil where something that the tool can't do without is wrong.
  init?(
    reading cursor: ManifestCursor, effect: Effect?, own: ToolDescriptor.OwnHandler?,
    shared: ManifestCursor?, shapes: ManifestCursor?
  ) {
    parts = ToolParts(reading: cursor, effect: effect, own: own, shared: shared)
    if !cursor.isProven { ToolPartsCheck(parts: parts, cursor: cursor).run() }
    let title = cursor.requiredString("title")
    let description = cursor.requiredString("description")
    confidence = cursor.choice("confidence", ToolDescriptor.Confidence.self) ?? .documented
    keywords = cursor.strings("keywords") ?? []
    output = OutputSchema(reading: cursor, shapes)
    rows = cursor.pointers("rows").first
    example = cursor.child("example")?.object
    guard let title, let description, let effect, let handler = parts.handler else { return nil }
    self.title = title
    self.description = description
    self.handler = handler
    parts.arguments += StandardArguments.arguments(
      besides: parts.arguments, countsOnce: !effect.isIdempotent || own == .apiRequest,
      isMessaging: effect != .read && parts.arguments.contains(where: \.isRecipient))
  }
}

/// Details that are read when they are first asked for.
final class DeferredDetails: Sendable {
  private enum State: Sendable {
    case written(@Sendable () -> ToolDetails?)
    case read(ToolDetails?)
  }

  private let state: Mutex<State>

  init(_ read: @escaping @Sendable () -> ToolDetails?) {
    state = Mutex(.written(read))
  }

  /// nil where they can't be read.
  func read() -> ToolDetails? {
    state.withLock { state in
      switch state {
      case .read(let details): return details
      case .written(let read):
        let details = read()
        state = .read(details)
        return details
      }
    }
  }
}

/// The parts of a tool that must fit each other. Those that could not be read are missing.
struct ToolParts {
  let effect: Effect?
  let request: RequestTemplate?
  /// Set where the server does the tool itself.
  let own: ToolDescriptor.OwnHandler?
  var arguments: [ArgumentDescriptor]
  let rules: [ArgumentRule]
  let paging: PagingDescriptor?
  let wait: WaitDescriptor?
  let each: EachDescriptor?
  let merge: MergeDescriptor?
  let consent: ConsentDescriptor?

  init(
    reading cursor: ManifestCursor, effect: Effect?, own: ToolDescriptor.OwnHandler?,
    shared: ManifestCursor?
  ) {
    self.effect = effect
    self.own = own
    request = cursor.object.contains("handler") ? nil : cursor.template("request")
    arguments = cursor.children("arguments").compactMap { name, argument in
      ArgumentDescriptor(reading: argument, name: name, shared: shared)
    }
    rules = cursor.elements("rules").compactMap(ArgumentRule.init(reading:))
    paging = cursor.child("paging").flatMap(PagingDescriptor.init(reading:))
    wait = cursor.child("wait").flatMap(WaitDescriptor.init(reading:))
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
