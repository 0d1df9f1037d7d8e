import Foundation
import JSON
import TestSupport
import Testing

/// `clickport serve` over real HTTP to a service that gives back what it was sent, key and all.
@Suite(.timeLimit(.minutes(10)))
struct EchoingServiceTests {
  /// A way to give it back. `$` stands for the whole request as a JSON text, `?` for the key.
  struct Echo: Sendable, CustomTestStringConvertible {
    let status: String
    var type = "application/json"
    var headers: [String] = []
    var body = #"{"success":false,"message":$,"error":{"message":$},"errors":[$],"data":{$:[$]}}"#

    var testDescription: String { "\(status) \(type) \(headers)" }
  }

  static let echoes =
    [
      "200 OK", "202 Accepted", "400 Bad Request", "401 Unauthorized", "403 Forbidden",
      "404 Not Found", "409 Conflict", "429 Too Many Requests", "500 Internal Server Error",
    ].map { Echo(status: $0) }
    + [
      Echo(status: "200 OK", type: "text/html; charset=?", body: "<html>$</html>"),
      Echo(status: "200 OK", headers: ["X-Echo: ?", "Retry-After: ?"], body: #"{"data":$}"#),
      Echo(status: "302 Found", headers: ["Location: http://?/"], body: "{}"),
      Echo(status: "302 Found", headers: ["Location: /?"], body: "{}"),
      Echo(status: "302 Found", headers: ["Location: //127.0.0.2/?"], body: "{}"),
      Echo(status: "500 ?", body: "{}"),
    ]

  @Test(arguments: echoes)
  func `gets no key into what is written`(echo: Echo) async throws {
    let service = try LoopbackServer { request in
      .answer(
        echo.status.replacing("?", with: SecretSearch.key),
        type: echo.type.replacing("?", with: SecretSearch.key),
        headers: echo.headers.map { $0.replacing("?", with: SecretSearch.key) },
        body: echo.body.replacing("$", with: JSONValue.string(request).description))
    }
    let outcome = try await ServerProcess.run(
      ["serve", "--log-level", "trace", "--drain", "60", "--call-timeout", "5"],
      input: try KeyedProcess.lines().joined(separator: "\n") + "\n",
      environment: try KeyedProcess.environment(at: service.url))
    #expect(outcome.status == 0)
    #expect(service.requests.contains { $0.contains(SecretSearch.key) })
    // The key is never in the first line, which is what proxies write down.
    for request in service.requests {
      let line = String(request.prefix { $0 != "\r\n" })
      #expect(SecretSearch().findings(in: line) == [])
    }
    #expect(
      SecretSearch().findings(in: outcome.lines.joined(separator: "\n") + outcome.errors) == [])
  }
}
