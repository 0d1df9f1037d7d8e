import JSON
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

@Suite struct `The audit of calls with an effect` {
  private static let context = RequestContext(version: .july2026, requestID: "r7")
  private let ledger = MemoryLedger()
  private let work = Work()

  private func catalog(
    _ audit: AuditDouble, effect: String = "write", withLedger: Bool = true
  ) throws -> ToolCatalog {
    let tool = SmallManifest.tool
    let manifest = try SmallManifest.manifest([
      (tool + "/name", "add_thing"), (tool + "/effect", .string(effect)),
      (tool + "/request", "POST /shelves/{shelf}/things"),
      (
        tool + "/arguments",
        [
          "shelf": ["in": "path", "type": "integer", "required": true, "description": "Which."],
          "text": ["in": "body", "type": "string", "description": "What it says."],
        ]
      ),
    ])
    let effects = EffectGuard(
      ledger: withLedger ? ledger : nil, audit: audit,
      clock: WallClock { Timestamp(secondsSince1970: 60) })
    return ToolCatalog(
      ExposedTools(everythingOf: manifest),
      guards: CallGuards(allowsDestructive: true, effects: effects)
    ) { [work] _ in work }
  }

  private func call(
    _ catalog: ToolCatalog, _ arguments: JSONObject = ["shelf": 4, "text": "hush"]
  ) async throws -> Result<JSONObject, ToolError>? {
    try await catalog.run("add_thing", arguments: arguments, context: Self.context)
  }

  @Test(arguments: [true, false])
  func `writes a line before the call is sent, and one after it`(withLedger: Bool) async throws {
    let audit = AuditDouble(work)
    let answer = try await call(try catalog(audit, withLedger: withLedger))
    #expect(try answer?.get() == ["status": "done"])
    #expect(
      audit.lines == ["started r7 add_thing acme 4, 0 sent", "ended 1 accepted nil, 1 sent"])
  }

  @Test(arguments: [
    (ToolError.Outcome.rejected, "rejected"), (.notSent, "rejected"), (.unknown, "unknown"),
    (.accepted, "accepted"), (nil, "unknown"),
  ])
  func `writes how a failed call ended`(outcome: ToolError.Outcome?, state: String) async throws {
    work.fail(.timedOut, outcome)
    let audit = AuditDouble(work)
    _ = try await call(try catalog(audit))
    #expect(audit.lines.last == "ended 1 \(state) timedOut, 1 sent")
  }

  @Test func `refuses a call whose first line can't be written`() async throws {
    let audit = AuditDouble(work, isBroken: true)
    let result = try await call(try catalog(audit))
    guard case .failure(let error)? = result else {
      Issue.record("it was answered")
      return
    }
    #expect(error.code == .forbidden)
    #expect(error.outcome == .notSent)
    #expect(error.message.contains("the disk is full"))
    #expect(work.count == 0)
    #expect(audit.lines == [])
    #expect(ledger.entries.map(\.state) == [.rejected])
  }

  @Test func `writes nothing of a call that is held back`() async throws {
    let audit = AuditDouble(work)
    let catalog = try catalog(audit)
    _ = try await call(catalog)
    let again = try await call(catalog)
    #expect(throws: ToolError.self) { try again?.get() }
    #expect(audit.lines.count == 2)
    #expect(work.count == 1)
  }

  @Test func `writes nothing of a call that is wrong`() async throws {
    let audit = AuditDouble(work)
    _ = try await call(try catalog(audit), ["shelf": "none"])
    #expect(audit.lines == [])
  }

  @Test(arguments: [("read", 0), ("write", 2), ("idempotent_write", 2)])
  func `tells of calls with an effect only`(effect: String, count: Int) async throws {
    let audit = AuditDouble(work)
    _ = try await call(try catalog(audit, effect: effect))
    #expect(audit.lines.count == count)
    #expect(work.count == 1)
  }
}

/// Does its work at once, and counts.
private final class Work: ToolHandler {
  private let state = Mutex((count: 0, failure: ToolError?.none))

  var count: Int { state.withLock { $0.count } }

  func fail(_ code: ToolError.Code, _ outcome: ToolError.Outcome?) {
    var error = ToolError(code, "No.")
    error.outcome = outcome
    state.withLock { $0.failure = error }
  }

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let failure = state.withLock { state in
      state.count += 1
      return state.failure
    }
    if let failure { throw failure }
    return ["status": "done"]
  }
}

/// Keeps its lines in words, with how often the work was done by then.
private final class AuditDouble: EffectAudit {
  private let work: Work
  private let isBroken: Bool
  private let state = Mutex<[String]>([])

  var lines: [String] { state.withLock { $0 } }

  init(_ work: Work, isBroken: Bool = false) {
    self.work = work
    self.isBroken = isBroken
  }

  func recordStart(of call: AuditedCall, at now: Timestamp) async throws(AuditFailure) -> Int {
    if isBroken { throw AuditFailure(reason: "the disk is full") }
    let intent = call.intent
    let words = [call.requestID, intent.tool, intent.provider, intent.subject ?? "-"]
    return write("started " + words.joined(separator: " "))
  }

  func recordEnd(of call: AuditedCall, start: Int, _ end: EffectEnd, at now: Timestamp) async {
    let code = end.code.map { "\($0)" } ?? "nil"
    _ = write("ended \(start) \(end.state.rawValue) \(code)")
  }

  private func write(_ line: String) -> Int {
    state.withLock { lines in
      lines.append("\(line), \(work.count) sent")
      return lines.count
    }
  }
}
