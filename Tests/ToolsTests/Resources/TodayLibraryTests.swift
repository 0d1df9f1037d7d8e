import JSON
import MCP
import Testing
import Tools

struct TodayLibraryTests {
  @Test(arguments: [
    ("2026-12-31T23:59:59Z", "2026-12-31"), ("2027-01-01T00:00:00Z", "2027-01-01"),
  ])
  func `tells the day that it is when it is read`(now: String, date: String) throws {
    let time = try #require(Timestamp(parsing: now))
    let library = TodayLibrary(DayClock(WallClock { time }))
    let uri = try #require(library.resources.first?.uri)
    let body = try #require(library.read(uri)?.first?.body)
    #expect(body == .text(##"{"date":"\##(date)","time_zone":"UTC","now":"\##(now)"}"##))
    #expect(library.read(uri + "/1") == nil)
  }
}
