import JSON
import Tables
import TestSupport
import Testing

@testable import Analysis
@testable import Tools

/// Where a reading ends before all is there, and what is known of it by then.
struct ReadingEndTests {
  @Test(arguments: [PagingDescriptor.Kind.page, .offset, .cursor], [true, false])
  func `notices a page that was there`(kind: PagingDescriptor.Kind, tellsTotal: Bool) throws {
    var warehouse = Warehouse.oldestFirst(kind, quirk: kind == .cursor ? .loops : .ignoresPage)
    warehouse.tellsTotal = tellsTotal
    var reading = try PlannedReading(warehouse)
    var generator = SeededGenerator(seed: 1)
    try reading.finish(&generator)
    #expect(reading.ids.count == (kind == .cursor ? 45 : 10))
    #expect(Set(reading.ids).count == reading.ids.count)
    #expect(reading.plan.failure?.code == .badAnswer)
    #expect(reading.plan.failure?.message.contains("ignores place") == true)
    #expect(reading.requests <= 6)
    #expect(!reading.plan.missing.isEmpty)
  }

  /// The first page is full, and nothing says what follows: that may be the mark's loss or the end.
  @Test(arguments: [10, 45], [true, false])
  func `notices a full page without a mark`(items: Int, tellsTotal: Bool) throws {
    var warehouse = Warehouse.oldestFirst(.cursor, items: items, quirk: .forgetsMarks(after: 0))
    warehouse.tellsTotal = tellsTotal
    var reading = try PlannedReading(warehouse)
    var generator = SeededGenerator(seed: 1)
    try reading.finish(&generator)
    #expect(reading.requests == 1)
    let isKnownToBeAll = items == 10 && tellsTotal
    #expect((reading.plan.failure == nil) == isKnownToBeAll)
    if !isKnownToBeAll {
      #expect(reading.plan.failure?.code == .badAnswer)
      #expect(reading.plan.failure?.message.contains("/next") == true)
    }
  }

  /// Services end their lists so: what has a mark on earlier pages and none on the last is whole.
  @Test func `takes no mark for the end behind pages with one`() throws {
    var warehouse = Warehouse.oldestFirst(.cursor, items: 20, quirk: .forgetsMarks(after: 10))
    warehouse.tellsTotal = false
    warehouse.pageSize = 10
    var reading = try PlannedReading(warehouse)
    var generator = SeededGenerator(seed: 1)
    try reading.finish(&generator)
    #expect(reading.ids.count == 20)
    #expect(reading.plan.failure == nil)
  }

  @Test(arguments: 1...5) func `notices a list that shrinks`(after: Int) throws {
    var reading = try PlannedReading(.oldestFirst(quirk: .shrinks(after: after)))
    while true {
      reading.send()
      guard !reading.running.isEmpty else { break }
      try reading.arrive()
    }
    // By then all five pages were read.
    let isNoticed = after < 5
    let fault = reading.plan.failure ?? reading.plan.shortfall
    #expect((fault != nil) == isNoticed)
  }

  @Test func `reads pages that are smaller than was asked for`() throws {
    var reading = try PlannedReading(.oldestFirst(quirk: .hasPages(of: 4)))
    var generator = SeededGenerator(seed: 1)
    try reading.finish(&generator)
    #expect(reading.ids.sorted() == Array(0..<45))
  }

  @Test func `stops after the rows that may be read`() throws {
    var reading = try PlannedReading(.oldestFirst(), rows: 20)
    reading.send()
    try reading.arrive()
    reading.send()
    try reading.arrive()
    #expect(reading.plan.room == 0)
    reading.plan.cut(reading.running.removeFirst(), rows: 0)
    for request in reading.running { reading.plan.cut(request, rows: 0) }
    reading.running = []
    reading.send()
    #expect(reading.running == [])
    #expect(reading.plan.missing.map(\.pages) == [2...4])
    #expect(reading.plan.failure?.message.contains("max_rows") == true)
  }

  @Test func `stops after the requests that may be made`() throws {
    var reading = try PlannedReading(.oldestFirst(.cursor), requests: 3)
    var generator = SeededGenerator(seed: 1)
    try reading.finish(&generator)
    #expect(reading.ids.count == 30)
    #expect(reading.plan.missing.map(\.pages) == [3...3])
    #expect(reading.plan.missing.first?.andAfter == true)
    #expect(reading.plan.failure?.message.contains("max_requests") == true)
  }

  @Test func `takes a short window at the end for no measure of the others`() throws {
    // 58 days in windows of 19: the newest has one day.
    var reading = try PlannedReading(.oldestFirst(items: 600, cap: 19))
    #expect(reading.listing.windows.count == 4)
    var last = reading.listing.windows.count - 1
    let request = PageRequest(
      window: last, page: 0, arguments: reading.listing.windows[last].arguments, isLast: true)
    reading.running = [request]
    try reading.arrive()
    last -= 1
    reading.running = [
      PageRequest(
        window: last, page: 0, arguments: reading.listing.windows[last].arguments, isLast: true)
    ]
    try reading.arrive()
    #expect((50...75).contains(reading.plan.expectedRequests))
  }
}
