import Analysis
import Exchange
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// Every tool of the manifest, from its arguments to the request that goes out and back.
@Suite struct `Every tool` {
  struct Case: CustomTestStringConvertible, Sendable {
    let tool: String
    let given: JSONObject
    /// Method, path and query beneath the service's base.
    let line: String
    let body: String

    init(_ tool: String, _ given: JSONObject, _ line: String, _ body: String = "") {
      self.tool = tool
      self.given = given
      self.line = line
      self.body = body
    }

    var testDescription: String { "\(tool) \(JSONValue.object(given))" }
  }

  static let reads = [
    Case(
      "get_clicks", ["from": "2026-03-01", "to": "2026-03-31", "per_page": "5"],
      "GET /hienergy/api/v1/clicks?start_date=2026-03-01&end_date=2026-03-31&per_page=5"),
    Case(
      "list_clients", ["search": "motors & more", "page": 1],
      "GET /clickmedias/clients?page=1&search=motors%20%26%20more"),
    Case("get_scores", ["client": 3], "GET /clickmedias/clients/3/scores"),
    Case(
      "get_score_history", ["id": 3, "months": 6],
      "GET /clickmedias/clients/3/scores/history?months=6"),
    Case(
      "list_crawls", ["client_id": 3, "status": "completed"],
      "GET /clickmedias/crawls?client_id=3&status=completed"),
    Case(
      "list_projects", ["search": "bigfoot"],
      "GET /clickmagick/campaigns/projects?search=bigfoot"),
    Case(
      "list_rotators", ["sort_direction": "alpha", "limit": 2],
      "GET /clickmagick/rotators?sort_direction=alpha&limit=2"),
    Case("get_device_status", [:], "GET /klik/api/v1/official-device/status"),
    Case(
      "list_datapoints", ["type": "tl", "search": "a b", "from": "2025-01-31", "limit": 3],
      "GET /clickmeter/datapoints?type=tl&textSearch=a%20b&createdAfter=20250131&limit=3"),
  ]

  static let writes = [
    Case(
      "trigger_crawl", ["crawl_type": "full", "client": "3"], "POST /clickmedias/crawls",
      #"{"client_id":3,"type":"full"}"#),
    Case(
      "get_project_stats",
      [
        "project": 29583, "model": "linear", "from": "2026-03-01", "to": "2026-03-31",
        "utm_source": "google", "refresh": "true", "time_zone": "UTC",
      ],
      "POST /clickmagick/campaigns/projects/29583/stats/linear",
      "start_time=2026-03-01T00%3A00%3A00Z&end_time=2026-03-31T23%3A59%3A59Z"
        + "&utm_source=google&refresh=true"),
    Case(
      "create_rotator",
      [
        "slug": "spring-sale", "mode": "fulfillment", "backup_url": "https://example.com/?a=b",
        "include_country": ["DE", "AT"],
      ],
      "POST /clickmagick/rotators",
      "rotator_slug=spring-sale&rotator_mode=fulfillment"
        + "&backup_url=https%3A%2F%2Fexample.com%2F%3Fa%3Db&include_country=DE&include_country=AT"),
    Case("delete_rotator", ["id": "128445"], "DELETE /clickmagick/rotators/128445"),
    Case(
      "send_message", ["to": "4915112345678", "text": "Grüße"],
      "POST /klik/api/v1/official-device/send-message",
      #"{"mobile":"4915112345678","message":"Grüße"}"#),
  ]

  static let all = reads + writes

  @Test(arguments: all)
  func `sends the request its service wants`(example: Case) async throws {
    let transport = RecordingTransport(sandbox())
    _ = try await run(example, over: transport)
    let request = try #require(transport.requests.first)
    #expect(request.line == example.line)
    #expect(request.text == example.body)
    let type =
      example.body.isEmpty
      ? nil : example.body.hasPrefix("{") ? "application/json" : "application/x-www-form-urlencoded"
    #expect(request.field("Content-Type") == type)
  }

  @Test(arguments: all)
  func `answers as its output schema promises`(example: Case) async throws {
    let answer = try #require(try await run(example, over: sandbox())).get()
    let output = try #require(try Repository.tool(example.tool)?.output)
    let schema = try JSONSchema(compiling: .object(output))
    #expect(schema.violations(in: .object(answer)).map(\.description) == [])
    #expect(!answer.isEmpty)
  }

  @Test(arguments: all)
  func `tells no secret when its service refuses`(example: Case) async throws {
    let secret = "invalid-s3cret-key"
    let result = try #require(try await run(example, over: sandbox(), key: secret))
    let error = #expect(throws: ToolError.self) { try result.get() }
    #expect(error?.code == .unauthorized)
    #expect(error?.tool == example.tool)
    #expect(error.map { JSONValue.object($0.json).description.contains(secret) } == false)
  }

  @Test(arguments: all)
  func `conceals a key that its service repeats`(example: Case) async throws {
    let echo = ProviderResponse(
      400, #"{"message":"Bad key s3cret-key.","errors":["Bad key s3cret-key."]}"#)
    let result = try #require(
      try await run(example, over: ScriptedTransport(echo), key: "s3cret-key"))
    let error = #expect(throws: ToolError.self) { try result.get() }
    #expect(error?.providerMessage == "Bad key <redacted>.")
    #expect(error?.message.contains("s3cret") == false)
  }

  @Test(arguments: all)
  func `names the variable when there is no key`(example: Case) async throws {
    let result = try #require(try await run(example, over: sandbox(), key: nil))
    let error = #expect(throws: ToolError.self) { try result.get() }
    #expect(error?.code == .missingCredentials)
    #expect(error?.message.contains("_API_KEY is not set") == true)
    let effect = try #require(try Repository.tool(example.tool)).effect
    #expect(error?.outcome == (effect == .read ? nil : .notSent))
  }

  private func sandbox() -> SandboxTransport { SandboxedTools.freshTransport() }

  private func run(
    _ example: Case, over transport: any HTTPTransport, key: String? = SandboxWorld.key
  ) async throws -> Result<JSONObject, ToolError>? {
    let manifest = try Repository.manifest()
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: transport, key: key),
      timing: CallTiming(source: ManualTime().source),
      guards: CallGuards(allowsDestructive: true))
    return try await catalog.run(
      example.tool, arguments: example.given,
      context: RequestContext(version: .july2026, requestID: "1"))
  }
}
