import JSON
import Tables
import TestSupport
import Testing

@testable import Analysis
@testable import Tools

/// What is asked for next, and what is known to be missing.
struct ReadingPlanTests {
  @Test(arguments: 0..<80 as Range<UInt64>)
  func `reads every row once, in whatever order answers come`(seed: UInt64) throws {
    var reading = try PlannedReading(Warehouse(seed: seed))
    var generator = SeededGenerator(seed: seed)
    try reading.finish(&generator)
    #expect(reading.ids.sorted() == reading.warehouse.stock.map(\.id))
    #expect(reading.plan.missing == [])
    #expect(reading.plan.failure == nil)
    #expect(reading.plan.shortfall == nil)
    #expect(reading.plan.windowsRead == reading.listing.windows.count)
  }

  @Test(arguments: 0..<120 as Range<UInt64>)
  func `misses exactly what it says is missing`(seed: UInt64) throws {
    var warehouse = Warehouse(seed: seed)
    if warehouse.tellsInstants { warehouse.zone = .utc }
    var reading = try PlannedReading(warehouse)
    var generator = SeededGenerator(seed: seed)
    try reading.finish(&generator, failing: 2)
    let missing = reading.plan.missing
    let lost = try missing.map { ($0, try reading.items(on: $0)) }
    #expect(
      (reading.ids + lost.flatMap { $0.1.map(\.id) }).sorted() == reading.warehouse.stock.map(\.id))
    for (pages, items) in lost {
      let days = try #require(pages.days)
      #expect(items.allSatisfy { days.contains(day(of: $0, in: reading.warehouse)) }, "\(days)")
    }
    #expect(missing.isEmpty == (reading.plan.failure == nil))
    #expect(zip(missing, missing.dropFirst()).allSatisfy { $0.joined(with: $1) == nil })
  }

  /// Of instants that of UTC, where the question's days are; of others the service's.
  private func day(of item: Warehouse.Item, in warehouse: Warehouse) -> CalendarDate {
    warehouse.tellsInstants ? KnownZone.utc.day(of: item.seconds) : warehouse.day(of: item)
  }

  /// New York's days of UTC's, each of which is missing some time.
  @Test(arguments: 0...8) func `misses the days that lie across those of the service`(
    gone: Int
  ) throws {
    var warehouse = Warehouse.oldestFirst(items: 90, cap: 9)
    warehouse.zone = .newYork
    var reading = try PlannedReading(warehouse)
    reading.plan.widen(reading.listing)
    reading.plan.settleOrder(newestFirst: false)
    reading.send()
    while let request = reading.running.first {
      if request.window == gone {
        reading.fail(0, ToolError(.rejected, "No."))
      } else {
        reading.running.removeFirst()
      }
      reading.send()
    }
    let missing = try #require(reading.plan.missing.first?.days)
    let service = try #require(reading.plan.windows[gone].days)
    let wanted = (service.lowerBound.daysSince1970 - 1...service.upperBound.daysSince1970 + 1)
      .filter { PlannedReading.days.contains(CalendarDate(daysSince1970: $0)) }
    #expect(missing.lowerBound.daysSince1970 == wanted.first)
    #expect(missing.upperBound.daysSince1970 == wanted.last)
  }

  @Test func `asks for all pages at once where they can be counted`() throws {
    var reading = try PlannedReading(.oldestFirst())
    reading.send()
    #expect(reading.running.count == 1)
    try reading.arrive()
    reading.send()
    #expect(reading.running.map { $0.arguments["place"] } == [10, 20, 30, 40])
  }

  @Test func `asks for one page after the other by marks`() throws {
    var reading = try PlannedReading(.oldestFirst(.cursor))
    for page in 0..<5 {
      reading.send()
      #expect(reading.running.map(\.page) == [page])
      try reading.arrive()
    }
    reading.send()
    #expect(reading.running == [])
    #expect(reading.ids.count == 45)
  }

  @Test(arguments: [true, false])
  func `asks for windows in the service's order`(isNewestFirst: Bool) throws {
    var warehouse = Warehouse.oldestFirst(items: 0, cap: 10)
    warehouse.isNewestFirst = isNewestFirst
    var reading = try PlannedReading(warehouse)
    var asked: [Int] = []
    reading.send()
    while let request = reading.running.first {
      asked.append(request.window)
      try reading.arrive()
      reading.send()
    }
    #expect(asked == (isNewestFirst ? Array((0..<6).reversed()) : Array(0..<6)))
  }

  @Test func `gives what failed two more turns, after the others`() throws {
    var reading = try PlannedReading(.oldestFirst())
    reading.send()
    try reading.arrive()
    reading.send()
    reading.fail(0, .unavailable)
    while reading.running.count > 1 { try reading.arrive() }
    reading.send()
    #expect(reading.running.map(\.page) == [4, 1])
    reading.fail(1, .unavailable)
    try reading.arrive()
    reading.send()
    #expect(reading.running.map(\.page) == [1])
    reading.fail(0, .unavailable)
    reading.send()
    #expect(reading.running == [])
    #expect(reading.plan.missing.map(\.pages) == [1...1])
    #expect(reading.plan.failure?.code == .providerUnavailable)
  }

  @Test func `pauses as long as the service wants, then asks for one page`() throws {
    var reading = try PlannedReading(.oldestFirst())
    reading.send()
    try reading.arrive()
    reading.send()
    reading.fail(1, .unavailable(for: 20))
    reading.fail(0, .unavailable(for: 30))
    reading.send()
    #expect(reading.running.count == 2)
    #expect(reading.plan.pause == .seconds(30))
    try reading.arrive()
    try reading.arrive()
    reading.plan.resume()
    reading.send()
    #expect(reading.running.count == 1)
    try reading.arrive()
    reading.send()
    #expect(reading.running.count == 1)
    try reading.arrive()
    #expect(reading.ids.count == 45)
    #expect(reading.plan.missing == [])
  }

  @Test func `ends where there is no time for a pause`() throws {
    var reading = try PlannedReading(.oldestFirst())
    reading.send()
    try reading.arrive()
    reading.send()
    reading.fail(1, .unavailable(for: 30), left: .seconds(31))
    while !reading.running.isEmpty { try reading.arrive() }
    reading.send()
    #expect(reading.running == [])
    #expect(reading.plan.missing.map(\.pages) == [2...2])
    #expect(reading.ids.count == 35)
  }

  @Test func `names missing pages that follow one another together`() throws {
    var reading = try PlannedReading(.oldestFirst())
    reading.send()
    try reading.arrive()
    reading.send()
    try reading.arrive(3)
    for _ in 0..<3 { reading.fail(0, ToolError(.rejected, "No.")) }
    #expect(reading.plan.missing.map(\.pages) == [1...3])
    let first = reading.warehouse.sorted(reading.warehouse.stock)
    let json = try #require(reading.plan.missing.first?.json)
    #expect(json["page"] == 2)
    #expect(json["to_page"] == 4)
    #expect(json["and_after"] == nil)
    // An instant may be of the day before or after, elsewhere.
    #expect(
      json["start"]?.string == reading.warehouse.day(of: first[9]).adding(days: -1).description)
    #expect(json["end"]?.string == reading.warehouse.day(of: first[40]).adding(days: 1).description)
  }

  @Test func `believes no order of days that rows don't have`() throws {
    var warehouse = Warehouse.oldestFirst(items: 45)
    warehouse.stock = warehouse.stock.enumerated().map { index, item in
      Warehouse.Item(
        id: item.id, seconds: item.seconds / 86_400 * 86_400 + index, kind: "", amount: 0)
    }
    var reading = try PlannedReading(warehouse)
    reading.send()
    // As if it were sorted by something else.
    let rows = [5, 1, 9, 3, 7].map { day -> JSONValue in
      ["id": .integer(day), "at": .string("2026-03-0\(day)")]
    }
    let request = reading.running.removeFirst()
    let page = try reading.listing.page(
      of: ["items": .array(rows), "total": 10], to: request)
    let facts = ReadingPlan.PageFacts(
      rows: 5, digest: 1, span: page.rows.span(at: try #require(reading.listing.tool.period?.day)))
    _ = reading.plan.arrived(page, for: request, facts)
    reading.send()
    reading.fail(0, ToolError(.rejected, "No."))
    #expect(reading.plan.missing.first?.days == PlannedReading.days)
  }
}
