import Foundation
import JSON
import Sandbox
import TestSupport
import Testing

/// `clickport serve` without the sandbox, over real HTTP on the loopback interface.
@Suite(.timeLimit(.minutes(10)))
struct RealTransportTests {
  private static func request(_ id: Int, _ tool: String, _ arguments: String) -> String {
    """
    {"jsonrpc":"2.0","id":\(id),"method":"tools/call","params":{"name":"\(tool)","arguments":\
    \(arguments),"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientCapabilities":{}}}}
    """
  }

  private static let clicks = #"{"from":"2026-03-01","to":"2026-03-02"}"#

  private static let sixCalls = [
    request(1, "get_clicks", clicks),
    request(2, "get_scores", #"{"client_id":1}"#),
    request(3, "trigger_crawl", #"{"client_id":1,"type":"full"}"#),
    request(
      4, "create_rotator",
      #"{"rotator_slug":"over-http","rotator_mode":"fulfillment","backup_url":"https://example.com","include_country":["US","MX"]}"#
    ),
    request(5, "send_message", #"{"mobile":"919999999999","message":"Grüße & more = 1"}"#),
    request(6, "get_project_stats", #"{"project_id":29583}"#),
  ]

  @Test func `drives all six tools over HTTP`() async throws {
    let services = try LoopbackWorld(SandboxWorld { SandboxedTools.now })
    let outcome = try await ServerProcess.run(
      ["serve", "--drain", "60"], input: Self.sixCalls.joined(separator: "\n") + "\n",
      environment: services.environment)
    #expect(outcome.status == 0)
    #expect(services.world.messages.map(\.text) == ["Grüße & more = 1"])
    let requests = try Self.sixCalls.map { try JSONValue(parsing: $0) }
    var transcript = Transcript()
    for line in outcome.lines { transcript.take(line, answering: requests) }
    #expect(transcript.problems == [])
    #expect(transcript.output.count == 6)
    for answer in transcript.output {
      #expect(answer["result"]?["isError"] == nil, "\(answer)")
      #expect(answer["result"]?.answer != nil)
    }
  }

  /// A way for a service to fail, and what the caller is told.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let behaviour: LoopbackServer.Behaviour
    let code: String
    var status: Int?
    /// Where in the sentence the reason shows.
    var words = ""
    /// Seconds a call may take: few where the service keeps silent, and yet enough for the other.
    var timeout = "60"
  }

  static let faults = [
    Fault(
      testDescription: "a reset in the middle of the body",
      behaviour: .reset(
        after: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"
      ),
      code: "provider_unavailable", words: "broke"),
    Fault(
      testDescription: "a 500 in HTML",
      behaviour: .answer(
        "500 Internal Server Error", type: "text/html", body: "<h1>Sorry</h1>"),
      code: "provider_unavailable", status: 500),
    Fault(
      testDescription: "a body that is not JSON",
      behaviour: .answer("200 OK", type: "text/html", body: "<h1>Hello</h1>"),
      code: "bad_answer", status: 200, words: "text/html"),
    Fault(
      testDescription: "a stalled answer", behaviour: .stall, code: "timed_out",
      words: "no answer", timeout: "5"),
    Fault(
      testDescription: "a redirect to another host",
      behaviour: .answer(
        "302 Found", headers: ["Location: http://127.0.0.2:1/stolen"], body: "{}"),
      code: "bad_answer", status: 302, words: "127.0.0.2"),
    Fault(
      testDescription: "too many calls",
      behaviour: .answer("429 Too Many Requests", headers: ["Retry-After: 900"], body: "{}"),
      code: "rate_limited", status: 429),
  ]

  @Test(arguments: faults)
  func `gives the right error for a service's fault, and goes on`(fault: Fault) async throws {
    let service = try LoopbackServer { request in
      // The second tool's service is well: the server must still answer it.
      request.hasPrefix("GET /clients")
        ? .answer("200 OK", body: #"{"data":{}}"#) : fault.behaviour
    }
    let answers = try await Self.answers(from: service.url, timeout: fault.timeout)
    let error = try Self.error(in: answers[1])
    #expect(error["code"]?.string == fault.code, "\(error)")
    #expect(error["status"]?.int == fault.status)
    #expect(error["message"]?.string?.contains(fault.words) == true || fault.words.isEmpty)
    #expect(!error.description.contains("the-secret-key"))
    #expect(answers[2]?["result"]?.answer == ["data": [:]])
    #expect(service.requests.filter { $0.hasPrefix("GET /api") }.count == 1)
  }

  @Test func `tells of a refused connection`() async throws {
    let port = LoopbackServer.closedPort
    let answers = try await Self.answers(from: "http://127.0.0.1:\(port)", timeout: "30")
    let error = try Self.error(in: answers[1])
    #expect(error["code"] == "provider_unavailable")
    #expect(error["message"]?.string?.contains("can't be reached") == true)
    #expect(error["retryable"] == true)
  }

  @Test func `says of a write that broke off that its outcome is unknown`() async throws {
    let service = try LoopbackServer { _ in .reset(after: "") }
    let call = Self.request(1, "send_message", #"{"mobile":"919999999999","message":"Hi"}"#)
    let outcome = try await ServerProcess.run(
      ["serve"], input: call + "\n",
      environment: ["KLIK_BASE_URL": service.url, "KLIK_API_KEY": "the-secret-key"])
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    let error = try Self.error(in: answer)
    #expect(error["outcome"] == "unknown")
    #expect(error["retryable"] == false)
    #expect(service.requests.count == 1)
  }

  /// The answers to a call of Hi Energy (1) and one of Click Medias (2), both at this address.
  private static func answers(from url: String, timeout: String) async throws -> [Int: JSONValue] {
    let calls = [request(1, "get_clicks", clicks), request(2, "get_scores", #"{"client_id":1}"#)]
    let outcome = try await ServerProcess.run(
      ["serve", "--call-timeout", timeout, "--drain", "60"],
      input: calls.joined(separator: "\n") + "\n",
      environment: [
        "HIENERGY_BASE_URL": url, "HIENERGY_API_KEY": "the-secret-key",
        "CLICKMEDIAS_BASE_URL": url, "CLICKMEDIAS_API_KEY": "the-secret-key",
      ])
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("the-secret-key"))
    var answers: [Int: JSONValue] = [:]
    for line in outcome.lines {
      let answer = try JSONValue(parsing: line)
      if let id = answer["id"]?.int { answers[id] = answer }
    }
    return answers
  }

  private static func error(in answer: JSONValue?) throws -> JSONValue {
    #expect(answer?["result"]?["isError"] == true)
    return try JSONValue(
      parsing: #require(answer?["result"]?["content"]?.array?.first?["text"]?.string))
  }

  @Test func `adds a tool of a new provider by an overlay alone`() async throws {
    let service = try LoopbackServer { request in
      request.hasPrefix("GET /v2/shops/7/orders?since=20260301&tag=a&tag=b HTTP/1.1\r\n")
        && request.lowercased().contains("authorization: token the-secret-key\r\n")
        ? .answer("200 OK", body: #"{"orders":[{"id":9007199254740993}]}"#)
        : .answer("400 Bad Request", body: #"{"why":"not the request that was expected"}"#)
    }
    let overlay = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: overlay) }
    try Self.overlay.write(to: overlay, atomically: true, encoding: .utf8)
    let call = Self.request(
      1, "list_orders", #"{"shop_id":"7","from":"2026-03-01","tag":["a","b"]}"#)
    let outcome = try await ServerProcess.run(
      ["serve", "--manifest", overlay.path], input: call + "\n",
      environment: [
        "SHOPKEEPER_BASE_URL": service.url + "/v2", "SHOPKEEPER_KEY": "the-secret-key",
      ])
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    #expect(
      answer["result"]?.answer?.description
        == #"{"orders":[{"id":9007199254740993}]}"#, "\(answer)")
  }

  private static let overlay = """
    {
      "manifest_version": 1,
      "providers": [{
        "id": "shopkeeper", "title": "Shopkeeper", "base_url": "https://api.shopkeeper.example/v2",
        "auth": { "header": "Authorization", "prefix": "Token ", "env": "SHOPKEEPER_KEY" },
        "answers": { "error_message": "/why" },
        "tools": [{
          "name": "list_orders", "title": "Orders", "description": "Orders of a shop.",
          "toolset": "orders", "effect": "read", "request": "GET /shops/{shop_id}/orders",
          "arguments": {
            "shop_id": { "in": "path", "required": true, "type": "integer", "description": "Shop." },
            "since": {
              "in": "query", "type": "string", "format": "date", "wire_format": "YYYYMMDD",
              "aliases": ["from"], "description": "First day."
            },
            "tag": {
              "in": "query", "type": "array", "items": { "type": "string" },
              "description": "Any of these tags."
            }
          },
          "rows": "/orders"
        }]
      }]
    }
    """
}
