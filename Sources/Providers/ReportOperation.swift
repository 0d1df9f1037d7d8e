internal import Exchange
internal import HTTPTypes
package import JSON
internal import MCP
package import Tools

/// A tool that has the service compute a report: starts it, asks for it with growing pauses while
/// telling how far it is, and answers with the figures. When the wait is over before the report
/// is, the answer holds the report's id, and the same tool takes it to go on.
package struct ReportOperation: ToolHandler {
  private let tool: ToolDescriptor
  private let report: ReportDescriptor
  private let start: RequestTemplate
  private let provider: Provider
  private let timing: CallTiming

  /// How long a call waits for its report unless it says otherwise, and how often it asks.
  private static let defaultWait = Duration.seconds(45)
  private static let firstPause = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(5)

  package init(
    _ tool: ToolDescriptor, report: ReportDescriptor, startedBy start: RequestTemplate,
    provider: Provider, timing: CallTiming
  ) {
    self.tool = tool
    self.report = report
    self.start = start
    self.provider = provider
    self.timing = timing
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let wait = call.arguments[ReportDescriptor.waitArgument]?.int.map { Duration.seconds($0) }
    let window = PollWindow(call, start: timing.source.now(), wait: wait ?? Self.defaultWait)
    if let id = id(in: call.arguments) { return try await follow(id, window) }
    let (answer, status) = try await exchange(start, call.arguments, window, tool.effect)
    if status != 202, answer.contains(Self.figures) { return answer }
    do throws(ToolError) {
      guard let id = self.id(in: answer) else {
        throw ToolError(
          .badAnswer, "\(provider.descriptor.title) started a report but did not name it.")
      }
      return try await follow(id, window)
    } catch {
      var error = error
      if tool.effect != .read { error.outcome = .accepted }
      throw error
    }
  }

  /// Going on with a report that was started before changes nothing.
  package func effect(of arguments: Arguments) -> Effect? {
    id(in: arguments) == nil ? nil : .read
  }

  package func account(for arguments: Arguments) -> String { provider.account }

  /// The report a call goes on with.
  private func id(in arguments: Arguments) -> JSONValue? {
    report.idArgument.flatMap { arguments[$0] }
  }

  /// The report's name in the answer that started it.
  private func id(in answer: JSONObject) -> JSONValue? {
    report.idPointers.lazy.compactMap { $0.value(in: .object(answer)) }.first { !$0.isNull }
  }

  /// The member of an answer that holds a finished report's figures.
  private static let figures = "stats"

  /// One call and its time: when it began, and for how long it may wait.
  private struct PollWindow {
    let call: ToolCall
    let start: Duration
    let wait: Duration

    init(_ call: ToolCall, start: Duration, wait: Duration) {
      self.call = call
      self.start = start
      self.wait = wait
    }

    var end: Duration { start + wait }
  }

  /// Asks for the report until it is ready or time is up. An outage on the way is waited out like
  /// a report that isn't ready: the figures may still come.
  private func follow(
    _ id: JSONValue, _ window: PollWindow
  ) async throws(ToolError) -> JSONObject {
    var pause = Self.firstPause
    var state = PendingState(id: id)
    var asked = 0
    while true {
      do throws(ToolError) {
        let (answer, status) = try await exchange(report.poll, idArguments(id), window, .read)
        if status != 202 { return answer }
        state.progress = answer["progress"]
      } catch {
        guard error.isRetryable else { throw error }
        state.problem = error.message
        if let seconds = error.retryAfterSeconds { pause = max(pause, .seconds(seconds)) }
      }
      asked += 1
      await window.call.context.progress.report(step(id, asked))
      guard timing.source.now() + pause <= window.end else { return pending(state) }
      do {
        try await timing.source.sleep(pause)
      } catch {
        throw ToolError(.cancelled, "The call was cancelled; the report goes on being computed.")
      }
      pause = min(pause * 3 / 2, Self.longestPause)
    }
  }

  private func exchange(
    _ template: RequestTemplate, _ arguments: Arguments, _ window: PollWindow, _ effect: Effect
  ) async throws(ToolError) -> (answer: JSONObject, status: Int) {
    let parts = try RequestParts(template, of: tool, arguments).tracing(window.call.context.trace)
    let left = max(window.end - timing.source.now(), .seconds(1))
    let answer = try await provider.send(
      parts, effect: effect, by: timing.deadline(left: left), noting: window.call.footprint)
    return (try answer.read(), answer.status)
  }

  private func idArguments(_ id: JSONValue) -> Arguments {
    Arguments(JSONObject([(report.idArgument ?? "", id)]))
  }

  /// How often the report was asked for: no service says how far it is in a way all share.
  private func step(_ id: JSONValue, _ asked: Int) -> ProgressReporter.Step {
    ProgressReporter.Step(
      progress: Double(asked),
      message: "\(provider.descriptor.title) is computing report \(id)")
  }

  /// What is known of a report that isn't ready.
  private struct PendingState {
    let id: JSONValue
    /// The service's own account of how far it is.
    var progress: JSONValue?
    /// What last went wrong while asking for it.
    var problem: String?
  }

  private func pending(_ state: PendingState) -> JSONObject {
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
