import JSON
import JSONRPC
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `The tool catalog` {
  static let context = RequestContext(version: .july2026, requestID: "1")

  /// Answers with the arguments it was given.
  struct Echo: ToolHandler {
    func call(_ call: ToolCall) -> JSONObject { call.arguments.values }
  }

  struct Refusal: ToolHandler {
    let error: ToolError

    func call(_ call: ToolCall) throws(ToolError) -> JSONObject { throw error }
  }

  let catalog: ToolCatalog

  init() throws {
    catalog = ToolCatalog(ExposedTools(everythingOf: try Repository.manifest())) { _ in Echo() }
  }

  @Test func `lists the tools in the manifest's order`() throws {
    #expect(catalog.tools.map(\.name) == (try Repository.manifest().tools.map(\.name)))
  }

  @Test func `hands the arguments on as they were read`() async throws {
    let result = try await catalog.call(
      "get_clicks", arguments: ["to": "2026-03-31", "from": "2026-03-01", "page": "2"],
      context: Self.context)
    #expect(!result.isError)
    var echo = try #require(result.said)
    echo["_notes"] = nil
    #expect(
      JSONValue.object(echo).description
        == #"{"start_date":"2026-03-01","end_date":"2026-03-31","page":2}"#)
  }

  @Test func `says of a message that it was accepted, not that it was delivered`() async throws {
    let message: JSONObject = ["mobile": "4915112345678", "message": "Hello"]
    let relayed: JSONObject = ["name": "send_message", "arguments": .object(message)]
    for (tool, arguments) in [("send_message", message), ("use_tool", relayed)] {
      let result = try await catalog.call(tool, arguments: arguments, context: Self.context)
      let said = message.merging([
        "_notes": ["Accepted by the service. Whether it was delivered is not known."]
      ])
      #expect(result.said == said)
      #expect(result.json(for: .july2026)["_meta"] == ["clickport/accepted": true])
    }
    let read = try await catalog.call("list_clients", arguments: [:], context: Self.context)
    #expect(read.said?["_notes"] == nil)
    #expect(read.json(for: .july2026)["_meta"] == nil)
  }

  @Test(arguments: [
    ("get_click", #"unknown tool "get_click"; did you mean get_clicks?"#),
    ("frobnicate", #"unknown tool "frobnicate"; tools/list names them all"#),
  ])
  func `refuses an unknown tool with the one that was meant`(
    name: String, message: String
  ) async throws {
    let interruption = await #expect(throws: Interruption.self) {
      try await catalog.call(name, arguments: [:], context: Self.context)
    }
    #expect(interruption == .failed(ResponseError(.invalidParams, message)))
    #expect(try await catalog.run(name, arguments: [:], context: Self.context) == nil)
  }

  @Test func `answers wrong arguments of a read with all problems`() async throws {
    let result = try await catalog.call(
      "get_clicks", arguments: ["from": "2026-02-30", "publsher_id": 1], context: Self.context)
    #expect(result.isError)
    #expect(
      (result.said ?? [:]).keys == ["code", "message", "provider", "tool", "problems", "retryable"])
    #expect(result.said?["code"] == "invalid_arguments")
    #expect(
      result.said?["message"] == "3 arguments are wrong: put them right and call again.")
    #expect(result.said?["provider"] == "hienergy")
    #expect(result.said?["tool"] == "get_clicks")
    #expect(result.said?["problems"]?.array?.count == 3)
    #expect(
      result.said?["problems"]?.array?.first?.object?.keys
        == ["argument", "problem", "expected"])
  }

  @Test(arguments: ["trigger_crawl", "create_rotator", "send_message"])
  func `says that a write with wrong arguments was not sent`(name: String) async throws {
    let result = try await catalog.call(name, arguments: ["x": 1], context: Self.context)
    #expect(result.isError)
    #expect(result.said?["outcome"] == "not_sent")
    #expect(result.said?["retryable"] == false)
  }

  @Test func `names tool and provider in a handler's error`() async throws {
    let error = ToolError(.conflict, "There is one already.")
    let surface = ExposedTools(everythingOf: try SmallManifest.manifest([]))
    let catalog = ToolCatalog(surface) { _ in Refusal(error: error) }
    let result = try await catalog.call("get_things", arguments: [:], context: Self.context)
    #expect(result.isError)
    #expect(result.said?["tool"] == "get_things")
    #expect(result.said?["provider"] == "acme")
  }

  @Test func `knows where a list's rows are`() {
    #expect(catalog.rows(of: "get_clicks")?.description == "/data")
    #expect(catalog.rows(of: "get_scores") == nil)
    #expect(catalog.rows(of: "nothing") == nil)
  }
}
