package import JSON
internal import MCP
package import Tools

/// A tool that has the service compute a report: starts it, asks for it with growing pauses while
/// telling how far it is, and answers with the figures. When the wait is over before the report
/// is, the answer holds the report's id, and the same tool takes it to go on.
package struct ReportOperation: ToolHandler {
  private let report: ReportDescriptor
  private let start: RequestTemplate
  private let provider: Provider

  /// How long a call waits for its report unless it says otherwise, and how often it asks.
  private static let defaultWait = Duration.seconds(45)
  private static let firstPause = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(5)

  package init(
    _ report: ReportDescriptor, startedBy start: RequestTemplate, at provider: Provider
  ) {
    self.report = report
    self.start = start
    self.provider = provider
  }

  /// Going on with a report that was started before changes nothing.
  package func target(of call: ToolCall) -> CallTarget {
    let effect = id(in: call.arguments).map { _ in Effect.read }
    var target = CallTarget(of: call, at: provider, effect: effect)
    target.wait = wait(of: call)
    return target
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let window = PollWindow(call, wait: wait(of: call))
    if let id = id(in: call.arguments) { return try await follow(id, window) }
    let (answer, status) = try await exchange(start, call.arguments, window, call.tool.effect)
    if status != 202, report.ready?.value(in: .object(answer)) != nil { return answer }
    do throws(ToolError) {
      guard let id = self.id(in: answer) else {
        throw ToolError(
          .badAnswer, "\(provider.descriptor.title) started a report but did not name it.")
      }
      return try await follow(id, window)
    } catch {
      var error = error
      if call.tool.effect != .read { error.outcome = .accepted }
      throw error
    }
  }

  private func wait(of call: ToolCall) -> Duration {
    call.arguments[ReportDescriptor.waitArgument]?.int.map { .seconds($0) } ?? Self.defaultWait
  }

  /// The report a call goes on with.
  private func id(in arguments: Arguments) -> JSONValue? {
    report.idArgument.flatMap { arguments[$0] }
  }

  /// The report's name in the answer that started it.
  private func id(in answer: JSONObject) -> JSONValue? {
    report.idPointers.lazy.compactMap { $0.value(in: .object(answer)) }.first { !$0.isNull }
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

  /// Asks for the report until it is ready or time is up. An outage on the way is waited out like
  /// a report that isn't ready: the figures may still come.
  private func follow(
    _ id: JSONValue, _ window: PollWindow
  ) async throws(ToolError) -> JSONObject {
    var pause = Self.firstPause
    var state = PendingState(id: id)
    let named = Arguments(JSONObject([(report.idArgument ?? "", id)]))
    var asked = 0
    while true {
      do throws(ToolError) {
        let (answer, status) = try await exchange(report.poll, named, window, .read)
        if status != 202 { return answer }
        state.progress = answer["progress"]
      } catch {
        guard error.isRetryable else { throw error }
        state.problem = error.message
        if let seconds = error.retryAfterSeconds { pause = max(pause, .seconds(seconds)) }
      }
      asked += 1
      // How often it was asked for: no service says how far it is in a way all share.
      await window.call.progress.report(
        ProgressReporter.Step(
          progress: Double(asked),
          message: "\(provider.descriptor.title) is computing report \(id)"))
      guard pause <= window.left else { return pending(state, window.call.tool) }
      do {
        try await window.call.deadline.sleep(pause)
      } catch {
        throw ToolError(.cancelled, "The call was cancelled; the report goes on being computed.")
      }
      pause = min(pause * 3 / 2, Self.longestPause)
    }
  }

  private func exchange(
    _ template: RequestTemplate, _ arguments: Arguments, _ window: PollWindow, _ effect: Effect
  ) async throws(ToolError) -> (answer: JSONObject, status: Int) {
    let call = window.call
    let parts = try RequestParts(template, of: call.tool, arguments).tracing(call)
    let answer = try await provider.send(
      parts, effect: effect, by: call.deadline.within(max(window.left, .seconds(1))),
      noting: call.footprint)
    return (try answer.read(), answer.status)
  }

  /// What is known of a report that isn't ready.
  private struct PendingState {
    let id: JSONValue
    /// The service's own account of how far it is.
    var progress: JSONValue?
    /// What last went wrong while asking for it.
    var problem: String?
  }

  private func pending(_ state: PendingState, _ tool: ToolDescriptor) -> JSONObject {
    let argument = report.idArgument ?? ""
    var answer: JSONObject = ["status": "pending"]
    answer[argument] = state.id
    answer["progress"] = state.progress
    answer["last_problem"] = state.problem.map(JSONValue.string)
    answer["message"] = .string(
      "The report is not ready yet. Call \(tool.name) again with \(argument) \(state.id) to get it."
    )
    return answer
  }
}
