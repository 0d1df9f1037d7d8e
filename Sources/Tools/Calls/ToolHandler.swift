package import JSON

/// How one tool is done: arguments in, JSON or an error out.
package protocol ToolHandler: Sendable {
  /// What a call is about, read from its arguments alone: nothing is sent for it.
  func target(of call: ToolCall) throws(ToolError) -> CallTarget

  /// Honours cancellation and the call's deadline.
  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject

  /// Whether an answer of `call` is a service's, and not what this server says before there is one.
  func isService(answer: JSONObject) -> Bool
}

extension ToolHandler {
  package func isService(answer: JSONObject) -> Bool { true }

  /// What the descriptor says of the call, which takes as much longer as it says it may.
  package func target(of call: ToolCall) -> CallTarget {
    var target = CallTarget(of: call)
    target.wait = .seconds(call.arguments[WaitDescriptor.argument]?.int ?? 0)
    return target
  }
}

/// What a call is about: all that consent, policy and record want to know of it.
package struct CallTarget: Sendable {
  /// The id of the service; the server's own for a tool that asks none.
  package let service: String
  /// Which account of the service it is done in, without giving its key away; empty for a read.
  package let account: String
  package let effect: Effect
  /// Whom or what an effect concerns: phone numbers, or the ids in the path.
  package let subject: String?
  package let recipients: Recipients
  /// What a person is asked before it is done; nil when nobody is asked.
  package var question: Question?
  /// How long the caller is ready to wait for what was started, beyond the time of any call.
  package var wait = Duration.zero
  /// The calls of another tool that it is besides, which count as such.
  package var parts: EffectParts?

  /// Makes the question. It names the thing at stake, looked up by the call's deadline, and throws
  /// what that look-up fails with.
  package typealias Question = @Sendable (ToolCall) async throws(ToolError) -> String

  /// Whom a call with an effect reaches.
  package enum Recipients: Equatable, Sendable {
    case nobody
    /// The values of the arguments that say it; none when they were not given.
    case named([String])
    /// It may be people, but nothing tells which, or how many.
    case unknown
  }

  /// Whether it is a message to people.
  var isMessage: Bool {
    if case .named = recipients { true } else { false }
  }

  package init(
    service: String, account: String = "", effect: Effect, subject: String? = nil,
    recipients: Recipients = .nobody
  ) {
    self.service = service
    self.account = account
    self.effect = effect
    self.subject = subject
    self.recipients = recipients
  }

  /// What the tool's descriptor says of the call. `effect` is given where it isn't the tool's
  /// common one; `account` is only asked for an effect.
  package init(
    of call: ToolCall, effect: Effect? = nil, account: @autoclosure () -> String = ""
  ) {
    let tool = call.tool
    let effect = effect ?? tool.effect
    guard effect != .read else {
      self.init(service: tool.provider, effect: .read)
      return
    }
    let recipients = tool.recipientArguments
    let subjects = recipients.isEmpty ? tool.arguments.filter { $0.location == .path } : recipients
    let texts = subjects.compactMap { call.arguments[$0.name]?.text }
    self.init(
      service: tool.provider, account: account(), effect: effect,
      subject: texts.isEmpty ? nil : texts.joined(separator: " "),
      recipients: recipients.isEmpty
        ? .nobody
        : .named(
          recipients.compactMap { call.arguments[$0.name] }.flatMap { $0.array ?? [$0] }
            .map(\.text)))
    // A handler that knows better asks about the very thing.
    if effect == .destructive { question = { _ throws(ToolError) in "Do this for good?" } }
  }
}

extension ToolDescriptor {
  /// Whether a call of it reaches a person.
  package var isMessaging: Bool { effect != .read && !recipientArguments.isEmpty }

  /// The arguments that say whom it reaches.
  fileprivate var recipientArguments: [ArgumentDescriptor] { arguments.filter(\.isRecipient) }
}

extension JSONValue {
  /// A string's own text, or the value's JSON.
  fileprivate var text: String { string ?? description }
}
