import Analysis
import Foundation
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// The page that draws answers, as a client with MCP Apps meets it. The numbers are the rules of the
/// validator in modelcontextprotocol/ext-apps.
struct ChartPageTests {
  private static let capabilities: JSONObject = [
    "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]
  ]
  private static let html = Result {
    try String(
      contentsOf: Repository.file("Sources/EmbeddedManifest/chart.html"), encoding: .utf8)
  }

  let conversation: Conversation

  init() throws {
    let manifest = try Repository.manifest()
    let providers = SandboxedTools.providers(manifest, over: SandboxedTools.freshTransport())
    let surface = ExposedTools(everythingOf: manifest)
    let html = try Self.html.get()
    conversation = Conversation(
      ServerFeatures(
        surface, prompts: manifest.prompts,
        catalog: ToolCatalog(
          surface, providers: providers, timing: CallTiming(source: ManualTime().source)),
        providers: providers,
        days: DayClock(WallClock { SandboxedTools.now }), chart: ChartPage { html }))
  }

  private func tools(_ capabilities: JSONObject) async -> [JSONValue] {
    var tools: [JSONValue] = []
    var params: JSONObject = [:]
    repeat {
      let page = await conversation.sendModern("tools/list", params, capabilities: capabilities)
      tools += page["result"]?["tools"]?.array ?? []
      params["cursor"] = page["result"]?["nextCursor"]
    } while params["cursor"] != nil
    return tools
  }

  private func schema(_ definition: String) throws -> JSONSchema {
    var document = try Repository.json("Tests/TestSupport/Schemas/mcp/apps-2026-01-26.json").object
    document?["$ref"] = .string("#/$defs/\(definition)")
    return try JSONSchema(compiling: .object(document ?? [:]))
  }

  @Test func `is named by the tools whose descriptor says so, and can be read`() async throws {
    let charted = try Repository.manifest().tools.filter(\.hasChart).map(\.name)
    #expect(Set(charted).isSuperset(of: ["get_score_history", "query_rows"]))
    let tools = await tools(Self.capabilities)
    let named = tools.filter { $0["_meta"] != nil }
    #expect(named.compactMap { $0["name"]?.string } == charted)
    let schema = try schema("McpUiToolMeta")
    for tool in named {
      // APP-001, APP-006, APP-007, APP-011
      let ui = try #require(tool["_meta"]?["ui"])
      #expect(ui["resourceUri"] == "ui://clickport/chart")
      #expect(tool["_meta"]?["ui/resourceUri"] == ui["resourceUri"])
      #expect(schema.violations(in: ui).isEmpty)
    }
  }

  @Test func `is one HTML5 document that asks for nothing`() async throws {
    // APP-002, APP-003, APP-004, APP-005, APP-008
    let answer = await conversation.sendModern(
      "resources/read", ["uri": "ui://clickport/chart"], capabilities: Self.capabilities)["result"]
    let contents = try #require(answer?["contents"]?.array?.first)
    #expect(contents["mimeType"] == "text/html;profile=mcp-app")
    #expect(contents["text"]?.string == (try Self.html.get()))
    #expect(contents["text"]?.string?.hasPrefix("<!doctype html>") == true)
    let ui = try #require(contents["_meta"]?["ui"])
    #expect(ui == ["prefersBorder": true])
    #expect(try schema("McpUiResourceMeta").violations(in: ui).isEmpty)
    // Nobody keeps it: the next release's has the same URI.
    #expect(answer?["ttlMs"] == 0)
  }

  @Test func `leaves no trace for a client without the extension`() async throws {
    let tools = await tools([:])
    #expect(!tools.isEmpty)
    for method in ["resources/list", "resources/templates/list", "server/discover"] {
      let answer = await conversation.sendModern(method)
      #expect(answer["result"] != nil)
      #expect(!answer.description.contains("ui://"))
    }
    #expect(!JSONValue.array(tools).description.contains("ui://"))
    #expect(tools.allSatisfy { $0["_meta"] == nil })
    let index = await conversation.sendModern("resources/read", ["uri": "clickport://tools"])
    #expect(!index.description.contains("ui://"))
  }

  @Test func `changes nothing else of a tool`() async throws {
    var with = await tools(Self.capabilities).compactMap(\.object)
    for index in with.indices { with[index]["_meta"] = nil }
    #expect(with.map(JSONValue.object) == (await tools([:])))
  }

  private func notes(
    _ tool: JSONValue, _ arguments: JSONValue, _ capabilities: JSONObject
  ) async -> [String] {
    let answer = await conversation.sendModern(
      "tools/call", ["name": tool, "arguments": arguments], capabilities: capabilities)
    let result = answer["result"]
    #expect(result?.answer != nil)
    return result?.answer?["_notes"]?.array?.compactMap(\.string) ?? []
  }

  @Test(
    arguments: [
      ("get_score_history", ["client_id": 1], "seo_score"),
      (
        "query_rows",
        ["tool": "get_clicks", "range": "2026-03", "group_by": ["click_date:day"]],
        "sum(click_count)"
      ),
    ] as [(JSONValue, JSONValue, String)])
  func `is replaced by a sparkline for others`(
    tool: JSONValue, arguments: JSONValue, column: String
  ) async {
    let others = await notes(tool, arguments, [:])
    #expect(others.count == 1)
    #expect(others.first?.contains(": \(column) ") == true)
    #expect(others.first?.contains("█") == true)
    #expect(await notes(tool, arguments, Self.capabilities) == [])
  }

  @Test func `is replaced by nothing where rows have no order of days, or no room`() async {
    let query: JSONObject = [
      "tool": "get_clicks", "range": "2026-03", "group_by": ["advertiser_name"],
    ]
    #expect(await notes("query_rows", .object(query), [:]) == [])
    let narrow = query.merging([
      "group_by": ["click_date:day"], "measures": ["sum(click_count)"], "budget_tokens": 230,
    ])
    let said = await notes("query_rows", .object(narrow), [:])
    #expect(!said.joined().contains("█"))
  }

  @Test func `is small, and has nothing that a sandbox forbids`() throws {
    let html = try Self.html.get()
    #expect(html.utf8.count <= 30 << 10)
    for word in ["innerHTML", "eval(", "localStorage", "fetch(", "src=", "url(", "<link"] {
      #expect(!html.contains(word))
    }
  }
}
