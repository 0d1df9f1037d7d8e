package import JSON
internal import JSONRPC
package import MCP

/// The compiled manifest: name → tool, how its arguments are read, how it is done.
package struct ToolCatalog: Toolbox {
  package let tools: [Tool]
  /// Of every tool that can be called, in the order of the manifest.
  private let names: [String]
  private let entries: ToolEntries
  private let surface: ExposedTools
  private let supervision: CallGuards

  /// Makes the tools of a surface callable. `handler` is asked once for each that is called how it
  /// is done; those that only concern the tools themselves need no asking.
  package init(
    _ surface: ExposedTools, supervision: CallGuards = CallGuards(), publishesOutput: Bool = false,
    handler makeHandler: @escaping @Sendable (ToolDescriptor) -> any ToolHandler
  ) {
    entries = ToolEntries(surface, handler: makeHandler)
    self.surface = surface
    self.supervision = supervision
    tools = surface.listed.map { $0.published(withOutput: publishesOutput) }
    names = surface.callable.map(\.name)
  }

  /// Runs a tool: reads the arguments, has a person agree where something would be removed, calls
  /// the handler, names tool and provider in an error. A call that is for another tool becomes
  /// that tool's call, with all its checks. Nothing when no tool has that name; throws only the
  /// questions a person is to be asked.
  package func run(
    _ name: String, arguments given: JSONObject, context: RequestContext
  ) async throws(Interruption) -> Result<JSONObject, ToolError>? {
    try await perform(name, given, context)?.result
  }

  /// How a call ended, and of which tool it was in the end.
  private struct Outcome {
    let tool: ToolDescriptor
    let result: Result<JSONObject, ToolError>
  }

  private func perform(
    _ name: String, _ given: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> Outcome? {
    guard let entry = entries[name] else { return nil }
    guard case .handle(let handler) = entry.action else {
      return try await relay(entry, given, context)
    }
    let start = ContinuousClock.now
    let footprint = CallFootprint()
    let result: Result<JSONObject, ToolError>
    do throws(CallFailure) {
      result = .success(try await call(entry, handler, given, context, footprint))
    } catch {
      switch error {
      case .interrupted(.inputRequired(let questions)): throw .inputRequired(questions)
      case .interrupted(.failed(let refusal)):
        observe(.failure(.unasked), of: entry, context, footprint, since: start)
        throw .failed(refusal)
      case .failed(var error):
        error.tool = name
        if entry.descriptor.ownHandler == nil {
          error.provider = error.provider ?? entry.descriptor.provider
        }
        result = .failure(error)
      }
    }
    observe(result, of: entry, context, footprint, since: start)
    await context.log.log(result.level, ["tool": .string(name), "outcome": .string(result.word)])
    return Outcome(tool: entry.descriptor, result: result)
  }

  package func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult {
    let outcome = try await perform(name, arguments, context)
    switch outcome?.result {
    case .success(let answer)?: return CallToolResult(answer, remark: outcome?.tool.remark)
    case .failure(let error)?: return CallToolResult(error.json, isError: true)
    case nil:
      let hint =
        names.count > tools.count
        ? "find_tools finds tools by plain words" : "tools/list names them all"
      throw .failed(ResponseError(.invalidParams, unknownTool(name, hint: hint)))
    }
  }

  private func observe(
    _ result: Result<JSONObject, ToolError>, of entry: ToolEntry, _ context: RequestContext,
    _ footprint: CallFootprint, since start: ContinuousClock.Instant
  ) {
    supervision.observer?.callEnded(
      CallRecord(
        result, of: entry.descriptor, context.requestID, footprint.totals,
        duration: ContinuousClock.now - start))
  }

  /// Why a call gave no answer of its own.
  private enum CallFailure: Error {
    case failed(ToolError)
    case interrupted(Interruption)
  }

  private func call(
    _ entry: ToolEntry, _ handler: any ToolHandler, _ given: JSONObject, _ context: RequestContext,
    _ footprint: CallFootprint
  ) async throws(CallFailure) -> JSONObject {
    let arguments: Arguments
    let effect: Effect
    var question: String?
    do throws(ToolError) {
      arguments = try entry.read(given, supervision.files)
      effect = handler.effect(of: arguments) ?? entry.descriptor.effect
      if entry.descriptor.effect == .destructive, !supervision.allowsDestructive {
        question = try await handler.question(about: arguments, context: context)
      }
    } catch {
      throw .failed(error)
    }
    if let question { try await obtainConsent(question, context.client) }
    let call = ToolCall(arguments, context: context, footprint: footprint)
    do throws(ToolError) {
      guard effect != .read else { return try await handler.call(call) }
      var intent = EffectIntent(
        effect, of: entry.descriptor, account: handler.account(for: arguments), arguments,
        digest: supervision.effects.digest)
      intent.caps = try supervision.policy.caps(
        on: entry.descriptor, arguments, messagesPeople: surface.messagesPeople)
      let redaction = Redaction(of: entry.descriptor.secrets(in: arguments))
      return try await supervision.effects.run(
        intent, requestID: context.requestID, concealing: redaction
      ) {
        () async throws(ToolError) in try await handler.call(call)
      }
    } catch {
      throw .failed(error)
    }
  }

  /// Runs the tool that the arguments name, with the arguments they hold for it. Only that tool's
  /// call is observed, unless there is none.
  private func relay(
    _ entry: ToolEntry, _ given: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> Outcome? {
    let start = ContinuousClock.now
    let inner: (name: String, arguments: JSONObject)
    do throws(ToolError) {
      inner = try innerCall(entry, given)
    } catch {
      var error = error
      error.tool = entry.descriptor.name
      observe(.failure(error), of: entry, context, CallFootprint(), since: start)
      return Outcome(tool: entry.descriptor, result: .failure(error))
    }
    return try await perform(inner.name, inner.arguments, context)
  }

  private func innerCall(
    _ entry: ToolEntry, _ given: JSONObject
  ) throws(ToolError) -> (name: String, arguments: JSONObject) {
    let arguments = try entry.read(given)
    let name = arguments["name"]?.string ?? ""
    guard let inner = entries[name], case .handle = inner.action else {
      let known = names.filter { $0 != entry.descriptor.name }
      let hint =
        nearestName(to: name, among: known).map { "did you mean \($0)?" }
        ?? "a name that find_tools gives"
      let problem = ArgumentProblem(
        "name", problem: "no tool is named \"\(name.prefix(64))\"", expected: hint)
      throw ToolError([problem], effect: .read)
    }
    return (name, arguments["arguments"]?.object ?? [:])
  }

  private func obtainConsent(
    _ question: String, _ client: ClientInteraction
  ) async throws(CallFailure) {
    do throws(ConsentFailure) {
      try await Consent.obtain(question, from: client)
    } catch {
      switch error {
      case .interrupted(let interruption): throw .interrupted(interruption)
      case .refused(let reason):
        var error = ToolError(.consentRequired, reason)
        error.outcome = .notSent
        throw .failed(error)
      }
    }
  }

  /// Where the rows are in that tool's answer, when it is a list.
  package func rows(of name: String) -> JSONPointer? { entries.descriptor(of: name)?.rows }

  /// A clause that names the tool that was probably meant, or gives a hint where to look.
  package func unknownTool(_ name: String, hint: String) -> String {
    let meant = nearestName(to: name, among: names).map { "; did you mean \($0)?" }
    return "unknown tool \"\(name.prefix(64))\"" + (meant ?? "; \(hint)")
  }
}

extension ToolDescriptor {
  /// What a call gives for a header field is taken for a secret: keys stand there.
  fileprivate func secrets(in arguments: Arguments) -> [String] {
    self.arguments.filter { $0.location == .header }.compactMap { arguments[$0.name]?.string }
  }
}

extension CallRecord {
  /// What a call came to.
  fileprivate init(
    _ result: Result<JSONObject, ToolError>, of tool: ToolDescriptor, _ requestID: String,
    _ totals: CallFootprint.Totals, duration: Duration
  ) {
    var error: ToolError?
    if case .failure(let failure) = result { error = failure }
    self.init(
      requestID: requestID, tool: tool.name,
      provider: error?.provider ?? (tool.ownHandler == nil ? tool.provider : nil),
      effect: tool.effect, error: error?.code, outcome: error?.outcome, totals: totals,
      duration: duration)
  }
}

extension ToolError {
  /// For the record of a call about which the person could not be asked, or was asked in vain.
  fileprivate static var unasked: ToolError {
    var error = ToolError(Task.isCancelled ? .cancelled : .consentRequired, "")
    error.outcome = .notSent
    return error
  }
}

extension Result<JSONObject, ToolError> {
  /// How grave a call's outcome is for whoever reads the log.
  fileprivate var level: LogLevel {
    switch self {
    case .success: .info
    case .failure: .warning
    }
  }

  /// The outcome in a word.
  fileprivate var word: String {
    switch self {
    case .success: "answered"
    case .failure(let error): error.code.rawValue
    }
  }
}

extension ToolDescriptor {
  /// What is said beside a call's answer. Services call a message sent when they have taken it in,
  /// and a model would repeat that.
  fileprivate var remark: String? {
    isMessaging ? "Accepted by the service. Whether it was delivered is not known." : nil
  }
}
