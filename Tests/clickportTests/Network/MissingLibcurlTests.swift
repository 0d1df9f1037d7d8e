import JSON
import TestSupport
import Testing

/// The server on a machine where libcurl can't be opened: everything but calls works, and they say
/// what to install.
@Suite(.timeLimit(.minutes(10)))
struct MissingLibcurlTests {
  private static let environment = [
    "CLICKPORT_LIBCURL": "/nonexistent/libcurl.so.4", "HIENERGY_API_KEY": "the-key",
    "KLIK_API_KEY": "the-key",
  ]

  @Test func `lists tools, and says of calls what to install`() async throws {
    let client = try ToolClient(["serve"], environment: Self.environment)
    let listed = await client.request("tools/list")
    let names = listed?["result"]?["tools"]?.array?.compactMap { $0["name"]?.string } ?? []
    #expect(names.contains("get_clicks"))
    let reading = try #require(
      await client.call("get_clicks", ["from": "2026-03-01", "to": "2026-03-02"]))
    #expect(reading.isError)
    #expect(reading.answer["code"] == "provider_unavailable")
    #expect(reading.answer["message"]?.string?.contains("install libcurl") == true)
    #expect(reading.answer["message"]?.string?.contains("CLICKPORT_LIBCURL") == true)
    let sending = try #require(
      await client.call("send_message", ["mobile": "919999999999", "message": "Hello"]))
    #expect(sending.isError)
    #expect(sending.answer["outcome"] == "not_sent")
    client.process.closeInput()
    #expect(await client.process.exitStatus() == 0)
    #expect(!client.process.errorOutput.contains("the-key"))
  }

  @Test func `answers from the sandbox`() async throws {
    let client = try ToolClient(
      ["serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"],
      environment: Self.environment)
    let reading = try #require(
      await client.call("query_rows", ["tool": "get_clicks", "range": "2026-03"]))
    #expect(!reading.isError)
    client.process.closeInput()
    #expect(await client.process.exitStatus() == 0)
  }

  @Test func `says on the command line what to install`() async throws {
    let outcome = try await ServerProcess.run(
      ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02"], environment: Self.environment)
    #expect(outcome.status == 5)
    let output = outcome.lines.joined() + outcome.errors
    #expect(output.contains("install libcurl"), "\(output)")
  }
}
