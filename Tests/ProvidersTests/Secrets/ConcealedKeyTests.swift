import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// A service, or what is between, that gives the key back in every way it can.
@Suite struct `A key that comes back` {
  static let key = SecretSearch.key
  static let json = JSONValue.string(key).description
  /// The key as a JSON text of escapes only.
  static let escaped =
    "\"" + key.utf8.map { "\\u00" + String($0, radix: 16) }.joined() + "\""
  static let inURL = "kQ7-w9Zx%2FRb%224%5CvT%2Bm%262Yc%3Fh.%2A8Lp%255Jd"

  static let bodies = [
    json, "[\(json)]", #"{"echo":\#(json)}"#, #"{\#(json):1}"#, #"{"a":[{"b":{\#(json):[]}}]}"#,
    #"{"echo":\#(escaped)}"#, #"{\#(escaped):\#(escaped)}"#,
    #"{"headers":\#(JSONValue.string("Authorization: Bearer \(key)\r\nHost: x"))}"#,
    #"{"quoted":\#(JSONValue.string(#"{"key":\#(json)}"#))}"#,
    #"{"url":"https://acme.example/?key=\#(inURL)&a=1"}"#,
    #"{"url":"https://acme.example/?key=\#(inURL.lowercasedEscapes)"}"#,
    #"{"hidden":\#(JSONValue.string(key.prefix(5) + "\u{200B}" + key.dropFirst(5)))}"#,
    #"{"accent":\#(JSONValue.string(key + "\u{301}"))}"#,
    #"{"long":\#(JSONValue.string(String(repeating: "a", count: 19_950) + key + key))}"#,
    #"{"message":\#(json),"code":\#(json)}"#,
    #"{"message":{\#(json):[\#(json)]},"code":{"a":\#(json)}}"#,
    #"{"message":\#(JSONValue.string(String(repeating: "a", count: 490) + key))}"#,
  ]

  @Test(
    arguments: bodies,
    [200, 201, 202, 301, 304, 400, 401, 403, 404, 409, 410, 418, 422, 429, 500, 501, 503, 599])
  func `in a body is in nothing that a client gets`(body: String, status: Int) async throws {
    for effect in [Effect.read, .write] {
      let echo = ProviderResponse(status, body, ["Content-Type": "application/json"])
      let bench = try SecretBench(Array(repeating: .success(echo), count: 3), effect: effect)
      let result = try await bench.call()
      #expect(SecretSearch().findings(in: bench.traces(of: result)) == [], "\(effect)")
      #expect(!bench.transport.requests.isEmpty)
    }
  }

  /// Services quote what they refuse: its beginning, its end, a piece of its middle.
  @Test(
    arguments: [key.prefix(8), key.suffix(6), key.dropFirst(9).prefix(7)].map(String.init),
    [400, 401, 403, 404, 422, 429, 500, 503])
  func `in parts is in no error`(part: String, status: Int) async throws {
    let words = JSONValue.string("The key \(part)… isn't known.")
    for body in [#"{"error":\#(words),"code":\#(words)}"#, #"{"message":\#(words)}"#, part] {
      let echo = ProviderResponse(status, body, ["Content-Type": "application/json"])
      let result = try await SecretBench(Array(repeating: .success(echo), count: 3)).call()
      #expect(result.isError)
      let text = JSONValue.object(result.json(for: .july2026)).description
      #expect(!text.contains(part), "\(text)")
    }
  }

  @Test func `leaves the rest of an answer as it was`() async throws {
    let body = #"{"id":1.50,"echo":\#(Self.json),"rows":[{"a":null}],"\#("ä")":"ü"}"#
    let result = try await SecretBench([.success(ProviderResponse(200, body))]).call()
    #expect(
      result.answer.map { JSONValue.object($0).description }
        == #"{"id":1.50,"echo":"<redacted>","rows":[{"a":null}],"ä":"ü"}"#)
  }

  static let fields = [
    "Location", "Content-Type", "Retry-After", "Date", "X-RateLimit-Reset", "X-RateLimit-Remaining",
    "WWW-Authenticate", "X-Echo",
  ]

  @Test(arguments: fields, [200, 302, 307, 401, 429, 500, 503])
  func `in a header field is in nothing that a client gets`(
    field: String, status: Int
  ) async throws {
    for value in [key, "/\(key)", "https://\(key)/", "//a/\(key)", "a; charset=\(key)"] {
      for body in ["", "{}", "<html>"] {
        let echo = ProviderResponse(status, body, [field: value])
        let bench = try SecretBench(Array(repeating: .success(echo), count: 5))
        let result = try await bench.call()
        #expect(SecretSearch().findings(in: bench.traces(of: result)) == [], "\(value)")
      }
    }
  }

  static let failures: [TransportError] = [
    .notConnected(reason: "no \(key)"), .interrupted(reason: "after \(key)"),
    .timedOut(wasSent: true), .timedOut(wasSent: false), .answerTooLarge(limit: 1), .cancelled,
  ]

  @Test(arguments: failures, [Effect.read, .write])
  func `in a transport's reason is in nothing that a client gets`(
    failure: TransportError, effect: Effect
  ) async throws {
    let bench = try SecretBench(Array(repeating: .failure(failure), count: 3), effect: effect)
    let result = try await bench.call()
    #expect(result.isError)
    #expect(SecretSearch().findings(in: bench.traces(of: result)) == [])
  }

  @Test(arguments: [
    "/v2?key=\(inURL)", "/\(inURL)/x", "https://acme.example/?k=\(inURL)",
    "/v2?key=\(inURL.lowercasedEscapes)",
  ])
  func `in a redirection is not followed`(location: String) async throws {
    let bench = try SecretBench([
      .success(ProviderResponse(302, "", ["Location": location])),
      .success(ProviderResponse(200, "{}")),
    ])
    let result = try await bench.call()
    #expect(result.isError)
    #expect(bench.transport.requests.count == 1)
    #expect(bench.traces(of: result).contains("holds the key"))
    #expect(SecretSearch().findings(in: bench.traces(of: result)) == [])
  }

  @Test(arguments: [
    "/v2\r\nX-Evil: 1", "/v 2", "/\\evil.example", "/v\u{E4}", "/v\u{0}2",
  ])
  func `never goes with a redirection to an address that is none`(location: String) async throws {
    let bench = try SecretBench([
      .success(ProviderResponse(302, "", ["Location": location])),
      .success(ProviderResponse(200, "{}")),
    ])
    let result = try await bench.call()
    #expect(result.isError)
    #expect(bench.transport.requests.map(\.line) == ["GET /v1/things"])
    #expect(bench.traces(of: result).contains("an address that is none"))
  }

  @Test func `is in no record of a secret that the caller gave`() async throws {
    let bench = try SecretBench(
      [.success(ProviderResponse(200, #"{"note":"You said \#(Self.inURL) and secret-of-mine."}"#))],
      effect: .write,
      changes: [
        (
          SmallManifest.tool + "/arguments",
          ["pin": ["in": "header", "wire": "X-Pin", "type": "string", "description": "A secret."]]
        )
      ])
    _ = try await bench.call(["pin": "secret-of-mine"])
    #expect(bench.transport.requests.first?.field("X-Pin") == "secret-of-mine")
    #expect(bench.ledger.entries.first?.answer?["note"] == "You said <redacted> and <redacted>.")
    #expect(SecretSearch("secret-of-mine").findings(in: "\(bench.ledger.entries)") == [])
  }

  @Test func `is concealed where it is short enough to be a word only from eight bytes on`()
    async throws
  {
    for (key, shown) in [("1234567", "1234567"), ("12345678", "<redacted>")] {
      let bench = try SecretBench(
        [.success(ProviderResponse(200, #"{"a":"\#(key)"}"#))],
        environment: Environment([SecretBench.variable: key]))
      #expect(try await bench.call().answer?["a"] == .string(shown))
    }
  }

  private var key: String { Self.key }
}

extension String {
  /// `%2F` as `%2f`.
  fileprivate var lowercasedEscapes: String {
    let parts = split(separator: "%", omittingEmptySubsequences: false)
    let rest = parts.dropFirst().map { $0.prefix(2).lowercased() + $0.dropFirst(2) }
    return ([String(parts[0])] + rest).joined(separator: "%")
  }
}
