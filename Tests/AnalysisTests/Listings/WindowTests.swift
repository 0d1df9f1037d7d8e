import JSON
import Tables
import TestSupport
import Testing

@testable import Analysis
@testable import Tools

/// Into which questions a long range of days is parted.
struct WindowTests {
  private static let first = CalendarDate(year: 2023, month: 11, day: 5) ?? .first(of: 2024)

  private func listing(
    _ days: Int, of tool: ToolDescriptor, in zone: TimeZoneRules = .utc,
    changing ends: JSONObject = [:]
  ) throws -> Analysis.Listing {
    let descriptor = try #require(tool.period)
    let last = Self.first.adding(days: days - 1)
    let values = descriptor.arguments(from: Self.first, to: last, in: zone).merging(ends)
    let period = Period(
      asked: "all", Self.first...last, in: zone, at: Timestamp(secondsSince1970: 0))
    return try Listing(tool, Arguments(values, period: period))
  }

  @Test(arguments: 1...100) func `cover a range without gap or overlap`(cap: Int) throws {
    var generator = SeededGenerator(seed: UInt64(cap))
    var warehouse = Warehouse()
    warehouse.cap = cap
    let tool = try warehouse.tool()
    for _ in 0..<6 {
      let days = Int.random(in: 1...800, using: &generator)
      let windows = try listing(days, of: tool).windows
      let asked = windows.flatMap { window in
        let from = window.arguments["from"]?.string.flatMap { CalendarDate(parsing: $0) }
        let to = window.arguments["to"]?.string.flatMap { CalendarDate(parsing: $0) }
        #expect(from == window.days?.lowerBound)
        #expect(to == window.days?.upperBound)
        let ends = (from?.daysSince1970 ?? 0)...(to?.daysSince1970 ?? 0)
        #expect(ends.count <= cap)
        return Array(ends)
      }
      let start = Self.first.daysSince1970
      #expect(asked == Array(start..<start + days))
      #expect(windows.count == (days + cap - 1) / cap)
    }
  }

  @Test(arguments: ["America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"])
  func `of instants follow one another to the second`(zone: String) throws {
    var warehouse = Warehouse()
    (warehouse.cap, warehouse.takesInstants) = (7, true)
    let rules = try TimeZoneRules(named: zone, source: RecordedTimeZones())
    let windows = try listing(400, of: warehouse.tool(), in: rules).windows
    #expect(windows.count == 58)
    func instant(_ window: Analysis.Listing.Window, _ name: String) -> Int {
      let text = window.arguments[name]?.string ?? ""
      return Timestamp(parsing: text)?.secondsSince1970 ?? 0
    }
    let ends = windows.map { (instant($0, "from"), instant($0, "to")) }
    #expect(ends.first?.0 == rules.start(of: Self.first).secondsSince1970)
    #expect(ends.last?.1 == rules.end(of: Self.first.adding(days: 399)).secondsSince1970)
    #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.1 + 1 == $1.0 })
    #expect(windows.allSatisfy { $0.arguments["time_zone"]?.string == rules.name })
  }

  @Test func `keep the instants that were given`() throws {
    var warehouse = Warehouse()
    (warehouse.cap, warehouse.takesInstants) = (10, true)
    let given: JSONObject = ["from": "2023-11-05T10:30:00Z", "to": "2023-12-04T11:45:00Z"]
    let windows = try listing(30, of: warehouse.tool(), changing: given).windows
    #expect(
      windows.map { $0.arguments["from"] } == [
        "2023-11-05T10:30:00Z", "2023-11-15T00:00:00Z", "2023-11-25T00:00:00Z",
      ])
    #expect(
      windows.map { $0.arguments["to"] } == [
        "2023-11-14T23:59:59Z", "2023-11-24T23:59:59Z", "2023-12-04T11:45:00Z",
      ])
  }

  @Test func `leave room for ends that lie outside`() throws {
    let tool = try SmallManifest.tool([
      (
        "/arguments",
        [
          "after": [
            "in": "query", "type": "string", "format": "date", "description": "The day before.",
          ],
          "before": [
            "in": "query", "type": "string", "format": "date", "description": "The day after.",
          ],
        ]
      ),
      ("/rules", [["max_days": 10, "from": "after", "to": "before"]]),
      ("/rows", "/things"), ("/period", ["start": "after", "end": "before", "exclusive": true]),
    ])
    let windows = try listing(20, of: tool).windows
    #expect(windows.map(\.days?.upperBound.daysSince1970).count == 3)
    for window in windows {
      let after = window.arguments["after"]?.string.flatMap { CalendarDate(parsing: $0) }
      let before = window.arguments["before"]?.string.flatMap { CalendarDate(parsing: $0) }
      #expect((before?.daysSince1970 ?? 99) - (after?.daysSince1970 ?? 0) + 1 <= 10)
    }
  }
}
