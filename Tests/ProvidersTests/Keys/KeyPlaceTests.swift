import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// Issue 17, A.1: keys go where a service wants them, and come out nowhere.
@Suite struct `The place of a key` {
  private static let provider = "/providers/0/auth"
  private static let ok = ProviderResponse(200, "{}")

  private func bench(
    _ authentication: JSONValue, _ key: String, answers: ProviderResponse..., path: String? = nil
  ) throws -> SecretBench {
    var changes: [(String, JSONValue?)] = [(Self.provider, authentication)]
    if let path { changes.append((SmallManifest.tool + "/request", .string(path))) }
    return try SecretBench(
      answers.map { .success($0) }, environment: Environment(["ACME_API_KEY": key]),
      changes: changes)
  }

  private static let query: JSONValue = ["query": "api key", "env": "ACME_API_KEY"]
  private static let basic: JSONValue = ["scheme": "basic", "env": "ACME_API_KEY"]

  @Test func `may be a parameter of the query, behind the others`() async throws {
    let bench = try bench(Self.query, "k&y/1?", answers: Self.ok, Self.ok)
    _ = try await bench.call()
    _ = try await bench.call(["size": 5])
    #expect(
      bench.transport.requests.map(\.line) == [
        "GET /v1/things?api%20key=k%26y%2F1%3F", "GET /v1/things?size=5&api%20key=k%26y%2F1%3F",
      ])
    #expect(bench.transport.requests.allSatisfy { $0.head.headerFields[.authorization] == nil })
  }

  @Test(arguments: [
    ("/v2/things?page=2", "/v2/things?page=2&api%20key=the-long-key"),
    ("/v2?api%20key=the-long-key&a=1", "/v2?a=1&api%20key=the-long-key"),
    ("?api key=other", nil), ("/the-long-key/x", nil), ("/v2?k=the-long-key", nil),
    ("https://acme.example/v2", "/v2?api%20key=the-long-key"), ("https://evil.example/v2", nil),
  ])
  func `stays the query when the service redirects`(location: String, path: String?) async throws {
    let bench = try bench(
      Self.query, "the-long-key", answers: ProviderResponse(302, "", ["Location": location]),
      Self.ok)
    let result = try await bench.call()
    #expect(result.isError == (path == nil))
    #expect(bench.transport.requests.dropFirst().map(\.head.path) == (path.map { [$0] } ?? []))
    #expect(!bench.traces(of: result).contains("the-long-key"))
  }

  @Test(arguments: [
    ("Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ("test:123£", "dGVzdDoxMjPCow=="),
    ("sk-0123456789:", "c2stMDEyMzQ1Njc4OTo="), (":only-a-password", "Om9ubHktYS1wYXNzd29yZA=="),
    ("a:b:c", "YTpiOmM="),
  ])
  func `may be a user and a password, as RFC 7617 has them`(login: String, coded: String)
    async throws
  {
    let bench = try bench(Self.basic, login, answers: Self.ok)
    let result = try await bench.call()
    #expect(!result.isError)
    #expect(bench.transport.requests.first?.field("Authorization") == "Basic \(coded)")
  }

  @Test(arguments: [
    ("just-a-key", "holds no colon"), ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "begins with"),
    ("a:b\nc:d", "control character"), ("${LOGIN}", "left unfilled"), ("%LOGIN%", "placeholder"),
    ("", "is empty"),
  ])
  func `is told of where it is no user and password`(login: String, words: String) async throws {
    let bench = try bench(Self.basic, login, answers: Self.ok)
    let result = try await bench.call()
    #expect(bench.transport.requests.isEmpty)
    let text = bench.traces(of: result)
    #expect(text.contains(words) && text.contains("user:password"), "\(text)")
  }

  /// Whatever of it a service gives back.
  @Test(
    arguments: [
      (query, "the-long-key", ["the-long-key"]),
      (basic, "ann:the-password", ["ann:the-password", "the-password", "YW5uOnRoZS1wYXNzd29yZA"]),
      (basic, "the-long-key:", ["the-long-key", "dGhlLWxvbmcta2V5Og"]),
    ] as [(JSONValue, String, [String])])
  func `is concealed in answers and errors`(
    authentication: JSONValue, key: String, secrets: [String]
  ) async throws {
    for status in [200, 400, 401, 500] {
      for secret in secrets {
        let echo = ProviderResponse(status, #"{"message":"you sent \#(secret)=","code":"x"}"#)
        let bench = try bench(authentication, key, answers: echo, echo, echo)
        let text = bench.traces(of: try await bench.call())
        #expect(!text.contains(secret), "\(status) \(text)")
      }
    }
  }
}
