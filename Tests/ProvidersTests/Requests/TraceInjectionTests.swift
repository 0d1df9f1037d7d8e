import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// What a client says about its request that is passed on to services.
@Suite struct `What a client says of a request` {
  static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  /// The request that goes out for a call with this `_meta`.
  private func request(meta: JSONObject) async throws -> ProviderRequest {
    let bench = try SecretBench([.success(ProviderResponse(200, "{}"))])
    let envelope: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    await Conversation(ServerFeatures(toolbox: bench.catalog)).send(
      "tools/call", ["name": "get_things", "_meta": .object(envelope.merging(meta))],
      as: .july2026)
    return try #require(bench.transport.requests.first)
  }

  @Test func `goes on as trace context`() async throws {
    let request = try await request(
      meta: ["traceparent": .string(Self.parent), "tracestate": "a=1,b=2"])
    #expect(request.field("traceparent") == Self.parent)
    #expect(request.field("tracestate") == "a=1,b=2")
  }

  @Test(arguments: [
    "\(parent)\r\nX-Evil: 1", "\(parent)\n", "\r\n\(parent)", "\(parent)\u{0}", "\(parent) ",
    parent.uppercased(), "\(parent)-x", "00-\r\naf7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
  ])
  func `is left out with its state when it could be more than one field`(text: String)
    async throws
  {
    let request = try await request(meta: ["traceparent": .string(text), "tracestate": "a=1"])
    #expect(names(of: request) == ["accept", "user-agent", "x-key"])
  }

  @Test(arguments: ["a=1\r\nX-Evil: 1", "a=1\n", "a=\u{0}", "a=ä", "a=\u{7F}", "a=\t"])
  func `is passed on without a state that could be more`(text: String) async throws {
    let request = try await request(
      meta: ["traceparent": .string(Self.parent), "tracestate": .string(text)])
    #expect(names(of: request) == ["accept", "traceparent", "user-agent", "x-key"])
  }

  @Test(arguments: ["t\r\nX-Evil: 1", "t\u{0}", "ä"])
  func `stays here when it is a token for progress`(token: String) async throws {
    let request = try await request(meta: ["progressToken": .string(token)])
    #expect(names(of: request) == ["accept", "user-agent", "x-key"])
    #expect(!request.line.contains("Evil") && !request.text.contains("Evil"))
  }

  private func names(of request: ProviderRequest) -> [String] {
    request.head.headerFields.map(\.name.canonicalName).sorted()
  }
}
