import Exchange
import HTTPTypes
import JSON
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `A provider` {
  static let key = "s3cret-key"
  static let ok = ProviderResponse(200, "{}")

  @Test func `adds address, key and standing header fields`() async throws {
    let transport = ScriptedTransport(Self.ok)
    _ = try await send(
      over: transport, changes: [("/providers/0/headers", ["X-Client": "tests"])])
    let request = try #require(transport.requests.first)
    #expect(request.head.scheme == "https")
    #expect(request.head.authority == "api.acme.example")
    #expect(request.line == "GET /v1/things?size=7")
    #expect(request.field("X-Key") == Self.key)
    #expect(request.field("X-Client") == "tests")
    #expect(request.field("Accept") == "application/json")
    #expect(request.field("User-Agent") == "clickport")
    #expect(request.timeLimit == .seconds(9))
    #expect(request.maximumAnswer == 32 << 20)
  }

  @Test func `puts a prefix before the key where the service wants one`() async throws {
    let transport = ScriptedTransport(Self.ok)
    let changes: [(String, JSONValue?)] = [
      ("/providers/0/auth/header", "Authorization"), ("/providers/0/auth/prefix", "Bearer "),
    ]
    _ = try await send(over: transport, changes: changes)
    #expect(transport.requests.first?.field("Authorization") == "Bearer " + Self.key)
  }

  @Test func `asks without a key where none is wanted`() async throws {
    let transport = ScriptedTransport(Self.ok)
    _ = try await send(
      over: transport, changes: [("/providers/0/auth", nil)], environment: Environment([:]))
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [Effect.read, .write])
  func `sends nothing without a key and names the variable`(effect: Effect) async throws {
    let transport = ScriptedTransport(Self.ok)
    let error = await #expect(throws: ToolError.self) {
      try await send(effect, over: transport, environment: Environment([:]))
    }
    #expect(error?.code == .missingCredentials)
    #expect(
      error?.message == """
        ACME_API_KEY is not set. Set it in the host's configuration of this server to a key of \
        Acme, or run clickport setup on this machine, then call again.
        """)
    #expect(error?.outcome == (effect == .read ? nil : .notSent))
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `follows redirects on its own host`(status: Int) async throws {
    let transport = ScriptedTransport(
      ProviderResponse(status, "", ["Location": "/v2/things"]),
      ProviderResponse(status, "", ["Location": "https://api.acme.example/v3/things?a=1#top"]),
      ProviderResponse(status, "", ["Location": "/v4"]), Self.ok)
    let response = try await send(over: transport)
    #expect(response.head.status == .ok)
    #expect(
      transport.requests.map(\.line)
        == ["GET /v1/things?size=7", "GET /v2/things", "GET /v3/things?a=1", "GET /v4"])
    #expect(transport.requests.allSatisfy { $0.head.authority == "api.acme.example" })
  }

  @Test func `stops after three redirects`() async throws {
    let again = ProviderResponse(302, "", ["Location": "/v1/things"])
    let transport = ScriptedTransport(again, again, again, again, Self.ok)
    let error = await #expect(throws: ToolError.self) { try await send(over: transport) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message == "Acme redirects without end.")
    #expect(error?.status == 302)
    #expect(transport.requests.count == 4)
  }

  @Test(arguments: [
    ("https://evil.example/things?key=1", "(https://evil.example)"),
    ("//evil.example/x", "(evil.example)"),
    ("https://api.acme.example.evil.example/x", "(https://api.acme.example.evil.example)"),
    ("https://api.acme.example@evil.example/x", "(https://evil.example)"),
    ("https://user@api.acme.example/x", "(https://api.acme.example)"),
    ("https://api.acme.example:444/x", "(https://api.acme.example:444)"),
    ("https://api.acme.example:80/x", "(https://api.acme.example:80)"),
    ("http://api.acme.example/x", "(http://api.acme.example)"),
    ("HTTP://api.acme.example:443/x", "(http://api.acme.example:443)"),
    ("//api.acme.example:80", "(api.acme.example:80)"), ("https:/x", "(https://none is named)"),
    ("mailto:x@acme.example", "(mailto://none is named)"),
  ])
  func `never follows a redirect to another host`(location: String, host: String) async throws {
    let transport = ScriptedTransport(
      ProviderResponse(302, "", ["Location": location]), Self.ok)
    let error = await #expect(throws: ToolError.self) { try await send(over: transport) }
    #expect(error?.code == .badAnswer)
    #expect(error?.message.contains(host) == true)
    #expect(error?.status == 302)
    #expect(transport.requests.map(\.head.authority) == ["api.acme.example"])
  }

  /// RFC 3986 section 5.4, from the path of the request: `/v1/things?size=7`.
  @Test(arguments: [
    ("other", "/v1/other"), ("./other?a=1", "/v1/other?a=1"), ("other/", "/v1/other/"),
    ("../v2/things", "/v2/things"), ("../../../up", "/up"), ("a/./b/../c", "/v1/a/c"),
    ("..", "/"), (".", "/v1/"), ("?size=8", "/v1/things?size=8"), ("#top", "/v1/things?size=7"),
    ("/v2/../v3/x#top", "/v3/x"), ("HTTPS://API.Acme.Example/v2", "/v2"),
    ("https://api.acme.example:443/v2?a=1", "/v2?a=1"), ("Https://api.acme.example?a=1", "/?a=1"),
    ("//api.acme.example/v2", "/v2"), ("other?at=10:30", "/v1/other?at=10:30"),
  ])
  func `D15: follows a redirect as RFC 3986 reads it`(location: String, path: String) async throws {
    let transport = ScriptedTransport(
      ProviderResponse(301, "", ["Location": location]), Self.ok)
    #expect(try await send(over: transport).head.status == .ok)
    #expect(transport.requests.map(\.line) == ["GET /v1/things?size=7", "GET \(path)"])
    #expect(transport.requests.allSatisfy { $0.head.authority == "api.acme.example" })
  }

  @Test(arguments: [300, 301, 302, 303, 305, 307, 308], [nil, "", "  "])
  func `D15: says that a redirect has no Location`(status: Int, location: String?) async throws {
    let fields = location.map { ["Location": $0] } ?? [:]
    let transport = ScriptedTransport(ProviderResponse(status, "", fields), Self.ok)
    let error = await #expect(throws: ToolError.self) { try await send(over: transport) }
    #expect(error?.code == .badAnswer)
    #expect(
      error?.message
        == "Acme redirects (status \(status)) without a Location: it doesn't say where to.")
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [nil, "/v2/things"])
  func `D15: says of a 304 that it is no redirect`(location: String?) async throws {
    let fields = location.map { ["Location": $0] } ?? [:]
    let transport = ScriptedTransport(ProviderResponse(304, "", fields), Self.ok)
    let error = await #expect(throws: ToolError.self) { try await send(over: transport) }
    #expect(error?.code == .badAnswer)
    #expect(error?.status == 304)
    #expect(error?.message.hasPrefix("Acme answered with status 304 (not modified)") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func `never repeats a write for a redirect`() async throws {
    let transport = ScriptedTransport(
      ProviderResponse(307, "", ["Location": "/v2/things"]), Self.ok)
    let error = await #expect(throws: ToolError.self) { try await send(.write, over: transport) }
    #expect(error?.code == .badAnswer)
    #expect(error?.outcome == .rejected)
    #expect(transport.requests.count == 1)
  }

  @Test(
    arguments: [
      (
        TransportError.notConnected(reason: "connection refused"), .providerUnavailable, .notSent,
        true, "Acme can't be reached: connection refused."
      ),
      (
        .misconfigured(reason: "no proxy"), .providerUnavailable, .notSent, false,
        "Acme can't be reached: no proxy."
      ),
      (
        .interrupted(reason: "reset"), .providerUnavailable, .unknown, false,
        "The connection to Acme broke: reset."
      ),
      (
        .timedOut(wasSent: false), .timedOut, .notSent, true,
        "No connection to Acme came about within 9 s."
      ),
      (
        .timedOut(wasSent: false, proxy: "the proxy"), .timedOut, .notSent, true,
        "No connection to Acme came about within 9 s, behind the proxy."
      ),
      (.timedOut(wasSent: true), .timedOut, .unknown, false, "Acme gave no answer within 9 s."),
      (
        .answerTooLarge(limit: 32 << 20), .badAnswer, .unknown, false,
        "Acme answered more than 32 MiB: ask for fewer rows."
      ),
      (.cancelled, .cancelled, .unknown, false, "The call was cancelled."),
    ] as [(TransportError, ToolError.Code, ToolError.Outcome, Bool, String)])
  func `D13: says what became of a call the transport gave up`(
    fault: TransportError, code: ToolError.Code, outcome: ToolError.Outcome,
    writeIsRetryable: Bool, message: String
  ) async throws {
    let read = await #expect(throws: ToolError.self) {
      try await send(
        over: ScriptedTransport(Array(repeating: .failure(fault), count: RetryPolicy.attempts)))
    }
    #expect(read?.code == code)
    #expect(read?.outcome == nil)
    #expect(read?.message == message)
    #expect(read?.provider == "acme")
    let write = await #expect(throws: ToolError.self) {
      try await send(
        .write,
        over: ScriptedTransport(Array(repeating: .failure(fault), count: RetryPolicy.attempts)))
    }
    #expect(write?.code == code)
    #expect(write?.outcome == outcome)
    #expect(write?.isRetryable == writeIsRetryable)
    #expect(write?.message.contains("look before you repeat it") == (outcome == .unknown))
  }

  private func send(
    _ effect: Effect = .read, over transport: ScriptedTransport,
    changes: [(String, JSONValue?)] = [],
    environment: Environment = Environment(["ACME_API_KEY": key])
  ) async throws -> ProviderResponse {
    let method = effect == .read ? "GET" : "POST"
    let manifest = try SmallManifest.manifest(
      changes + [
        (SmallManifest.tool + "/request", .string("\(method) /things")),
        (SmallManifest.tool + "/effect", .string(effect.rawValue)),
      ])
    let descriptor = try #require(manifest.providers.first)
    let tool = try #require(descriptor.tools.first)
    let provider = Provider(
      descriptor, base: try #require(BaseURL(descriptor.baseURL)), environment: environment,
      transport: transport, retries: RetryPolicy { 0 })
    let parts = try RequestParts(#require(tool.request), of: tool, Arguments(["size": 7]))
    return try await provider.send(
      parts, effect: effect, by: Deadline(in: .seconds(9), by: ManualTime().source)
    ).response.response
  }
}

@Suite struct `A base URL` {
  @Test(arguments: [
    ("https://a.example", BaseURL(scheme: "https", authority: "a.example", path: "")),
    ("http://127.0.0.1:80/v1", BaseURL(scheme: "http", authority: "127.0.0.1:80", path: "/v1")),
    ("http://[::1]:8801/a/b", BaseURL(scheme: "http", authority: "[::1]:8801", path: "/a/b")),
  ])
  func `is taken apart`(text: String, parts: BaseURL) {
    #expect(BaseURL(text) == parts)
  }

  @Test(arguments: [
    "", "a.example", "ftp://a.example", "https://", "https:///a", "https://a.example/",
    "https://a.example?x=1", "https://a.example#x", "https://u:p@a.example", "https://a b",
  ])
  func `is refused when it is none`(text: String) {
    #expect(BaseURL(text) == nil)
  }
}
