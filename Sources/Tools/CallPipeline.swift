internal import JSON
internal import JSONRPC
internal import Loop
internal import MCP

/// One call of a tool, from its name and what was sent for it to its answer. The stages: find, read,
/// target, consent, policy and record, run, shape, observe. `run` has the first and the last, `pass`
/// those between; each is a function below, in that order.
///
/// It is a class because each call under way holds it, for what that call invokes in turn.
final class CallPipeline: Sendable {
  private let tools: ToolEntries
  /// Tools that no client can call.
  private let withheld: ToolEntries
  private let guards: CallGuards
  let timing: CallTiming

  private static let depthLimit = 4

  init(_ tools: ToolEntries, withheld: ToolEntries, guards: CallGuards, timing: CallTiming) {
    self.tools = tools
    self.withheld = withheld
    self.guards = guards
    self.timing = timing
  }

  /// A client's call, which is observed; nil when no tool has that name. Throws only the questions
  /// a person is to be asked, and what the protocol answers with an error.
  func run(
    _ name: String, _ given: JSONObject, _ context: RequestContext
  ) async throws(Interruption) -> Result<CallAnswer, ToolError>? {
    guard let (entry, given) = find(name, given) else { return nil }
    let scope = CallScope(
      self, context, by: Deadline(in: timing.limit, by: timing.source), told: guards.observer)
    let result: Result<CallAnswer, ToolError>
    do throws(CallFailure) {
      result = .success(try await pass(entry, given, scope))
    } catch {
      switch error {
      case .failed(let error): result = .failure(error)
      case .interrupted(let interruption):
        observe(interruption, of: entry, scope)
        throw interruption
      }
    }
    await observe(result, of: entry, scope)
    return result
  }

  /// A call that another one makes: it reads, or it is refused. It has that call's deadline and
  /// footprint, and is observed as a part of it.
  func invoke(
    _ name: String, _ given: JSONObject, for outer: CallScope
  ) async throws(ToolError) -> JSONObject {
    guard outer.depth < Self.depthLimit else { throw .tooDeep(name, limit: Self.depthLimit) }
    guard let (entry, given) = find(name, given) else {
      throw .unknown(name, meant: tools.nearest(to: name))
    }
    return try await invoke(entry, given, for: outer)
  }

  /// The same of a tool that was found.
  func invoke(
    _ entry: ToolEntry, _ given: JSONObject, for outer: CallScope
  ) async throws(ToolError) -> JSONObject {
    do throws(CallFailure) {
      return try await pass(entry, given, outer.inner).content
    } catch {
      switch error {
      case .failed(let error): throw error
      case .interrupted: throw .changing(entry.descriptor)
      }
    }
  }

  /// Reads what is given for a tool that another call asks bit by bit.
  func read(
    _ given: JSONObject, for name: String, _ scope: CallScope
  ) async throws(ToolError) -> (tool: ToolDescriptor, arguments: Arguments) {
    guard let (entry, given) = find(name, given) else {
      throw .unknown(name, meant: tools.nearest(to: name))
    }
    do throws(CallFailure) {
      return (entry.descriptor, try await read(given, for: entry, scope, uncapped: true))
    } catch {
      switch error.naming(entry.descriptor) {
      case .failed(let error): throw error
      case .interrupted: throw .changing(entry.descriptor)
      }
    }
  }

  /// What lies between finding a tool and observing its call. Its errors name the tool and its
  /// service, unless they come from a tool that was invoked, and name that one.
  private func pass(
    _ entry: ToolEntry, _ given: JSONObject, _ scope: CallScope
  ) async throws(CallFailure) -> CallAnswer {
    do throws(CallFailure) {
      var call = ToolCall(entry, try await read(given, for: entry, scope), in: scope)
      let target = try target(of: &call)
      try await obtainConsent(to: target, &call)
      let recorded = try await record(call, target)
      watch(recorded, of: call)
      return shape(recorded, of: call, target)
    } catch {
      throw error.naming(entry.descriptor)
    }
  }

  /// The tool that is meant, and what was given for it: of a tool that relays, what the arguments
  /// name. Where they name none, the call is the relaying tool's own, and that one says so.
  private func find(_ name: String, _ given: JSONObject) -> (ToolEntry, JSONObject)? {
    guard let entry = tools[name] else { return nil }
    let given = entry.descriptor.service == nil ? withoutEcho(given) : given
    guard entry.descriptor.relays, let arguments = try? entry.read(given),
      let meant = tools[UseTool.name(in: arguments)], !meant.descriptor.relays
    else { return (entry, given) }
    return (meant, UseTool.arguments(in: arguments))
  }

  /// What was given, where a framework gives an argument named `arguments` all arguments of the call
  /// once more (Semantic Kernel does), with those that were meant inside. Without any inside it is
  /// one only where the tool that is named knows no argument that named it.
  private func withoutEcho(_ given: JSONObject) -> JSONObject {
    let inner = "arguments"
    guard let echo = given[inner]?.object else { return given }
    var rest = given
    rest[inner] = nil
    var others = echo
    others[inner] = nil
    guard others == rest else { return given }
    if echo[inner] == nil {
      for key in ["name", "tool"] {
        guard let name = given[key]?.string, let tool = tools[name] else { continue }
        if tool.knows(key) { return given }
      }
    }
    rest[inner] = echo[inner]
    return rest
  }

  /// The arguments under their own names, right by themselves and together. Where they speak of
  /// days it is found out first where those begin and end.
  private func read(
    _ given: JSONObject, for entry: ToolEntry, _ scope: CallScope, uncapped: Bool = false
  ) async throws(CallFailure) -> Arguments {
    do throws(ToolError) {
      guard let asked = entry.daysAsked(in: given) else {
        return try entry.read(given, guards.files, uncapped: uncapped)
      }
      let days = try await days(asked, of: entry.descriptor, scope)
      var arguments = try entry.read(given, guards.files, days, uncapped: uncapped)
      arguments.zone = days.zone
      return arguments
    } catch {
      throw .failed(error)
    }
  }

  /// Where answers are saved.
  var outlet: FileOutlet { guards.outlet }

  /// The tool of that name, for what the server must know itself.
  func entry(named name: String) -> ToolEntry? { tools[name] ?? withheld[name] }

  /// The tool of that name, where a client may call it.
  func tool(named name: String) -> ToolDescriptor? { tools.descriptor(of: name) }

  var descriptors: [ToolDescriptor] { tools.names.compactMap { tools.descriptor(of: $0) } }

  /// What the call is about. Who asks for something that takes long has more time than others.
  private func target(of call: inout ToolCall) throws(CallFailure) -> CallTarget {
    do throws(ToolError) {
      let target = try call.entry.handler.target(of: call)
      if !call.isInner {
        call.deadline.postpone(by: target.wait)
        if call.arguments[WaitDescriptor.argument] != nil { call.scope.isPatient = true }
      } else if target.effect != .read || target.question != nil {
        throw .changing(call.tool)
      }
      return target
    } catch {
      throw .failed(error)
    }
  }

  /// Has a person agree. The time that takes is not the call's.
  private func obtainConsent(
    to target: CallTarget, _ call: inout ToolCall
  ) async throws(CallFailure) {
    guard let question = target.question, !guards.allowsDestructive else { return }
    let text: String
    do throws(ToolError) { text = try await question(call) } catch { throw .failed(error) }
    let asked = call.deadline.now
    try await Consent.obtain(text, from: call.context.client)
    call.deadline.postpone(by: call.deadline.now - asked)
  }

  /// Holds a call with an effect against the operator's policy and puts it on record, before it is
  /// run. One that was done before is answered from the record. What sets a time zone may set the
  /// one that was told.
  private func record(
    _ call: ToolCall, _ target: CallTarget
  ) async throws(CallFailure) -> RecordedAnswer {
    do throws(ToolError) {
      guard target.effect != .read else { return RecordedAnswer(try await run(call)) }
      let caps = try guards.policy?.caps(on: call.tool.name, target) ?? []
      let effects = guards.effects ?? .forgetful
      defer { if call.mayChangeZone { timing.days.forgetTold() } }
      let intent = try effects.intent(of: call, target, caps: caps)
      return try await effects.run(call, intent) { () async throws(ToolError) in
        try await run(call)
      }
    } catch {
      throw .failed(error)
    }
  }

  /// What a service's tool does is little but waiting. The server's own may compute for long.
  private func run(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let handler = call.entry.handler
    guard call.tool.service == nil else { return try await handler.call(call) }
    return try await onPool { () async throws(ToolError) in try await handler.call(call) }
  }

  /// Has a service's answer compared with what the manifest says of it. What was cut, is of another
  /// kind than a success, was answered before, or is this server's own word, tells nothing.
  private func watch(_ recorded: RecordedAnswer, of call: ToolCall) {
    guard let watch = guards.watch, call.tool.service != nil, recorded.replayedFrom == nil else {
      return
    }
    let totals = call.footprint.totals
    guard totals.cutTexts == 0, totals.status ?? 200 < 400,
      call.entry.handler.isService(answer: recorded.content)
    else { return }
    watch.passed(
      recorded.content, comparedBy: call.entry.answerFields,
      mayEnd: !call.lacksMark(in: recorded.content))
  }

  /// What is said beside an answer. It stands outside the record: what is answered from there is
  /// shaped like the first answer. Another tool that made the call reads the answer alone.
  private func shape(
    _ recorded: RecordedAnswer, of call: ToolCall, _ target: CallTarget
  ) -> CallAnswer {
    var answer = CallAnswer(
      content: recorded.content,
      hasNotes: call.tool.service == nil || call.tool.partTool != nil)
    if call.isInner { return answer }
    for remark in call.arguments.remarks { answer.add(note: remark) }
    if let period = call.arguments.period {
      let remark = call.tool.period?.remark(on: period) ?? ""
      answer.add(note: period.sentence + remark, "period", .object(period.json))
    }
    if target.effect == .read, let rows = call.tool.rows {
      answer.addNotes(ofRowsAt: rows, in: call, isQueried: tool(named: RowsQuery.tool) != nil)
    }
    answer.addNote(ofCutTexts: call.footprint.totals.cutTexts)
    answer.addSparkline(for: call)
    if call.tool.ownHandler == .queryRows, let handle = recorded.content["handle"]?.string {
      answer.links = ResultLibrary.link(to: handle).map { [$0] } ?? []
    }
    if target.isMessage { answer.add(note: CallAnswer.accepted, "accepted", true) }
    if let time = recorded.replayedFrom {
      answer.add(
        note: "This was done at \(time), by a call with the same idempotency_key. This is its "
          + "answer; nothing was sent now.", "replayed", .string("\(time)"))
    }
    return answer
  }

  /// To the client, an answered call is told at `debug`: it has the answer itself.
  private func observe(
    _ result: Result<CallAnswer, ToolError>, of entry: ToolEntry, _ scope: CallScope
  ) async {
    let error: ToolError? = if case .failure(let error) = result { error } else { nil }
    guards.observer?.callEnded(CallRecord(error, of: entry.descriptor, scope))
    await scope.context.log.log(
      error == nil ? .debug : .warning,
      [
        "tool": .string(entry.descriptor.name),
        "outcome": .string(error?.code.rawValue ?? "answered"),
      ])
  }

  /// Of a call that broke off. One that waits for a person's answer is made again, and observed
  /// then.
  private func observe(_ interruption: Interruption, of entry: ToolEntry, _ scope: CallScope) {
    guard case .failed = interruption else { return }
    guards.observer?.callEnded(CallRecord(.unasked, of: entry.descriptor, scope))
  }
}

/// What watches over calls: consent, policy, effects, files, account.
package struct CallGuards: Sendable {
  /// Whether the operator lets destructive tools act without a person's word.
  let allowsDestructive: Bool
  /// What the operator allows of calls with an effect; nil where that is everything.
  let policy: PolicyGuard?
  /// Where calls with an effect are put on record; nil where they aren't.
  let effects: EffectGuard?
  let files: FileIntake
  let outlet: FileOutlet
  let observer: (any CallObserver)?
  /// Where phone numbers belong that don't say so themselves.
  let country: PhoneCountry?
  /// What compares services' answers with the manifest; nil where nothing does.
  let watch: (any AnswerWatch)?

  package init(
    allowsDestructive: Bool = false, policy: PolicyGuard? = nil, effects: EffectGuard? = nil,
    files: FileIntake = FileIntake(), outlet: FileOutlet = FileOutlet(),
    observer: (any CallObserver)? = nil, country: PhoneCountry? = nil,
    watch: (any AnswerWatch)? = nil
  ) {
    self.allowsDestructive = allowsDestructive
    self.policy = policy
    self.effects = effects
    self.files = files
    self.outlet = outlet
    self.observer = observer
    self.country = country
    self.watch = watch
  }
}
