import JSON
import JSONRPC
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

@Suite struct `The observer of calls` {
  /// Notes two attempts, then fails if the task was cancelled.
  private struct Attempts: ToolHandler {
    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      call.footprint.note(sent: 3, answer: nil)
      call.footprint.note(sent: 3, answer: (status: 200, bytes: 9))
      if Task.isCancelled { throw ToolError(.cancelled, "Stopped.") }
      return [:]
    }
  }

  private final class Observer: CallObserver {
    private let state = Mutex<[CallRecord]>([])

    var records: [CallRecord] { state.withLock { $0 } }

    func callEnded(_ record: CallRecord) { state.withLock { $0.append(record) } }
  }

  private let observer = Observer()

  private func run(
    _ name: String, _ arguments: JSONObject, client: ClientInteraction = .none
  ) async throws {
    let surface = try ToolSelection().surface(of: try Repository.manifest(), configured: [])
    let catalog = ToolCatalog.stubbed(surface, guards: CallGuards(observer: observer)) { _ in
      Attempts()
    }
    let context = RequestContext(version: .july2026, requestID: "r7", client: client)
    _ = try await catalog.run(name, arguments: arguments, context: context)
  }

  private var record: CallRecord {
    get throws {
      #expect(observer.records.count == 1)
      return try #require(observer.records.first)
    }
  }

  @Test func `is told of an answered call`() async throws {
    try await run("get_scores", ["client_id": 1])
    let record = try record
    #expect(record.requestID == "r7")
    #expect(record.tool == "get_scores")
    #expect(record.provider == "clickmedias")
    #expect(record.effect == .read)
    #expect(record.error == nil)
    #expect(record.totals == Self.totals(attempts: 2, status: 200, sent: 6, received: 9))
  }

  @Test func `is told of a call whose arguments are wrong, with nothing sent`() async throws {
    try await run("get_scores", ["client_id": "none"])
    let record = try record
    #expect(record.error == .invalidArguments)
    #expect(record.totals == CallFootprint().totals)
  }

  @Test func `is told of a relayed call once, as the inner tool's`() async throws {
    try await run("use_tool", ["name": "get_scores", "arguments": ["client_id": 1]])
    #expect(try record.tool == "get_scores")
  }

  @Test func `is told of a relayed call that has no inner tool`() async throws {
    try await run("use_tool", ["name": "get_score"])
    let record = try record
    #expect(record.tool == "use_tool")
    #expect(record.provider == nil)
    #expect(record.error == .invalidArguments)
  }

  @Test func `is told of a cancelled call`() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await run("get_scores", ["client_id": 1]) }
      group.cancelAll()
      try await group.waitForAll()
    }
    let record = try record
    #expect(record.error == .cancelled)
    #expect(record.totals.attempts == 2)
  }

  private static let removal: JSONObject = ["id": 128_364]

  private static func client(_ interruption: Interruption) -> ClientInteraction {
    ClientInteraction(capabilities: ["elicitation": [:]]) { _ throws(Interruption) in
      throw interruption
    }
  }

  @Test func `is told of a call that broke off when a person was asked`() async throws {
    let broken = Interruption.failed(ResponseError(.internalError, "gone"))
    await #expect(throws: broken) {
      try await run("delete_rotator", Self.removal, client: Self.client(broken))
    }
    let record = try record
    #expect(record.error == .consentRequired)
    #expect(record.outcome == .notSent)
  }

  @Test func `is not told of a call that waits for an answer`() async throws {
    let question = Interruption.inputRequired(InputRequired([]))
    await #expect(throws: question) {
      try await run("delete_rotator", Self.removal, client: Self.client(question))
    }
    #expect(observer.records.isEmpty)
  }

  private static func totals(
    attempts: Int, status: Int, sent: Int, received: Int
  ) -> CallFootprint.Totals {
    var totals = CallFootprint().totals
    totals.attempts = attempts
    totals.status = status
    totals.sent = sent
    totals.received = received
    return totals
  }
}
