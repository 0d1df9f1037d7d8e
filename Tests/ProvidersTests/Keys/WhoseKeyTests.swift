import Analysis
import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

/// Tools say whose key they want: none, the service's, or another.
@Suite struct `Whose key` {
  static let ok = ProviderResponse(200, #"{"success":true,"status":true,"data":{}}"#)

  /// One service of the manifest, with these variables and nothing else.
  static func catalog(
    _ service: String, _ variables: [String: String], over transport: any HTTPTransport,
    time: ManualTime = ManualTime()
  ) throws -> ToolCatalog {
    let descriptor = try #require(
      try Repository.manifest().providers.first { $0.id == service })
    let provider = Provider(
      descriptor, base: try #require(BaseURL(descriptor.baseURL)),
      environment: Environment(variables), transport: transport, retries: RetryPolicy { 0 })
    return ToolCatalog(
      ExposedTools(listed: [], callable: descriptor.tools, providers: [service]),
      providers: [provider],
      timing: CallTiming(source: time.source, days: SandboxedTools.days),
      guards: CallGuards(allowsDestructive: true))
  }

  static func call(
    _ tool: String, _ arguments: JSONObject? = nil, of service: String,
    _ variables: [String: String], over transport: any HTTPTransport
  ) async throws -> Result<JSONObject, ToolError> {
    let example = try Repository.manifest().tools.first { $0.name == tool }?.example
    return try #require(
      try await catalog(service, variables, over: transport).run(
        tool, arguments: arguments ?? example ?? [:],
        context: RequestContext(version: .july2026, requestID: "1")))
  }

  @Test(arguments: [
    ("clickmedias", "request_audit"), ("clickmedias", "get_audit_results"),
    ("klik", "check_klik_health"),
  ])
  func `is nobody's where a tool is open to all`(service: String, tool: String) async throws {
    let keys = [
      "CLICKMEDIAS_API_KEY": "the-clickmedias-key", "KLIK_API_KEY": "the-klik-key",
      "KLIK_INTERNAL_KEY": "the-internal-key",
    ]
    for variables in [[:], keys] {
      let transport = ScriptedTransport(Self.ok)
      _ = try await Self.call(tool, of: service, variables, over: transport).get()
      let request = try #require(transport.requests.first)
      for key in keys.values {
        #expect(!request.head.headerFields.contains { $0.value.contains(key) })
      }
      #expect(request.head.headerFields[.authorization] == nil)
    }
  }

  @Test func `is another's where a tool names it, and the common one stays out`() async throws {
    let transport = ScriptedTransport(Self.ok)
    let keys = ["KLIK_API_KEY": "the-klik-key", "KLIK_INTERNAL_KEY": "the-internal-key"]
    _ = try await Self.call("authenticate_by_email", of: "klik", keys, over: transport).get()
    let request = try #require(transport.requests.first)
    #expect(request.field("X-API-KEY") == "the-internal-key")
    #expect(request.head.headerFields[.authorization] == nil)
    #expect(!request.text.contains("the-klik-key"))
    let tool = try #require(
      try Repository.manifest().tools.first { $0.name == "authenticate_by_email" })
    #expect(
      tool.arguments.filter { !$0.isAdvanced }.map(\.name) == ["email", "name", "created_from"])
  }

  @Test func `is missing by its own variable`() async throws {
    let transport = ScriptedTransport(Self.ok)
    let result = try await Self.call(
      "authenticate_by_email", of: "klik", ["KLIK_API_KEY": "the-klik-key"], over: transport)
    let error = try #require(#expect(throws: ToolError.self) { try result.get() })
    #expect(error.code == .missingCredentials)
    #expect(error.message.hasPrefix("KLIK_INTERNAL_KEY is not set."))
    #expect(transport.requests.isEmpty)
  }

  @Test func `is blamed by its own variable`() async throws {
    let refused = ProviderResponse(
      403,
      #"{"success":false,"errors":["Request validation failed"],"message":"Request validation failed"}"#
    )
    let keys = ["KLIK_API_KEY": "the-klik-key", "KLIK_INTERNAL_KEY": "the-internal-key"]
    let transport = ScriptedTransport(refused, ProviderResponse(401, "{}"))
    let cases: [(tool: String, words: String)] = [
      ("authenticate_by_email", "the key in KLIK_INTERNAL_KEY"),
      ("get_device_status", "the key in KLIK_API_KEY"),
    ]
    for (tool, words) in cases {
      let result = try await Self.call(tool, of: "klik", keys, over: transport)
      let error = try #require(#expect(throws: ToolError.self) { try result.get() })
      #expect(error.message.contains(words))
    }
  }

  @Test func `is taken out of answers like any other`() async throws {
    let transport = ScriptedTransport(
      ProviderResponse(200, #"{"success":true,"data":{"token":"x the-internal-key y"}}"#))
    let answer = try await Self.call(
      "authenticate_by_email", of: "klik", ["KLIK_INTERNAL_KEY": "the-internal-key"],
      over: transport
    ).get()
    #expect(!JSONValue.object(answer).description.contains("the-internal-key"))
  }

  /// A key for one tool makes its service one that was set up, and leaves out no other.
  @Test func `says which services were set up`() throws {
    let klik = try #require(try Repository.manifest().providers.first { $0.id == "klik" })
    let medias = try #require(try Repository.manifest().providers.first { $0.id == "clickmedias" })
    let internalOnly = ServiceReadiness(
      of: klik, in: Environment(["KLIK_INTERNAL_KEY": "the-internal-key"]))
    #expect(internalOnly.isGivenKey && !internalOnly.hasKey)
    #expect(!ServiceReadiness(of: klik, in: Environment(["CLICKMEDIAS_API_KEY": "the-key"])).hasKey)
    #expect(!ServiceReadiness(of: medias, in: Environment(["CLICKMEDIAS_USERNAME": "jane"])).hasKey)
    let user = ["CLICKMEDIAS_USERNAME": "jane", "CLICKMEDIAS_PASSWORD": "wordword"]
    #expect(ServiceReadiness(of: medias, in: Environment(user)).hasKey)
  }

  @Test func `doesn't make an answer of health an error, nor any other refusal an answer`()
    async throws
  {
    let sick = #"{"status":false,"failed":["database","queue"]}"#
    let transport = ScriptedTransport(
      ProviderResponse(400, sick), ProviderResponse(400, #"{"message":"Bad request"}"#),
      ProviderResponse(400, "<html>"), ProviderResponse(500, sick))
    func health() async throws -> Result<JSONObject, ToolError> {
      try await Self.call("check_klik_health", of: "klik", [:], over: transport)
    }
    #expect(try await health().get() == ["status": false, "failed": ["database", "queue"]])
    for code in [ToolError.Code.rejected, .rejected, .providerUnavailable] {
      let result = try await health()
      #expect(throws: ToolError.self) { try result.get() }
      if case .failure(let error) = result { #expect(error.code == code) }
    }
  }
}
