package import JSON
internal import MCP
package import Tools

/// A tool that starts something and may wait for it: asks how far it is with growing pauses while
/// telling so, and answers what has become of it. When the wait is over before that is, the answer
/// names what was started, and says how to go on. A report that the service computes is one case.
package struct WaitingOperation: ToolHandler {
  private let wait: WaitDescriptor
  private let start: RequestTemplate
  private let provider: Provider

  /// How long a call waits where nothing says it, and how often it asks.
  private static let commonWait = Duration.seconds(45)
  private static let firstPause = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(5)

  package init(_ wait: WaitDescriptor, startedBy start: RequestTemplate, at provider: Provider) {
    self.wait = wait
    self.start = start
    self.provider = provider
  }

  /// Going on with what was started before changes nothing.
  package func target(of call: ToolCall) -> CallTarget {
    let effect = wait.taken(from: call.arguments).map { _ in Effect.read }
    var target = CallTarget(of: call, at: provider, effect: effect)
    target.wait = seconds(of: call) ?? .zero
    return target
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let patience = seconds(of: call)
    if let taken = wait.taken(from: call.arguments) {
      let window = PollWindow(call, wait: patience ?? .zero)
      return try await follow(Started(taken), window)
    }
    let window = PollWindow(call, wait: patience ?? call.deadline.left)
    let parts = try RequestParts(start, of: call.tool, call.arguments)
    // What changes something has a common call's time: cut short, nobody would know what it did. So
    // has what the caller set no time for: cut short, its id would be lost.
    let isCommon = call.tool.effect != .read || call.patience != nil
    let (answer, response) = try await exchange(
      parts, isCommon ? PollWindow(call, wait: call.deadline.left) : window, call.tool.effect)
    guard patience != nil else { return answer }
    if response.status != 202, wait.ready?.value(in: .object(answer)) != nil { return answer }
    do throws(ToolError) {
      guard let taken = wait.taken(fromAnswer: answer, location: response.location) else {
        throw ToolError(
          .badAnswer,
          "\(provider.descriptor.title) started a \(wait.noun) but did not name it. "
            + answer.quotation)
      }
      return try await follow(Started(taken, answer: answer), window)
    } catch {
      var error = error
      if call.tool.effect != .read { error.outcome = .accepted }
      throw error
    }
  }

  /// How long the call may wait; nil when it shall not wait. The argument's default counts where
  /// there is one, unless the caller may be gone before; a tool without that argument always waits.
  private func seconds(of call: ToolCall) -> Duration? {
    let argument = call.tool.arguments.first { $0.name == WaitDescriptor.argument }
    if let told = argument.flatMap({ call.arguments[$0.name] })?.int { return .seconds(told) }
    let usual =
      argument.map { $0.schema.document["default"]?.int.map { .seconds($0) } } ?? Self.commonWait
    return usual.map { min($0, call.patience ?? $0) }
  }

  /// One call, and until when it may wait.
  private struct PollWindow {
    let call: ToolCall
    private let end: Duration

    init(_ call: ToolCall, wait: Duration) {
      self.call = call
      end = call.deadline.now + min(wait, call.deadline.left)
    }

    var left: Duration { end - call.deadline.now }
  }

  /// What is known of what was started.
  private struct Started {
    let taken: JSONObject
    /// Nil when an earlier call started it.
    let answer: JSONObject?
    /// The service's own account of how far it is.
    var progress: JSONValue?
    var state: JSONValue?
    /// What last went wrong while asking.
    var problem: String?

    init(_ taken: JSONObject, answer: JSONObject? = nil) {
      self.taken = taken
      self.answer = answer
    }

    /// Name and value of what it is known by.
    var id: (name: String, value: JSONValue) {
      taken.members.first.map { ($0.key, $0.value) } ?? ("", .null)
    }
  }

  /// Asks until it is done or time is up. An outage on the way is waited out like work that isn't
  /// done: it may still be.
  private func follow(
    _ started: Started, _ window: PollWindow
  ) async throws(ToolError) -> JSONObject {
    var pause = Self.firstPause
    var started = started
    var asked = 0
    // Who may be gone soon isn't kept by asking, but told what is known.
    guard window.call.patience != .zero else { return pending(started, window.call) }
    while true {
      do throws(ToolError) {
        if let answer = try await poll(&started, window) { return answer }
      } catch {
        guard error.isRetryable else { throw error }
        started.problem = error.message
        if let seconds = error.retryAfterSeconds { pause = max(pause, .seconds(seconds)) }
      }
      asked += 1
      await tell(started, asked, window)
      guard pause <= window.left else { return pending(started, window.call) }
      window.call.footprint.note(
        "what was started isn't done yet", provider.details(ofWait: pause))
      do {
        try await window.call.deadline.sleep(pause)
      } catch {
        throw ToolError(
          .cancelled,
          "The call was cancelled; the \(wait.noun) goes on"
            + (wait.isForAnswer ? " being computed." : "."))
      }
      pause = min(pause * 3 / 2, Self.longestPause)
    }
  }

  /// How often it was asked for: no service says how far it is in a way all share.
  private func tell(_ started: Started, _ asked: Int, _ window: PollWindow) async {
    let doing = wait.isForAnswer ? "computing" : "working on"
    await window.call.progress.report(
      ProgressReporter.Step(
        progress: Double(asked),
        message: "\(provider.descriptor.title) is \(doing) \(wait.noun) \(started.id.value)"))
  }

  /// The answer when it is done, nil when it isn't yet.
  private func poll(
    _ started: inout Started, _ window: PollWindow
  ) async throws(ToolError) -> JSONObject? {
    let call = window.call
    let arguments = Arguments(call.arguments.values.merging(started.taken))
    let parts = try RequestParts(wait.poll, of: call.tool, arguments)
    let answer: JSONObject
    let response: UnreadResponse
    do throws(ToolError) {
      (answer, response) = try await exchange(parts, window, .read)
    } catch {
      // What has to be found may not be there before it is done.
      guard error.code == .notFound, !wait.poll.matches.isEmpty else { throw error }
      return nil
    }
    guard response.status != 202 else {
      started.progress = answer["progress"]
      return nil
    }
    guard let thing = wait.poll.thing(in: .object(answer), arguments) else { return nil }
    switch wait.stage(of: thing) {
    case .pending(let state):
      started.state = state
      return nil
    case .done:
      guard let rows = wait.poll.rows else { return answer }
      return JSONValue.object(answer).setting(thing, at: rows.tokens[...]).object
    case .failed(let state, let reason):
      throw failure(started, state, reason)
    }
  }

  private func failure(_ started: Started, _ state: String, _ reason: String?) -> ToolError {
    let (name, id) = started.id
    var error = ToolError(
      .rejected,
      "\(provider.descriptor.title) started it (\(name) \(id)), but it ended as \(state)."
        + (reason.map { " \($0)" } ?? ""))
    error.providerMessage = reason
    return error
  }

  private func exchange(
    _ parts: RequestParts, _ window: PollWindow, _ effect: Effect
  ) async throws(ToolError) -> (answer: JSONObject, response: UnreadResponse) {
    let call = window.call
    let response = try await provider.send(
      parts.tracing(call), effect: effect,
      by: call.deadline.within(max(window.left, .seconds(1))), noting: call.footprint)
    return (try await response.read(), response)
  }

  /// What an answer begins its message with that was given before there was one.
  private var pendingWords: String {
    "The \(wait.noun) is not \(wait.isForAnswer ? "ready" : "done") yet."
  }

  package func isService(answer: JSONObject) -> Bool {
    let message = answer.value(at: JSONPointer(tokens: ["message"]))?.string
    return message?.hasPrefix(pendingWords) != true
  }

  /// What is known of what isn't done.
  private func pending(_ started: Started, _ call: ToolCall) -> JSONObject {
    let (name, id) = started.id
    var answer: JSONObject
    if let first = started.answer, !wait.isForAnswer {
      answer = first
    } else {
      answer = started.taken
      answer = JSONObject([("status", "pending")]).merging(answer)
    }
    answer["progress"] = started.progress
    answer["state"] = started.state
    answer["last_problem"] = started.problem.map(JSONValue.string)
    let isResumed = call.tool.arguments.contains { $0.name == name }
    let values = call.arguments.values.merging(started.taken)
    let next =
      wait.goOn.map { text in
        text.filled { name in values[name].map { $0.string ?? $0.description } ?? "" }
      } ?? (isResumed ? "Call \(call.tool.name) again with \(name) \(id) to get it." : nil)
    let words = pendingWords
    answer["message"] = .string(words + (next.map { " " + $0 } ?? ""))
    return answer
  }
}
