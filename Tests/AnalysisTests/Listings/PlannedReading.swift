import JSON
import Tables
import TestSupport
import Testing

@testable import Analysis
@testable import Tools

/// A listing of a warehouse, read by a plan alone: what is under way, and what came, is the test's.
struct PlannedReading {
  let warehouse: Warehouse
  let listing: Analysis.Listing
  var plan: ReadingPlan
  var running: [PageRequest] = []
  var ids: [Int] = []
  var requests = 0

  static let days =
    Warehouse.firstDay.adding(days: -1)...Warehouse.firstDay.adding(days: Warehouse.days)

  init(
    _ warehouse: Warehouse, rows: Int = 100_000, requests: Int = 100_000
  ) throws {
    self.warehouse = warehouse
    let tool = try warehouse.tool()
    let days = Self.days
    let values = try #require(tool.period).arguments(
      from: days.lowerBound, to: days.upperBound, in: .utc)
    let period = Period(asked: "all", days, in: .utc, at: Timestamp(secondsSince1970: 0))
    listing = try Listing(tool, Arguments(values, period: period))
    plan = ReadingPlan(listing, ReadingPlan.Limits(rows: rows, requests: requests))
    plan.settleOrder(newestFirst: warehouse.isNewestFirst)
  }

  /// Sends what may be sent.
  mutating func send() {
    while running.count < 4, let request = plan.next(running: running.count) {
      running.append(request)
    }
  }

  /// The answer to one of the requests under way comes.
  mutating func arrive(_ index: Int = 0) throws {
    let request = running.remove(at: index)
    requests += 1
    let page = try page(request, number: requests)
    let facts = ReadingPlan.PageFacts(
      rows: page.rows.count, digest: page.rows.digest,
      span: page.rows.span(at: try #require(listing.tool.period?.day)))
    guard plan.arrived(page, for: request, facts) else { return }
    ids += Self.ids(of: page)
  }

  /// One of the requests under way comes to nothing.
  mutating func fail(_ index: Int = 0, _ error: ToolError, left: Duration = .seconds(50)) {
    plan.failed(running.remove(at: index), error, left: left)
  }

  /// To its end, answers in any order; one in so many fails.
  mutating func finish(_ generator: inout SeededGenerator, failing: Int? = nil) throws {
    send()
    while !running.isEmpty {
      let index = generator.index(below: running.count)
      if let failing, generator.oneIn(failing) {
        fail(index, .unavailable)
      } else {
        try arrive(index)
      }
      send()
    }
  }

  func page(_ request: PageRequest, number: Int = 1) throws -> Page {
    var query: [String: String] = [:]
    for (name, value) in request.arguments { query[name] = value.string ?? value.description }
    let answer = try #require(warehouse.answer(to: query, number: number))
    return try listing.page(of: answer, to: request)
  }

  static func ids(of page: Page) -> [Int] {
    (0..<page.rows.count).compactMap { page.rows.row($0)["id"]?.int }
  }

  /// What stands on pages that are missing, by asking for each of them.
  func items(on missing: MissingPages) throws -> [Warehouse.Item] {
    let window = listing.windows[missing.window]
    var request = PageRequest(
      window: missing.window, page: 0, arguments: window.arguments, isLast: true)
    var items: [Int] = []
    for number in 0... {
      let page = try page(request)
      if number >= missing.pages.lowerBound, number <= missing.pages.upperBound || missing.andAfter
      {
        items += Self.ids(of: page)
      }
      guard let next = page.following?.next else { break }
      request = PageRequest(
        window: missing.window, page: number + 1, arguments: request.arguments.merging(next),
        isLast: true)
    }
    return items.map { warehouse.stock[$0] }
  }
}

extension Warehouse {
  /// Some items in pages of ten.
  static func oldestFirst(
    _ paging: PagingDescriptor.Kind = .offset, items: Int = 45, cap: Int? = nil,
    quirk: Quirk = .none
  ) -> Warehouse {
    var generator = SeededGenerator(seed: 7)
    var warehouse = Warehouse()
    (warehouse.paging, warehouse.cap, warehouse.quirk) = (paging, cap, quirk)
    warehouse.stock = stock(items, &generator)
    return warehouse
  }
}

extension ToolError {
  static let unavailable = ToolError(.providerUnavailable, "It is away.")

  static func unavailable(for seconds: Int) -> ToolError {
    var error = ToolError.unavailable
    error.retryAfterSeconds = seconds
    return error
  }
}
