import Analysis
import Exchange
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

@Suite struct `A request to any endpoint` {
  private func run(
    _ arguments: JSONObject, over transport: any HTTPTransport = SandboxedTools.freshTransport(),
    writes: Bool = false, allowsDestructive: Bool = false
  ) async throws -> Result<JSONObject, ToolError>? {
    let manifest = try Repository.manifest()
    let selection = ToolSelection(toolsets: ["api"], allowsAPIWrites: writes)
    let surface = try selection.surface(of: manifest, configured: [])
    let catalog = ToolCatalog(
      surface, providers: SandboxedTools.providers(manifest, over: transport),
      guards: CallGuards(allowsDestructive: allowsDestructive))
    return try await catalog.run(
      "api_request", arguments: arguments,
      context: RequestContext(version: .july2026, requestID: "1"))
  }

  @Test func `reads with a query of texts, numbers and lists`() async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    _ = try await run(
      [
        "provider": "clickmedias", "path": "/clients",
        "query": ["search": "a b&c", "page": 2, "tags": ["x", "y"], "none": nil],
      ], over: transport)
    let request = try #require(transport.requests.first)
    #expect(request.line == "GET /clickmedias/clients?search=a%20b%26c&page=2&tags=x&tags=y")
    #expect(request.field("X-API-Key") == SandboxWorld.key)
    #expect(request.text == "")
  }

  static let parts: [(String, JSONObject)] = [
    ("/data/0/id", ["value": 1]), ("/meta", ["total": 12]), ("", ["success": true]),
  ]

  @Test(arguments: parts)
  func `answers with the part that is wanted`(pointer: String, part: JSONObject) async throws {
    let answer = try await run(
      ["provider": "clickmedias", "path": "/clients", "pointer": .string(pointer)])?.get()
    for (key, value) in part { #expect(answer?[key] == value) }
  }

  @Test(
    arguments: [
      (
        "/datapoints", [:],
        "This shows 20 rows, there may be more; list_datapoints is the tool for this list."
      ),
      (
        "/datapoints", ["limit": "5"],
        "This shows 5 rows, there may be more; list_datapoints is the tool for this list."
      ),
      ("/datapoints", ["limit": 20, "offset": 20], nil), ("/datapoints/count", [:], nil),
      (
        "/aggregated/summary/datapoints", ["timeFrame": "last7", "type": "tl"],
        "This shows 20 of 23 rows, there are more; get_datapoints_summary is the tool for this list."
      ),
    ] as [(String, JSONObject, String?)])
  func `says what a list doesn't show`(path: String, query: JSONObject, note: String?) async throws
  {
    for pointer in [nil, "/entities", "/result"] as [JSONValue] {
      let answer = try await run([
        "provider": "clickmeter", "path": .string(path), "query": .object(query),
        "pointer": pointer,
      ])?.get()
      #expect(answer?["_notes"] == note.map { [.string($0)] })
    }
  }

  @Test func `says what there is where the pointer leads nowhere`() async throws {
    let answer = try await run(
      ["provider": "clickmedias", "path": "/clients", "pointer": "/rows/0"])?.get()
    #expect(
      answer?["message"]?.string
        == "The answer has nothing at /rows/0; its members are success, data, meta.")
  }

  @Test(arguments: [
    "", "clients", "//evil.example/clients", "https://evil.example/", "/../secret", "/a/../../b",
    "/a/./b", "/a/..", "/a//b", "/a%2Fb", "/a%2f..%2fb", "/%2e%2e/b", "/a%5Cb", "/a\\b", "/a?x=1",
    "/a#b", "/a b", "/a%", "/a%zz", "/a%00", "/a%0d%0aHost:x", "/ä", "/a\nb", "/a%252e",
  ])
  func `never leaves the service's address`(path: String) async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    let result = try await run(
      ["provider": "klik", "path": .string(path)], over: transport)
    let error = #expect(throws: ToolError.self) { try result?.get() }
    #expect(error?.code == .invalidArguments)
    #expect(error?.problems.map(\.argument) == ["path"])
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: ["/", "/a/", "/a-b_c.d~e/1", "/a:b@c;d=e,f", "/caf%C3%A9", "/a...b"])
  func `goes where the path says beneath it`(path: String) async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    _ = try await run(["provider": "klik", "path": .string(path)], over: transport)
    #expect(transport.requests.map(\.line) == ["GET /klik" + path])
  }

  @Test func `sends nothing but GET unless writes are on`() async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
      let result = try await run(
        ["provider": "klik", "path": "/a", "method": .string(method)], over: transport)
      let error = #expect(throws: ToolError.self) { try result?.get() }
      #expect(error?.code == .invalidArguments)
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [
    ("clickmedias", #"{"a":"b c","n":1}"#, "application/json"),
    ("clickmagick", "a=b%20c&n=1", "application/x-www-form-urlencoded"),
  ])
  func `writes a body as the service's tools do`(
    provider: String, body: String, type: String
  ) async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    _ = try await run(
      [
        "provider": .string(provider), "path": "/x", "method": "POST",
        "body": ["a": "b c", "n": 1],
      ], over: transport, writes: true)
    let request = try #require(transport.requests.first)
    #expect(request.text == body)
    #expect(request.field("Content-Type") == type)
  }

  @Test func `has a person agree to a DELETE`() async throws {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    let deletion: JSONObject = [
      "provider": "clickmagick", "method": "DELETE", "path": "/rotators/128436",
    ]
    let refused = try await run(deletion, over: transport, writes: true)
    let error = #expect(throws: ToolError.self) { try refused?.get() }
    #expect(error?.code == .consentRequired)
    #expect(error?.message.contains("Send DELETE /rotators/128436 to ClickMagick?") == true)
    #expect(transport.requests.isEmpty)
    let done = try await run(deletion, over: transport, writes: true, allowsDestructive: true)
    #expect(try done?.get()["status"] == "OK")
  }

  @Test func `refuses a body beside GET and a pointer that is none`() async throws {
    let bodied = try await run(
      ["provider": "klik", "path": "/a", "body": ["a": 1]], writes: true)
    #expect(throws: ToolError.self) { try bodied?.get() }
    let pointed = try await run(["provider": "klik", "path": "/a", "pointer": "data"])
    let error = #expect(throws: ToolError.self) { try pointed?.get() }
    #expect(error?.problems.map(\.argument) == ["pointer"])
  }
}
