import Analysis
import Exchange
import Foundation
import HTTPTypes
import JSON
import Logging
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

/// Point F26: what the log tells of a call on its way, at `debug` and `trace`.
@Suite(.timeLimit(.minutes(5)))
struct CallStepTests {
  private let log = LogCollector()

  private func lines(_ message: String) throws -> [JSONValue] {
    try log.lines.map { try JSONValue(parsing: $0) }.filter { $0["message"] == .string(message) }
  }

  /// Calls a tool of the product over services in memory.
  private func call(
    _ tool: String, _ arguments: JSONObject, level: Logger.Level, times: Int = 1,
    over transport: any HTTPTransport = SandboxedTools.freshTransport(),
    limits: ProviderDescriptor.Limits = ProviderDescriptor.Limits()
  ) async throws {
    let manifest = try Repository.manifest()
    let providers = manifest.providers.map { descriptor in
      Provider(
        descriptor,
        base: BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\(descriptor.id)"),
        environment: Environment { _ in SandboxWorld.key }, transport: transport,
        gate: CallGate(limits), retries: RetryPolicy { 1 })
    }
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest), providers: providers,
      timing: CallTiming(source: ManualTime().source, days: SandboxedTools.days),
      guards: CallGuards(
        allowsDestructive: true, observer: CallLog(logger: log.logger(.json, level: level))))
    for _ in 1...times {
      _ = try await catalog.run(
        tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "r7"))
    }
  }

  /// Fails with a status so many times.
  private final class Failing: HTTPTransport {
    let script: [ProviderResponse]
    private let count = Counter()

    init(_ script: [ProviderResponse]) { self.script = script }

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      let index = await count.next()
      guard index < script.count else { throw .notConnected(reason: "no") }
      return script[index]
    }
  }

  private actor Counter {
    private var value = 0

    func next() -> Int {
      defer { value += 1 }
      return value
    }
  }

  private static func response(
    _ status: Int, _ fields: [String: String] = [:], _ body: String = "{}"
  ) -> ProviderResponse {
    var response = ProviderResponse(
      head: HTTPResponse(status: HTTPResponse.Status(code: status)), body: Array(body.utf8))
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { response.head.headerFields[name] = value }
    }
    return response
  }

  @Test func `are attempts, waits and limits at debug`() async throws {
    let transport = Failing([
      Self.response(503), Self.response(429, ["Retry-After": "2"]),
      Self.response(200, ["X-RateLimit-Remaining": "5"], #"{"data":[]}"#),
    ])
    try await call("get_clicks", ["range": "2026-03"], level: .debug, over: transport)
    let attempts = try lines("a request was attempted").compactMap { $0["metadata"] }
    #expect(attempts.compactMap { $0["attempt"]?.int } == [1, 2, 3])
    #expect(attempts.compactMap { $0["status"]?.int } == [503, 429, 200])
    #expect(attempts.allSatisfy { $0["request_id"] == "r7" && $0["provider"] == "hienergy" })
    #expect(attempts[1]["penalty_ms"] == 2000)
    #expect(attempts[2]["remaining"] == 5)
    let waits = try lines("the request will be repeated").compactMap { $0["metadata"]?["wait_ms"] }
    #expect(waits == [500, 2000])
    #expect(try lines("a request is sent").isEmpty)
    #expect(log.lines.allSatisfy { !$0.contains("2026-03-") })
  }

  @Test func `are a connection that fails, and a service that is left alone`() async throws {
    try await call("get_clicks", ["range": "2026-03"], level: .debug, over: Failing([]))
    let failures = try lines("a request was attempted").compactMap { $0["metadata"]?["failure"] }
    #expect(failures == Array(repeating: "provider_unavailable", count: 3))
  }

  @Test func `are the wait for a turn, and the limit itself`() async throws {
    try await call(
      "get_clicks", ["range": "2026-03"], level: .debug, times: 3,
      over: Failing(Array(repeating: Self.response(200), count: 3)),
      limits: ProviderDescriptor.Limits(perSecond: 1, perHour: 2))
    let waits = try lines("the request waits for its turn").compactMap {
      $0["metadata"]?["wait_ms"]
    }
    #expect(waits == [1100])
    let limit = try #require(try lines("the service's limit is reached").first?["metadata"])
    #expect(limit["wait_ms"]?.int ?? 0 > 3_000_000)
  }

  @Test func `are nothing at info`() async throws {
    try await call("get_clicks", ["range": "2026-03"], level: .info)
    #expect(try log.lines.count == lines("the call was answered").count)
  }

  @Test func `are the shape of a request at trace`() async throws {
    try await call(
      "send_message", ["mobile": "919999999999", "message": "Hush now"], level: .trace)
    let shape = try #require(try lines("a request is sent").first?["metadata"])
    #expect(shape["method"] == "POST")
    #expect(shape["header_fields"]?.string?.contains("authorization") == true)
    #expect(shape["body"]?.string?.contains("message: string") == true)
    #expect(shape["bytes_sent"]?.int ?? 0 > 0)
    let text = log.lines.joined()
    for secret in ["Hush", "919999999999", SandboxWorld.key] { #expect(!text.contains(secret)) }
    try await call("get_scores", ["client_id": 7_777_777], level: .trace)
    #expect(log.lines.joined().contains("{client_id}"))
    #expect(!log.lines.joined().contains("7777777"))
  }

  /// Of every tool: no text or number of its example that could be told from the request's names.
  @Test func `hold no value of any tool's arguments`() async throws {
    let manifest = try Repository.manifest()
    let names =
      manifest.tools.flatMap { [$0.name] + $0.arguments.map(\.name) }
      + manifest.providers.map(\.id) + ["clickport"]
    for tool in manifest.tools {
      guard let example = tool.example else { continue }
      let log = CallStepTests()
      try await log.call(tool.name, example, level: .trace)
      let lines = log.log.lines.joined()
      #expect(!lines.isEmpty, "\(tool.name)")
      // Shorter ones are like the numbers and names that are told.
      for value in Self.values(of: .object(example)) where value.utf8.count > 4 {
        guard !names.contains(where: { $0.contains(value) }) else { continue }
        #expect(!lines.contains(value), "\(tool.name) tells \(value)")
      }
    }
  }

  @Test func `hold nothing of a path that was given whole`() async throws {
    try await call(
      "api_request",
      [
        "provider": "hienergy", "method": "GET", "path": "/secret-path/sam@example.com",
        "query": ["q": "hush-hush", "+49151": "x"],
      ], level: .trace)
    let shape = try #require(try lines("a request is sent").first?["metadata"])
    #expect(shape["path"] == "/…/…")
    #expect(shape["query"] == "q,…")
    let text = log.lines.joined()
    for secret in ["secret-path", "sam@", "hush-hush", "49151"] { #expect(!text.contains(secret)) }
  }

  private static func values(of value: JSONValue) -> [String] {
    switch value {
    case .null, .bool: []
    case .number(let number): [JSONValue.number(number).description]
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(values)
    case .object(let object): object.members.flatMap { values(of: $0.value) }
    }
  }
}
