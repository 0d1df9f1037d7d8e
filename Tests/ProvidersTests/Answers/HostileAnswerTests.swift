import Analysis
import Exchange
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `A hostile answer` {
  /// Turns the text around, hides an order in tags, clears a terminal.
  static let name = #"Spring\u202E elaS\u200B \uDB40\uDC49\uDB40\uDC67\u001B[2J"#
  static let clean = "Spring elaS [2J"

  @Test func `arrives clean as text and as structured content`() async throws {
    let result = try await call(200, #"{"na\u200Bme":"\#(Self.name)","hits":[{"n":1.0}]}"#)
    #expect(!result.isError)
    let expected = #"{"name":"\#(Self.clean)","hits":[{"n":1.0}]}"#
    #expect(result.answer.map { JSONValue.object($0).description } == expected)
    #expect(text(result) == expected)
  }

  @Test func `says nothing hidden in an error`() async throws {
    let result = try await call(400, #"{"error":{"me\u200Bssage":"\#(Self.name)"}}"#)
    let error = try JSONValue(parsing: text(result))
    #expect(error["provider_message"] == .string(Self.clean))
    #expect(error["message"]?.string?.contains(Self.clean) == true)
  }

  @Test(arguments: [
    (20_000, "é", "é"), (20_001, "é", "[41 more characters]"), (20_000, "a", "a"),
    (20_001, "a", "[41 more characters]"),
  ])
  func `is cut where a text of it is too long`(
    length: Int, letter: String, end: String
  ) async throws {
    let long = String(repeating: letter, count: length)
    let result = try await call(200, #"{"rows":[{"note":"\#(long)"}],"total":1}"#)
    let note = result.answer?["rows"]?.array?.first?["note"]?.string
    #expect(note?.hasSuffix(end) == true)
    #expect((note == long) == (end == letter))
    #expect(result.answer?["total"] == 1)
    let isCut = end != letter
    #expect(
      result.answer?["_notes"]?.array?.first?.string
        == (isCut
          ? "1 text was too long and cut, where it says how many more characters there are." : nil))
    let told = result.json(for: .july2026)["_meta"]?["clickport/cut_texts"]
    #expect(told?.int == (isCut ? 1 : nil))
  }

  @Test func `keeps its content type to itself where that hides something`() async throws {
    let result = try await call(200, "<html>", ["Content-Type": "text/html\u{202E}lmth"])
    #expect(text(result).contains("(text/htmllmth)"))
  }

  private func call(
    _ status: Int, _ body: String, _ fields: [String: String] = [:]
  ) async throws -> CallToolResult {
    let manifest = try SmallManifest.manifest([
      ("/providers/0/answers", ["error_message": "/error/message"])
    ])
    let transport = ScriptedTransport(ProviderResponse(status, body, fields))
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: transport))
    return try await catalog.call(
      "get_things", arguments: [:], context: RequestContext(version: .july2026, requestID: "1"))
  }

  private func text(_ result: CallToolResult) -> String {
    guard case .text(let text)? = result.content.first else { return "" }
    return text
  }
}
