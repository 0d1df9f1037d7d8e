import JSON
import Logging
import MCP
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

@Suite struct `The log of calls` {
  private struct Handler: ToolHandler {
    let error: ToolError?

    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      call.footprint.note(sent: 12, answer: nil)
      call.footprint.note(sent: 12, answer: (status: 200, bytes: 34))
      if let error { throw error }
      return ["secret": "answer"]
    }
  }

  /// Makes a request, and calls its tool again when its size is two.
  private struct Invoking: ToolHandler {
    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      call.footprint.note(sent: 12, answer: (status: 200, bytes: 34))
      return call.arguments["size"] == 2 ? try await call.invoke("get_things", [:]) : [:]
    }
  }

  private let log = LogCollector()

  @Test func `has one line for a call that makes another`() async throws {
    try await run(["size": 2], over: Invoking())
    let metadata = try line["metadata"]
    #expect(metadata?["tool"] == "get_things")
    #expect(metadata?["attempts"] == 2)
    #expect(metadata?["bytes_sent"] == 24)
    #expect(metadata?["bytes_received"] == 68)
  }

  private func run(
    _ arguments: JSONObject = ["size": 4], id: String = "r7", error: ToolError? = nil,
    level: Logger.Level = .info, over handler: (any ToolHandler)? = nil
  ) async throws {
    let manifest = try SmallManifest.manifest([])
    let observer = CallLog(logger: log.logger(.json, level: level))
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest), guards: CallGuards(observer: observer)
    ) { _ in handler ?? Handler(error: error) }
    let context = RequestContext(version: .july2026, requestID: id)
    _ = try await catalog.run("get_things", arguments: arguments, context: context)
  }

  private var line: JSONValue {
    get throws {
      #expect(log.lines.count == 1)
      return try JSONValue(parsing: #require(log.lines.first))
    }
  }

  @Test func `has a line for an answered call`() async throws {
    try await run()
    let line = try line
    #expect(line["level"] == "info")
    #expect(line["message"] == "the call was answered")
    var metadata = try #require(line["metadata"]?.object)
    let duration = try #require(metadata["duration_ms"]?.number)
    #expect(duration.double >= 0)
    metadata["duration_ms"] = nil
    #expect(
      JSONValue.object(metadata).description
        == #"{"attempts":2,"bytes_received":34,"bytes_sent":24,"effect":"read","provider":"acme","request_id":"r7","status":200,"tool":"get_things"}"#
    )
  }

  @Test(arguments: ToolError.Code.allCases)
  func `has a line for a call that failed`(code: ToolError.Code) async throws {
    var error = ToolError(code, "Something that was said.")
    error.outcome = .unknown
    try await run(error: error)
    let line = try line
    #expect(line["level"] == "notice")
    #expect(
      line["message"] == (code == .cancelled ? "the call was cancelled" : "the call failed"))
    #expect(line["metadata"]?["code"]?.string == code.rawValue)
    #expect(line["metadata"]?["outcome"] == "unknown")
  }

  @Test func `has a line for a call whose arguments are wrong`() async throws {
    try await run(["size": "many"])
    let metadata = try line["metadata"]
    #expect(metadata?["code"] == "invalid_arguments")
    #expect(metadata?["attempts"] == 0)
    #expect(metadata?["status"] == nil)
  }

  @Test func `tells of failed calls alone at notice`() async throws {
    try await run(level: .notice)
    #expect(log.lines.isEmpty)
    try await run(error: ToolError(.notFound, "No."), level: .notice)
    #expect(log.lines.count == 1)
  }

  @Test func `has nothing of arguments, answers and messages`() async throws {
    try await run(["size": 77_777])
    try await run(["size": "hush"], error: nil)
    try await run(error: ToolError(.rejected, "Said in confidence."))
    let text = log.lines.joined()
    #expect(log.lines.count == 3)
    for secret in ["77777", "hush", "answer\"", "secret", "confidence"] {
      #expect(!text.contains(secret))
    }
  }

  @Test func `has one line for a call with a hostile id`() async throws {
    try await run(id: "1\n{\"level\":\"error\"}\u{2028}")
    #expect(try line["metadata"]?["request_id"] == "1\n{\"level\":\"error\"}")
  }
}
