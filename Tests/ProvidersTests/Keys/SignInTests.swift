import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import Synchronization
import TestSupport
import Testing
import Tools

/// Click Medias' second way to let calls in: a token for a user name and a password.
@Suite struct `A token` {
  static let user = [
    "CLICKMEDIAS_USERNAME": "jane@acme.example", "CLICKMEDIAS_PASSWORD": "pass word ü",
  ]
  static let scores = #"{"success":true,"data":{"seo_score":78}}"#

  private let time = ManualTime()
  private let service = TokenService()

  private func catalog(_ variables: [String: String] = user) throws -> ToolCatalog {
    try `Whose key`.catalog("clickmedias", variables, over: service, time: time)
  }

  private func call(
    _ catalog: ToolCatalog, _ tool: String = "get_scores",
    _ arguments: JSONObject = ["client_id": 1]
  ) async throws -> Result<JSONObject, ToolError> {
    try #require(
      try await catalog.run(
        tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1")))
  }

  private func failure(_ result: Result<JSONObject, ToolError>) throws -> ToolError {
    try #require(#expect(throws: ToolError.self) { try result.get() })
  }

  @Test func `is asked for once, sent with each call, and kept in memory alone`() async throws {
    let catalog = try catalog()
    for _ in 1...3 { _ = try await call(catalog).get() }
    #expect(
      service.lines == [
        "POST /wp-json/clickmedias/v1/auth/token",
        "GET /wp-json/clickmedias/v1/clients/1/scores",
        "GET /wp-json/clickmedias/v1/clients/1/scores",
        "GET /wp-json/clickmedias/v1/clients/1/scores",
      ])
    let requests = service.requests
    #expect(
      try JSONValue(parsing: requests[0].body)
        == ["username": "jane@acme.example", "password": "pass word ü"])
    #expect(requests[0].field("X-API-Key") == nil)
    #expect(requests[0].field("Authorization") == nil)
    for request in requests.dropFirst() {
      #expect(request.field("Authorization") == "Bearer token-number-1")
      #expect(request.field("X-API-Key") == nil)
    }
    // Another process asks anew.
    _ = try await call(try self.catalog()).get()
    #expect(service.tokens == 2)
  }

  @Test func `is not asked for where there is a key`() async throws {
    let catalog = try catalog(Self.user.merging(["CLICKMEDIAS_API_KEY": "the-key"]) { $1 })
    _ = try await call(catalog).get()
    #expect(service.tokens == 0)
    #expect(service.requests.first?.field("X-API-Key") == "the-key")
  }

  @Test func `is asked for anew a little before it ends`() async throws {
    service.lifetime = 600
    let catalog = try catalog()
    _ = try await call(catalog).get()
    time.pass(.seconds(560))
    _ = try await call(catalog).get()
    #expect(service.tokens == 1)
    time.pass(.seconds(20))
    _ = try await call(catalog).get()
    #expect(service.tokens == 2)
    #expect(service.requests.last?.field("Authorization") == "Bearer token-number-2")
  }

  @Test(arguments: [nil, "soon", "2026-01-30 12:00:00", "2001-01-01T00:00:00Z"])
  func `is kept until it is refused where nobody can tell when it ends`(
    expires: String?
  ) async throws {
    service.expires = .some(expires)
    let catalog = try catalog()
    _ = try await call(catalog).get()
    time.pass(.seconds(900_000))
    _ = try await call(catalog).get()
    #expect(service.tokens == 1)
  }

  @Test(arguments: ["get_scores", "create_client"])
  func `that is refused is renewed once, for calls that write too`(tool: String) async throws {
    let arguments: JSONObject =
      tool == "get_scores"
      ? ["client_id": 1]
      : [
        "company_name": "Acme", "website_url": "https://acme.example",
        "contact_email": "a@acme.example",
      ]
    let catalog = try catalog()
    _ = try await call(catalog).get()
    service.refused = ["token-number-1"]
    _ = try await call(catalog, tool, arguments).get()
    #expect(service.tokens == 2)
    service.refused = ["token-number-2", "token-number-3"]
    let error = try failure(try await call(catalog, tool, arguments))
    #expect(error.code == .unauthorized)
    #expect(
      error.message.hasPrefix(
        "Click Medias does not accept the token for CLICKMEDIAS_USERNAME and CLICKMEDIAS_PASSWORD"))
    #expect(error.outcome == (tool == "get_scores" ? nil : .rejected))
    #expect(service.tokens == 3)
    service.refused = []
    _ = try await call(catalog, tool, arguments).get()
    #expect(service.tokens == 3)
  }

  @Test func `is renewed once when the very first is refused`() async throws {
    service.refused = ["token-number-1"]
    _ = try await call(try catalog()).get()
    #expect(service.tokens == 2)
  }

  @Test func `is asked for by one of many calls at once`() async throws {
    let catalog = try catalog()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask { (try? await self.call(catalog).get()) != nil }
      }
      for await isAnswered in group { #expect(isAnswered) }
    }
    #expect(service.tokens == 1)
    #expect(service.requests.count == 21)
  }

  @Test func `is asked for by another where the first was refused one`() async throws {
    let catalog = try catalog()
    service.passwordIsWrong = true
    let error = try failure(try await call(catalog))
    #expect(error.code == .unauthorized)
    #expect(
      error.message == "Click Medias does not accept what CLICKMEDIAS_USERNAME and "
        + "CLICKMEDIAS_PASSWORD hold: Invalid username or password. Check it.")
    #expect(service.requests.count == 1)
    service.passwordIsWrong = false
    _ = try await call(catalog).get()
  }

  @Test func `that can't be had leaves a write unsent`() async throws {
    service.passwordIsWrong = true
    let result = try await call(try catalog(), "trigger_crawl", ["client_id": 1])
    #expect(try failure(result).outcome == .notSent)
  }

  @Test(arguments: [
    (["CLICKMEDIAS_USERNAME": "jane"], "CLICKMEDIAS_PASSWORD is not set."),
    (["CLICKMEDIAS_PASSWORD": "wordword"], "CLICKMEDIAS_USERNAME is not set."),
    (["CLICKMEDIAS_API_KEY": "YOUR_API_KEY"], "CLICKMEDIAS_API_KEY holds a placeholder"),
    (
      [:],
      "CLICKMEDIAS_API_KEY is not set. Set it in the host's configuration of this server to a key "
        + "of Click Medias; or set CLICKMEDIAS_USERNAME and CLICKMEDIAS_PASSWORD, or run clickport "
        + "setup on this machine, then call again. The service gives it to those who ask"
    ),
  ])
  func `needs all that it is had for`(variables: [String: String], words: String) async throws {
    let error = try failure(try await call(try catalog(variables)))
    #expect(error.code == .missingCredentials)
    #expect(error.message.hasPrefix(words))
    #expect(service.requests.isEmpty)
  }

  @Test func `and what it is had for are shown to nobody`() async throws {
    service.echo = true
    let catalog = try catalog()
    let answer = try await call(catalog).get()
    let text = JSONValue.object(answer).description
    for secret in ["token-number-1", "pass word ü"] { #expect(!text.contains(secret)) }
    service.passwordIsWrong = true
    service.refused = ["token-number-1"]
    let error = try failure(try await call(catalog))
    #expect(!JSONValue.object(error.json).description.contains("pass word ü"))
  }

  @Test func `comes from a path that an overlay may replace`() async throws {
    let overlay: JSONValue = [
      "manifest_version": 1,
      "providers": [
        ["id": "clickmedias", "auth": ["token": ["request": "POST /login", "at": "/jwt"]]]
      ],
    ]
    let manifest = try Manifest(
      ManifestSource(name: "base", document: try Repository.json("tools-manifest.json")),
      overlays: [ManifestSource(name: "overlay", document: overlay)])
    let signIn = try #require(
      manifest.providers.first { $0.id == "clickmedias" }?.authentication?.signIn)
    #expect(signIn.request.description == "POST /login")
    #expect(signIn.token.map(\.description) == ["/jwt"])
    #expect(signIn.header == "Authorization")
  }
}

/// Click Medias with users instead of keys.
private final class TokenService: HTTPTransport {
  private struct State {
    var requests: [ProviderRequest] = []
    var tokens = 0
    var lifetime = 86_400
    var expires: String??
    var refused: Set<String> = []
    var passwordIsWrong = false
    var echo = false
  }

  private let state = Mutex(State())

  var requests: [ProviderRequest] { state.withLock(\.requests) }
  var lines: [String] { requests.map(\.line) }
  /// How many tokens were given.
  var tokens: Int { state.withLock(\.tokens) }

  /// In seconds.
  var lifetime: Int {
    get { state.withLock(\.lifetime) }
    set { state.withLock { $0.lifetime = newValue } }
  }

  /// What the answer says instead of when the token ends.
  var expires: String?? {
    get { state.withLock(\.expires) }
    set { state.withLock { $0.expires = newValue } }
  }

  var refused: Set<String> {
    get { state.withLock(\.refused) }
    set { state.withLock { $0.refused = newValue } }
  }

  var passwordIsWrong: Bool {
    get { state.withLock(\.passwordIsWrong) }
    set { state.withLock { $0.passwordIsWrong = newValue } }
  }

  /// Whether answers repeat what they were asked with.
  var echo: Bool {
    get { state.withLock(\.echo) }
    set { state.withLock { $0.echo = newValue } }
  }

  private static let date = "Thu, 01 Jan 2026 00:00:00 GMT"
  private static let start = Timestamp(secondsSince1970: 1_767_225_600)

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    await Task.yield()
    return state.withLock { state in
      state.requests.append(request)
      if request.line.hasSuffix("/auth/token") { return Self.token(&state, request) }
      let token = request.field("Authorization")?.dropFirst("Bearer ".count) ?? ""
      if state.refused.contains(String(token)) {
        return ProviderResponse(401, #"{"success":false,"error":"Expired","code":"jwt"}"#)
      }
      return ProviderResponse(
        200, state.echo ? #"{"success":true,"data":{"you":"\#(token)"}}"# : `A token`.scores)
    }
  }

  private static func token(_ state: inout State, _ request: ProviderRequest) -> ProviderResponse {
    if state.passwordIsWrong {
      let words = state.echo ? request.text.filter { $0 != "\"" } : "Invalid username or password."
      return ProviderResponse(401, #"{"success":false,"error":"\#(words)","code":"no"}"#)
    }
    state.tokens += 1
    var answer: JSONObject = [
      "success": true, "token": .string("token-number-\(state.tokens)"), "user_id": 123,
      "role": "cm_client",
    ]
    let end = start.adding(seconds: state.lifetime)
    answer["expires"] =
      state.expires.map { $0.map(JSONValue.string) ?? .null }
      ?? .string("\(end.date)T\(end.timeOfDay)+00:00")
    return ProviderResponse(200, JSONValue.object(answer).description, ["Date": date])
  }
}
