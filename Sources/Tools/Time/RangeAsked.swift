package import JSON

/// A range of days as a caller asks for it.
package struct RangeAsked: Sendable {
  package let range: String
  /// nil where the caller names none.
  package let timeZone: String?
  package let includesToday: Bool

  package init(_ range: String, timeZone: String? = nil, includesToday: Bool = false) {
    self.range = range
    self.timeZone = timeZone
    self.includesToday = includesToday
  }

  /// The period that is meant there and then, or all that is wrong with what was asked for.
  func period(in days: CallDays) -> Result<Period, ArgumentProblems> {
    var problems = days.fault.map { [$0.problem(of: StandardArguments.timeZone)] } ?? []
    do throws(UnknownDateRange) {
      let range = try DateRange(parsing: range)
      if problems.isEmpty {
        return .success(
          Period(range, in: days.zone, at: days.now, includesToday: includesToday))
      }
    } catch {
      problems.append(
        ArgumentProblem(
          StandardArguments.range, problem: error.problem, expected: error.expected))
    }
    return .failure(ArgumentProblems(problems: problems))
  }
}

extension UnknownTimeZone {
  func problem(of argument: String) -> ArgumentProblem {
    ArgumentProblem(argument, problem: problem, expected: expected)
  }
}

extension ToolCall {
  /// All tools that a client may call, in the manifest's order.
  package var tools: [ToolDescriptor] { scope.pipeline.descriptors }

  /// The call without progress of its parts: several at once would mingle their steps.
  package var quiet: ToolCall {
    var call = self
    call.scope = scope.quiet
    return call
  }

  /// The tool of that name, where a client may call it.
  package func tool(named name: String) -> ToolDescriptor? { scope.pipeline.tool(named: name) }

  /// What a range means for a call of `tool` with `arguments`, under their canonical names: its days
  /// begin and end where that tool's do. Without a tool they do where the operator is.
  package func period(
    _ asked: RangeAsked, of tool: ToolDescriptor? = nil, with arguments: JSONObject = [:]
  ) async throws(ToolError) -> Period {
    let question = DaysAsked(
      zone: asked.timeZone, needsZone: true, values: arguments)
    let days = try await scope.pipeline.days(question, of: tool, scope)
    switch asked.period(in: days) {
    case .success(let period): return period
    case .failure(let failure): throw ToolError(failure.problems, effect: .read)
    }
  }
}
