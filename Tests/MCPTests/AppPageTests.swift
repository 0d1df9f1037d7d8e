import JSON
import MCP
import TestSupport
import Testing

/// MCP Apps: pages are there for who declares the extension, and for nobody else.
struct AppPageTests {
  private struct Library: ResourceLibrary {
    let resources = ["stub://plain", "ui://stub/page"].map { uri in
      Resource(uri: uri, Resource.Label(name: uri, title: uri, description: uri))
    }
    let templates: [ResourceTemplate] = []

    func read(_ uri: String) -> [ResourceContents]? {
      guard uri == "ui://stub/page" else { return nil }
      return [
        ResourceContents(
          uri: uri, mimeType: AppPages.mimeType, .text("<!doctype html>"),
          metadata: ["ui": ["prefersBorder": true]])
      ]
    }

    func completions(of template: String, argument: String, value: String) -> [String]? { nil }
  }

  /// Says whether the client shows pages. Of its tools, one's page is there, one's is not.
  private struct PageToolbox: Toolbox {
    let tools = [nil, "ui://stub/page", "ui://stub/missing"].map { page in
      Tool(
        name: page.map { String($0.dropFirst(5)) } ?? "plain", title: "T", description: "D.",
        inputSchema: ["type": "object"],
        outputSchema: nil,
        annotations: Tool.Annotations(
          isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: true),
        page: page)
    }

    func call(
      _ name: String, arguments: JSONObject, context: RequestContext
    ) async throws(Interruption) -> CallToolResult {
      CallToolResult(["pages": .bool(context.client.showsPages)])
    }
  }

  private static let declared: JSONValue = [
    "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]
  ]
  /// What doesn't declare it: nothing, another type, another extension, a wrong shape.
  private static let undeclared: [JSONValue] = [
    [:], ["extensions": ["io.modelcontextprotocol/ui": [:]]],
    ["extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html"]]]],
    ["extensions": ["example.com/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]],
    ["extensions": true], ["experimental": ["io.modelcontextprotocol/ui": [:]]],
  ]
  private static let named: JSONValue = [
    "ui": ["resourceUri": "ui://stub/page"], "ui/resourceUri": "ui://stub/page",
  ]

  private func server() -> ServerFixture {
    ServerFixture(ServerFeatures(toolbox: PageToolbox(), library: Library()))
  }

  private func ask(
    _ method: String, _ params: JSONObject = [:], declaring capabilities: JSONValue
  ) async throws -> JSONValue {
    try await server().sendModern(
      method, params, meta: ["io.modelcontextprotocol/clientCapabilities": capabilities])
  }

  @Test func `are named by the tools, where a modern request declares them`() async throws {
    let list = try await ask("tools/list", declaring: Self.declared)["result"]
    #expect(list?["tools"]?.array?.map { $0["_meta"] } == [nil, Self.named, nil])
    let resources = try await ask("resources/list", declaring: Self.declared)["result"]
    #expect(resources?["resources"]?.array?.count == 2)
  }

  @Test(arguments: undeclared)
  func `leave no trace where a modern request doesn't`(capabilities: JSONValue) async throws {
    for method in ["tools/list", "resources/list", "resources/templates/list", "server/discover"] {
      let answer = try await ask(method, declaring: capabilities)
      #expect(answer["result"] != nil)
      #expect(!answer.description.contains("ui://"))
      #expect(!answer.description.contains("mcp-app"))
      #expect(!answer.description.contains("modelcontextprotocol/ui"))
    }
    let call = try await ask("tools/call", ["name": "plain"], declaring: capabilities)
    #expect(call["result"]?.answer == ["pages": false])
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `are told of in a session whose client declared them`(version: ProtocolVersion) async throws
  {
    let with = try await ServerFixture.opened(version, server(), capabilities: Self.declared)
    let tools = try await with.send("tools/list", as: version)["result"]?["tools"]?.array
    // Tools have `_meta` from 2025-06-18 on.
    let named: JSONValue? = version >= .june2025 ? Self.named : Optional.none
    #expect(tools?.map { $0["_meta"] } == [.none, named, .none])
    let call = try await with.send("tools/call", ["name": "plain"], as: version)["result"]
    #expect(call?["content"]?.array?.first?["text"] == #"{"pages":true}"#)
    for capabilities in Self.undeclared.dropLast() {
      let without = try await ServerFixture.opened(
        version, server(), capabilities: capabilities)
      for method in ["tools/list", "resources/list", "resources/templates/list"] {
        let answer = try await without.send(method, as: version)
        #expect(answer["result"] != nil)
        #expect(!answer.description.contains("ui://"))
      }
    }
  }

  @Test func `are read by who knows their URI: a host may do it on another connection`()
    async throws
  {
    func check(_ answer: JSONValue) {
      let contents = answer["result"]?["contents"]?.array
      #expect(
        contents == [
          [
            "uri": "ui://stub/page", "mimeType": "text/html;profile=mcp-app",
            "text": "<!doctype html>", "_meta": ["ui": ["prefersBorder": true]],
          ]
        ])
    }
    for capabilities in [Self.declared, [:]] {
      check(try await ask("resources/read", ["uri": "ui://stub/page"], declaring: capabilities))
    }
    for version in ProtocolVersion.legacy {
      let fixture = try await ServerFixture.opened(version, server())
      check(try await fixture.send("resources/read", ["uri": "ui://stub/page"], as: version))
    }
  }

  @Test func `keep lists from being shared between clients, where there are any`() async throws {
    for capabilities in [Self.declared, [:]] {
      for method in ["tools/list", "resources/list"] {
        let answer = try await ask(method, declaring: capabilities)
        #expect(answer["result"]?["cacheScope"] == "private")
      }
    }
    for method in ["resources/templates/list", "server/discover"] {
      #expect(try await ask(method, declaring: [:])["result"]?["cacheScope"] == "public")
    }
    let bare = try await ServerFixture.full().sendModern("tools/list")
    #expect(bare["result"]?["cacheScope"] == "public")
  }
}
