import Host
import JSON
import TestSupport
import Testing

struct TimeZoneOptionTests {
  private static let hasZones = SystemTimeZones().isPresent

  @Test(.enabled(if: hasZones, "this system has no time zone database"))
  func `finds zones where the system has them`() throws {
    let berlin = try TimeZoneRules(named: "Europe/Berlin", source: SystemTimeZones())
    let summer = try #require(Timestamp(parsing: "2026-07-01T00:00:00Z"))
    #expect(berlin.secondsFromUTC(at: summer) == 7200)
    for name in ["Europe", "tzdata.zi", "zone.tab"] {
      #expect(throws: UnknownTimeZone.self) {
        try TimeZoneRules(named: name, source: SystemTimeZones())
      }
    }
  }

  @Test func `looks where TZDIR says`() {
    let source = SystemTimeZones(directory: "/nonexistent/zoneinfo")
    #expect(!source.isPresent)
    #expect(source.file(of: "Europe/Berlin") == nil)
  }

  @Test func `is refused before anything is served`() async throws {
    let named = try await ServerProcess.run(
      ["call", "get_clicks", "range=today", "--sandbox", "--time-zone", "Mars/Olympus"])
    #expect(named.status != 0)
    #expect(named.errors.contains("--time-zone: no time zone is named \"Mars/Olympus\""))
    let variable = try await ServerProcess.run(
      ["call", "get_clicks", "range=today", "--sandbox"],
      environment: ["CLICKPORT_TIME_ZONE": "Nowhere"])
    #expect(variable.errors.contains("no time zone is named \"Nowhere\""))
  }

  @Test func `is where days begin and end if nobody else says so`() async throws {
    let outcome = try await ServerProcess.run(
      [
        "serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z", "--time-zone", "+14:00",
      ],
      input:
        #"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"clickport://today","#
        + #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
        + #""io.modelcontextprotocol/clientCapabilities":{}}}}"# + "\n")
    let answer = try JSONValue(parsing: try #require(outcome.lines.first))
    let text = try #require(answer["result"]?["contents"]?.array?.first?["text"]?.string)
    #expect(
      text == #"{"date":"2026-04-16","time_zone":"+14:00","now":"2026-04-15T12:00:00Z"}"#)
  }
}
