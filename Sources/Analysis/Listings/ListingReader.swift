internal import JSON
internal import MCP
internal import Tables
internal import Tools

/// Takes the pages of a listing as they arrive, in no order.
protocol PageTaker {
  /// `position` is the page's place in the service's order. Days of the service's own zone are not
  /// those of the question; all pages have them or none.
  mutating func take(
    _ rows: RowText, at position: PagePosition, ofOwnDays: Bool
  ) async throws(ToolError)
}

/// Reads a listing to its end: page after page of each window, few requests at a time.
struct ListingReader {
  private let call: ToolCall
  private let listing: Listing
  private let zone: TimeZoneRules
  private var plan: ReadingPlan
  /// Pages that came before the order of the windows was known.
  private var early: [EarlyPage] = []

  private static let mostAtOnce = 4
  /// After so many pages of one time it is left to the descriptor which order windows have.
  private static let mostEarly = 4

  /// Whether days beside those asked for are read, to be cut off.
  var isWidened: Bool { plan.widened != nil }

  /// `zone` is where the days of the question begin and end.
  init(
    _ listing: Listing, _ limits: ReadingPlan.Limits, in zone: TimeZoneRules, for call: ToolCall
  ) {
    self.zone = zone
    self.call = call
    self.listing = listing
    plan = ReadingPlan(listing, limits)
  }

  private struct EarlyPage {
    let rows: RowText
    let request: PageRequest
    let span: RowSpan?
  }

  private struct Arrival: Sendable {
    let request: PageRequest
    let result: Result<Page, ToolError>
  }

  /// Throws where nothing was read, or `taker` throws; what is only in part there is reported.
  mutating func read(
    into taker: inout some PageTaker
  ) async throws(ToolError) -> ReadingReport {
    let outcome = await withTaskGroup(of: Arrival.self) { group -> Result<Void, ToolError> in
      var running = 0
      while true {
        while running < Self.mostAtOnce, let request = plan.next(running: running) {
          running += 1
          group.addTask { [call, listing] in
            Arrival(request: request, result: await listing.answer(to: request, for: call))
          }
        }
        if running == 0, let pause = plan.pause {
          do { try await call.deadline.sleep(pause) } catch { return .failure(.stopped) }
          plan.resume()
          continue
        }
        guard !Task.isCancelled else {
          group.cancelAll()
          return .failure(.stopped)
        }
        guard let arrival = await group.next() else {
          if widenInVain() { continue }
          return .success(())
        }
        running -= 1
        do throws(ToolError) {
          try await take(arrival, into: &taker)
        } catch {
          group.cancelAll()
          return .failure(error)
        }
      }
    }
    try outcome.get()
    if plan.isNewestFirst == nil {
      try await settle(newestFirst: declaresNewestFirst, into: &taker)
    }
    return try report()
  }

  private mutating func take(
    _ arrival: Arrival, into taker: inout some PageTaker
  ) async throws(ToolError) {
    switch arrival.result {
    case .failure(let error):
      if error.code == .cancelled || Task.isCancelled { throw error }
      plan.failed(arrival.request, error, left: call.deadline.left)
    case .success(let page):
      try await take(page, for: arrival.request, into: &taker)
    }
    await tellProgress()
  }

  private mutating func take(
    _ page: Page, for request: PageRequest, into taker: inout some PageTaker
  ) async throws(ToolError) {
    let span = listing.tool.period?.day.flatMap { page.rows.span(at: $0) }
    if plan.rowsRead == 0 { widen(span) }
    let room = plan.room
    if page.rows.count > room { return try await cut(page, to: room, request, into: &taker) }
    let isFirst = plan.rowsRead == 0
    let facts = ReadingPlan.PageFacts(
      rows: page.rows.count, digest: page.rows.digest, span: span)
    guard plan.arrived(page, for: request, facts) else { return }
    if isFirst, page.rows.count > 0 { try checkRequests() }
    guard plan.isNewestFirst == nil else {
      return try await give(page.rows, of: request, to: &taker)
    }
    let order = page.rows.count > 0 ? isNewestFirst(span, request) : nil
    early.append(EarlyPage(rows: page.rows, request: request, span: span))
    if let order { try await settle(newestFirst: order, into: &taker) }
  }

  /// Hands rows on, without those of days that nobody asked for.
  private func give(
    _ rows: RowText, of request: PageRequest, to taker: inout some PageTaker
  ) async throws(ToolError) {
    var rows = rows
    if isWidened, let period = listing.period, let day = listing.tool.period?.day {
      rows = rows.rows(
        of: period.start...period.end, at: day, offset: { [zone] in zone.secondsFromUTC(at: $0) })
    }
    try await taker.take(
      rows, at: position(of: request), ofOwnDays: listing.asksForOtherDays && !isWidened)
  }

  /// The first rows of a page, after which no more may be read.
  private mutating func cut(
    _ page: Page, to room: Int, _ request: PageRequest, into taker: inout some PageTaker
  ) async throws(ToolError) {
    plan.cut(request, rows: room)
    try await settle(newestFirst: plan.isNewestFirst ?? declaresNewestFirst, into: &taker)
    guard room > 0, let rows = try? RowText(chunk: page.rows.chunk(0..<room)) else { return }
    try await give(rows, of: request, to: &taker)
  }

  /// The first rows show whether a day more at either end is needed.
  private mutating func widen(_ span: RowSpan?) {
    if listing.mayWiden, let span, span.tellsInstants { plan.widen(listing) }
  }

  /// The service's own days were empty. What was asked for may lie in those beside them.
  private mutating func widenInVain() -> Bool {
    guard plan.foundNothing, listing.mayWiden, !isWidened else { return false }
    plan.widen(listing)
    return true
  }

  /// The first rows show how many requests it will take.
  private func checkRequests() throws(ToolError) {
    let expected = plan.expectedRequests
    guard expected <= plan.limits.requests else {
      throw .tooMuch(expected, limit: plan.limits.requests)
    }
  }

  private var declaresNewestFirst: Bool { listing.tool.period?.isNewestFirst ?? false }

  /// What rows show of the order; what the descriptor says where they never will. nil where they
  /// may still show it.
  private func isNewestFirst(_ span: RowSpan?, _ request: PageRequest) -> Bool? {
    switch span?.order {
    case .falling: return true
    case .rising: return false
    case .mixed, nil: return declaresNewestFirst
    case .level: break
    }
    let before = early.last { page in
      page.request.window == request.window && page.request.page == request.page - 1
    }
    if let last = before?.span?.last, let first = span?.first, last != first { return last > first }
    return declaresNewestFirst || early.count >= Self.mostEarly ? declaresNewestFirst : nil
  }

  private mutating func settle(
    newestFirst: Bool, into taker: inout some PageTaker
  ) async throws(ToolError) {
    plan.settleOrder(newestFirst: newestFirst)
    for page in early { try await give(page.rows, of: page.request, to: &taker) }
    early = []
  }

  /// Windows stand in the service's order. The two beside the period were added last.
  private func position(of request: PageRequest) -> PagePosition {
    let rank = plan.windows[request.window].rank
    return PagePosition(
      window: plan.isNewestFirst == true ? -rank : rank, page: request.page)
  }

  private func report() throws(ToolError) -> ReadingReport {
    let missing = plan.missing
    let failure = plan.failure ?? (missing.isEmpty ? plan.shortfall : nil)
    if plan.rowsRead == 0, let failure, plan.windowsRead == 0 { throw failure }
    return ReadingReport(
      requests: plan.requests, missing: missing, failure: failure)
  }

  private func tellProgress() async {
    let total = plan.expectedRows
    let windows =
      plan.windows.count > 1 ? ", \(plan.windowsRead) of \(plan.windows.count) spans of days" : ""
    await call.progress.report(
      ProgressReporter.Step(
        progress: Double(plan.rowsRead), total: total.map(Double.init),
        message: "\(plan.rowsRead) rows of \(listing.tool.name)\(windows)"))
  }
}

extension Listing {
  /// Makes one request.
  fileprivate func answer(
    to request: PageRequest, for call: ToolCall
  ) async -> Result<Page, ToolError> {
    do throws(ToolError) {
      let answer = try await call.invokeOnce(tool.name, request.arguments)
      return .success(try page(of: answer, to: request))
    } catch {
      return .failure(error)
    }
  }
}

extension ToolError {
  /// The call was cancelled while it waited for a service.
  fileprivate static let stopped = ToolError(.cancelled, "The call was cancelled.")
}

/// What came of reading a listing.
struct ReadingReport {
  let requests: Int
  let missing: [MissingPages]
  /// Why something is missing.
  let failure: ToolError?

  var isComplete: Bool { missing.isEmpty && failure == nil }
}
