import Exchange
import JSON
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

/// Tools that call other tools.
@Suite struct `A tool that another tool calls` {
  private let world = InvokedWorld()

  @Test func `answers that tool by its deadline, in its log line and its footprint`() async throws {
    let answer = try await world.run([("get_things", ["size": "4"]), ("get_prices", [:])]).get()
    #expect(answer == ["answers": [["size": 4], [:]]])
    #expect(
      world.lefts == [
        "compare_things 55.0 seconds", "get_things 55.0 seconds", "get_prices 50.0 seconds",
      ])
    let record = try world.record
    #expect(record.tool == "compare_things")
    #expect(record.provider == "acme")
    #expect(record.requestID == "r7")
    #expect(record.error == nil)
    #expect(record.totals.attempts == 2)
    #expect(record.totals.sent == 6)
    #expect(record.totals.received == 18)
    #expect(record.duration == .seconds(10))
    #expect(
      world.logged == [
        ["level": "debug", "data": ["tool": "compare_things", "outcome": "answered"]]
      ])
  }

  @Test(arguments: ["add_thing", "drop_thing"])
  func `is refused when it changes something`(name: String) async throws {
    let error = try #require(try await world.run([("get_things", [:]), (name, [:])]).failure)
    #expect(error.code == .forbidden)
    #expect(error.outcome == .notSent)
    #expect(error.tool == name)
    #expect(error.provider == "beta")
    #expect(
      world.logged == [
        ["level": "warning", "data": ["tool": "compare_things", "outcome": "forbidden"]]
      ])
    #expect(
      error.message
        == "\(name) changes something, and a tool may only call tools that read, so nothing was "
        + "sent. Call \(name) by itself.")
    #expect(world.lefts.count == 2)
    #expect(world.ledger.entries.isEmpty)
    let record = try world.record
    #expect(record.tool == "compare_things")
    #expect(record.error == .forbidden)
    #expect(record.totals.attempts == 1)
  }

  @Test func `may be one that changes nothing with these arguments`() async throws {
    let answer = try await world.run([("start_report", ["report_id": 4])]).get()
    #expect(answer == ["answers": [["report_id": 4]]])
    let error = try await world.run([("start_report", [:])]).failure
    #expect(error?.tool == "start_report")
    #expect(error?.code == .forbidden)
  }

  @Test func `names itself and its service in its problems`() async throws {
    let error = try #require(try await world.run([("get_prices", ["sise": 1])]).failure)
    #expect(error.code == .invalidArguments)
    #expect(error.tool == "get_prices")
    #expect(error.provider == "beta")
    #expect(error.problems.map(\.argument) == ["sise"])
    #expect(try world.record.tool == "compare_things")
    #expect(try world.record.provider == "beta")
  }

  @Test func `must be there`() async throws {
    let error = try await world.run([("get_thing", [:])]).failure
    #expect(error?.code == .notFound)
    #expect(
      error?.message
        == "No tool is named \"get_thing\", or the operator leaves it out; did you mean get_things?"
    )
    #expect(error?.tool == "compare_things")
  }

  @Test func `may be named to use_tool`() async throws {
    let relayed: JSONObject = ["name": "get_things", "arguments": ["size": 2]]
    let answer = try await world.run([("use_tool", relayed)]).get()
    #expect(answer == ["answers": [["size": 2]]])
    let writing = try await world.run([("use_tool", ["name": "add_thing"])]).failure
    #expect(writing?.tool == "add_thing")
    #expect(writing?.code == .forbidden)
  }

  @Test func `has no more time for what it waits for`() async throws {
    _ = try await world.run([("start_report", ["report_id": 4, "wait_seconds": 300])]).get()
    #expect(world.lefts.last == "start_report 55.0 seconds")
  }

  @Test func `tells nothing of its progress`() async throws {
    _ = try await world.run([("get_things", [:]), ("get_prices", [:])]).get()
    #expect(world.steps == ["compare_things"])
  }

  @Test func `can't call without end`() async throws {
    let error = try await world.run([("compare_things", ["itself": true])]).failure
    #expect(error?.code == .forbidden)
    #expect(
      error?.message == "compare_things was not called: tools call each other 4 deep at most.")
    #expect(world.lefts.count == 5)
  }
}

/// The time of a call that is nobody else's.
@Suite struct `The deadline of a call` {
  private let world = InvokedWorld()

  @Test func `leaves out the time in which a person makes up their mind`() async throws {
    let client = ClientInteraction(capabilities: ["elicitation": [:]]) {
      [world] _ throws(Interruption) in
      world.clock.advance(by: 600)
      return ["consent": ["action": "accept", "content": ["confirm": true]]]
    }
    _ = try await world.run("drop_thing", [:], client: client).get()
    #expect(world.lefts == ["drop_thing 55.0 seconds"])
  }

  @Test func `is later by the wait for what the call starts`() async throws {
    _ = try await world.run("start_report", ["wait_seconds": 300]).get()
    #expect(world.lefts == ["start_report 355.0 seconds"])
  }
}

/// Two services with tools that answer what they are given, and one tool that calls others. Each
/// takes five seconds and one request.
private final class InvokedWorld: Sendable {
  let clock = RemovalClock()
  let ledger = MemoryLedger()
  private let state = Mutex(State())

  private struct State {
    var lefts: [String] = []
    var records: [CallRecord] = []
    var logged: [JSONValue] = []
    var steps: [String] = []
  }

  /// Each call's tool and what it had left when it was done, outer ones first.
  var lefts: [String] { state.withLock { $0.lefts } }
  var logged: [JSONValue] { state.withLock { $0.logged } }
  var steps: [String] { state.withLock { $0.steps } }

  var record: CallRecord {
    get throws {
      let records = state.withLock { $0.records }
      #expect(records.count == 1)
      return try #require(records.first)
    }
  }

  func run(_ calls: [(String, JSONObject)]) async throws -> Result<JSONObject, ToolError> {
    state.withLock { $0.records = [] }
    return try await run(
      "compare_things",
      [
        "calls": .array(
          calls.map { ["name": .string($0.0), "arguments": .object($0.1)] })
      ])
  }

  func run(
    _ name: String, _ arguments: JSONObject, client: ClientInteraction = .none
  ) async throws -> Result<JSONObject, ToolError> {
    let time = TimeSource(now: { [clock] in .seconds(clock.seconds) }, sleep: { _ in })
    let catalog = ToolCatalog.stubbed(
      ExposedTools(everythingOf: try Self.manifest()), timing: CallTiming(source: time),
      guards: CallGuards(
        effects: EffectGuard(ledger: ledger, clock: WallClock { SandboxedTools.now }),
        observer: self)
    ) { [self] tool in
      if tool.name == "compare_things" { Comparison(world: self) } else { Echo(world: self) }
    }
    let context = RequestContext(
      version: .july2026, requestID: "r7",
      progress: ProgressReporter { [self] step in
        state.withLock { $0.steps.append(step.message ?? "") }
      }, client: client,
      log: LogReporter(minimum: .debug) { [self] level, data in
        let line: JSONValue = ["level": .string(level.rawValue), "data": data]
        state.withLock { $0.logged.append(line) }
      })
    return try #require(try await catalog.run(name, arguments: arguments, context: context))
  }

  func begin(_ call: ToolCall) async {
    state.withLock { $0.lefts.append("\(call.tool.name) \(call.deadline.left)") }
    await call.progress.report(ProgressReporter.Step(progress: 1, message: call.tool.name))
  }

  private struct Echo: ToolHandler {
    let world: InvokedWorld

    func target(of call: ToolCall) -> CallTarget {
      let isResumed = call.arguments["report_id"] != nil
      var target = CallTarget(of: call, effect: isResumed ? .read : nil)
      target.wait = .seconds(call.arguments["wait_seconds"]?.int ?? 0)
      return target
    }

    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      await world.begin(call)
      world.clock.advance(by: 5)
      call.footprint.note(sent: 3, answer: (status: 200, bytes: 9))
      return call.arguments.values
    }
  }

  private struct Comparison: ToolHandler {
    let world: InvokedWorld

    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      await world.begin(call)
      if call.arguments["itself"] == true {
        return try await call.invoke("compare_things", ["itself": true])
      }
      var answers: [JSONValue] = []
      for other in call.arguments["calls"]?.array ?? [] {
        let answer = try await call.invoke(
          other["name"]?.string ?? "", other["arguments"]?.object ?? [:])
        answers.append(.object(answer))
      }
      return ["answers": .array(answers)]
    }
  }

  private static func manifest() throws -> Manifest {
    let provider = try #require(SmallManifest.document["providers"]?.array?.first?.object)
    let tool = try #require(provider["tools"]?.array?.first?.object)
    func named(_ name: String, _ fields: JSONObject = [:]) -> JSONValue {
      .object(tool.merging(["name": .string(name)]).merging(fields))
    }
    let beta = provider.merging([
      "id": "beta",
      "tools": [
        named("get_prices"),
        named("add_thing", ["effect": "write", "request": "POST /things"]),
        named(
          "drop_thing",
          [
            "effect": "destructive", "request": "DELETE /things",
            "consent": ["question": "Drop it?"],
          ]),
        named(
          "start_report",
          [
            "effect": "write", "request": "POST /reports",
            "arguments": [
              "report_id": ["in": "tool", "type": "integer", "description": "Which."],
              "wait_seconds": ["in": "tool", "type": "integer", "description": "How long."],
            ],
          ]),
      ],
    ])
    let comparison = named(
      "compare_things",
      [
        "arguments": [
          "calls": [
            "in": "tool", "type": "array", "items": ["type": "object"],
            "description": "What to call.",
          ],
          "itself": ["in": "tool", "type": "boolean", "description": "Whether to call itself."],
        ]
      ])
    let relay: JSONValue = [
      "name": "use_tool", "title": "Call", "description": "Calls a tool.", "toolset": "all_tools",
      "effect": "destructive", "handler": "use_tool",
      "arguments": [
        "name": ["in": "tool", "type": "string", "required": true, "description": "Its name."],
        "arguments": ["in": "tool", "type": "object", "description": "Its arguments."],
      ],
    ]
    return try SmallManifest.manifest([
      (
        "/providers",
        [.object(provider.merging(["tools": [.object(tool), comparison]])), .object(beta)]
      ), ("/tools", [relay]),
    ])
  }
}

extension InvokedWorld: CallObserver {
  func callEnded(_ record: CallRecord) { state.withLock { $0.records.append(record) } }
}
