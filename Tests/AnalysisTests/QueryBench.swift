import Analysis
import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import Synchronization
import TestSupport
import Testing
import Tools

/// `query_rows` and all tools of a manifest over services of a test's.
struct QueryBench {
  let transport: GaugedTransport
  private let catalog: ToolCatalog

  init(
    _ manifest: Manifest, over services: any HTTPTransport,
    at now: Timestamp = SandboxedTools.now, time: ManualTime = ManualTime(),
    queries: QuerySettings = QuerySettings()
  ) throws {
    let transport = GaugedTransport(services)
    self.transport = transport
    let days = try DayClock(WallClock { now }, source: RecordedTimeZones())
    catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: transport),
      timing: CallTiming(source: time.source, days: days), queries: queries)
  }

  func result(_ tool: String, _ arguments: JSONObject) async throws -> CallToolResult {
    // Calls that never wait would keep every other test from its turn.
    await Task.yield()
    return try await catalog.call(
      tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
  }

  /// The answer to a question that must have one.
  func ask(_ question: JSONObject) async throws -> JSONObject {
    try await outcome(question).get()
  }

  /// The answer of a tool that must have one.
  func ask(_ tool: String, _ arguments: JSONObject) async throws -> JSONObject {
    try await outcome(arguments, of: tool).get()
  }

  /// The error of a question that must have one.
  func failure(_ question: JSONObject) async -> ToolError? { await failure("query_rows", question) }

  func failure(_ tool: String, _ arguments: JSONObject) async -> ToolError? {
    await #expect(throws: ToolError.self) { try await ask(tool, arguments) }
  }

  func outcome(
    _ question: JSONObject, of tool: String = "query_rows"
  ) async throws -> Result<JSONObject, ToolError> {
    await Task.yield()
    return try #require(
      try await catalog.run(
        tool, arguments: question,
        context: RequestContext(version: .july2026, requestID: "1")))
  }
}

/// Counts what passes through it.
final class GaugedTransport: HTTPTransport {
  private struct State {
    var paths: [String] = []
    var running = 0
    var mostRunning = 0
  }

  private let next: any HTTPTransport
  private let state = Mutex(State())

  init(_ next: any HTTPTransport) {
    self.next = next
  }

  /// What was asked, with its query, oldest first.
  var paths: [String] { state.withLock { $0.paths } }
  /// How many requests are under way.
  var running: Int { state.withLock { $0.running } }
  var mostRunning: Int { state.withLock { $0.mostRunning } }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    state.withLock { state in
      state.paths.append(request.head.path ?? "")
      state.running += 1
      state.mostRunning = max(state.mostRunning, state.running)
    }
    defer { state.withLock { $0.running -= 1 } }
    return try await next.send(request)
  }
}

/// Answers a request that it knows as it was answered before: for services that nothing changes.
final class RememberingTransport: HTTPTransport {
  private let next: any HTTPTransport
  private let known = Mutex<[String: ProviderResponse]>([:])

  init(_ next: any HTTPTransport) {
    self.next = next
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let path = request.head.path ?? ""
    if let response = known.withLock({ $0[path] }) { return response }
    let response = try await next.send(request)
    known.withLock { $0[path] = response }
    return response
  }
}

/// Answers so many requests, and no others, ever; who is cancelled goes.
final class StallingTransport: HTTPTransport {
  let gate = Gate()
  private let next: any HTTPTransport
  private let left: Mutex<Int>

  init(_ next: any HTTPTransport, after answers: Int) {
    self.next = next
    left = Mutex(answers)
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let isAnswered = left.withLock { left in
      left -= 1
      return left >= 0
    }
    if isAnswered { return try await next.send(request) }
    while !Task.isCancelled { await gate.pass() }
    throw .cancelled
  }
}

/// Wants to be left alone for a while, always.
struct FailingTransport: HTTPTransport {
  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    ProviderResponse(
      head: HTTPResponse(status: .serviceUnavailable, headerFields: [.retryAfter: "20"]))
  }
}

extension JSONObject {
  var rows: [[JSONValue]] { (self["rows"]?.array ?? []).map { $0.array ?? [] } }
  var isComplete: Bool? { self["read"]?["complete"]?.bool }
  var rowsRead: Int? { self["read"]?["rows"]?.int }
  var requests: Int? { self["read"]?["requests"]?.int }
  var missing: [JSONValue] { self["read"]?["missing"]?.array ?? [] }

  /// What stands in the first column.
  var firstCells: [JSONValue] { rows.compactMap(\.first) }
}

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
