internal import JSON
internal import Tables
internal import Tools

/// What is still to be asked of a listing, what came of the rest, and whether all of it is there.
/// It sends nothing itself.
struct ReadingPlan {
  let limits: Limits
  private(set) var windows: [WindowState]
  /// In the order they are to be sent.
  private(set) var queue: [PageRequest]
  /// What was asked for in vain.
  private(set) var lost: [PageRequest] = []
  /// How many requests went out.
  private(set) var requests = 0
  private(set) var rowsRead = 0
  private(set) var failure: ToolError?
  private var isStopped = false
  /// How long the service wants no request, once those under way are done.
  private(set) var pause: Duration?
  private var isTrying = false
  /// The days of the question, once others beside them are read, to be cut off.
  private(set) var widened: ClosedRange<CalendarDate>?
  let paging: PagingDescriptor?
  /// How many rows a page is asked for; nil where that isn't known.
  let sizeAsked: Int?

  /// How often what failed, with all its retries, is asked for once more.
  private static let moreTurns = 2

  /// What must be left of a call's time after a pause.
  private static let margin = Duration.seconds(2)
  /// nil until rows of one window show whether the service answers the newest first.
  private(set) var isNewestFirst: Bool?

  struct Limits: Sendable {
    /// Rows that are read at most.
    var rows: Int
    /// Requests that are made at most.
    var requests: Int
  }

  /// What is known of a window.
  struct WindowState {
    let days: ClosedRange<CalendarDate>?
    /// Its place among all, the oldest first.
    let rank: Int
    var total: Int?
    var rowsRead = 0
    var pages: [Int: PageFacts] = [:]
    var isEnded = false
    /// The page of each digest.
    var digests: [Int: Int] = [:]
  }

  /// What is remembered of a page.
  struct PageFacts: Equatable {
    let rows: Int
    let digest: Int
    /// When its first and last row were, where rows have days.
    let span: RowSpan?
  }

  init(_ listing: Listing, _ limits: Limits) {
    self.limits = limits
    paging = listing.tool.paging
    sizeAsked = paging?.size(Arguments(listing.values))
    windows = []
    queue = []
    for (rank, window) in listing.windows.enumerated() { add(window, rank: rank) }
    // The newest window is asked first: it shows the order of all.
    queue.reverse()
    if windows.count == 1, !listing.asksForOtherDays { isNewestFirst = false }
  }

  /// Adds the windows just before and just after all others.
  mutating func widen(_ listing: Listing) {
    guard let period = listing.period, widened == nil else { return }
    widened = period.start...period.end
    for (rank, window) in zip([-1, windows.count], listing.neighbours) { add(window, rank: rank) }
  }

  private mutating func add(_ window: Listing.Window, rank: Int) {
    queue.append(
      PageRequest(window: windows.count, page: 0, arguments: window.arguments, isLast: true))
    windows.append(WindowState(days: window.days, rank: rank))
  }

  /// How many more rows may be read.
  var room: Int { max(0, limits.rows - rowsRead) }

  /// The request that is to be sent next; nil while nothing may be. Until the order of the windows
  /// is known it is one at a time.
  mutating func next(running: Int) -> PageRequest? {
    let isAlone = isNewestFirst == nil || isTrying
    guard !isStopped, pause == nil, !queue.isEmpty, !isAlone || running == 0 else { return nil }
    guard requests < limits.requests else {
      stop(.tooManyRequests(limits.requests))
      return nil
    }
    requests += 1
    return queue.removeFirst()
  }

  /// Whether all was read without a fault, and there was nothing.
  var foundNothing: Bool { queue.isEmpty && lost.isEmpty && failure == nil && rowsRead == 0 }

  /// Takes note of a page. `false` where its rows must not be counted: it is one that was there.
  mutating func arrived(_ page: Page, for request: PageRequest, _ facts: PageFacts) -> Bool {
    if let earlier = windows[request.window].repeats(page, facts, to: request, paging) {
      giveUp(request)
      fail(.repeated(request.page, earlier, paging))
      return false
    }
    isTrying = false
    var window = windows[request.window]
    window.note(facts, at: request.page)
    rowsRead += facts.rows
    if let total = page.following?.total {
      if let known = window.total, total < known { fail(.shrank(from: known, to: total)) }
      window.total = max(total, window.total ?? 0)
    }
    windows[request.window] = window
    guard request.isLast else { return true }
    if let next = page.following?.next {
      enqueue(after: request, page, next)
      return true
    }
    windows[request.window].isEnded = true
    if page.following != nil { fail(.capped(window.rowsRead)) }
    // Behind pages with a mark, none is the end: some services end their lists so.
    if page.lacksMark, request.page == 0 { fail(.unmarked(window.rowsRead, paging)) }
    return true
  }

  /// Nothing more of that window can be had.
  private mutating func giveUp(_ request: PageRequest) {
    lost.append(request)
    lost += queue.filter { $0.window == request.window }
    queue.removeAll { $0.window == request.window }
    windows[request.window].isEnded = true
  }

  /// The requests that follow: all of them where the service says how many rows there are and pages
  /// can be counted.
  private mutating func enqueue(
    after request: PageRequest, _ page: Page, _ next: JSONObject
  ) {
    let arguments = request.arguments.merging(next)
    var following = [
      PageRequest(
        window: request.window, page: request.page + 1, arguments: arguments, isLast: true)
    ]
    let rows = page.rows.count
    if let paging, paging.isCounted, request.page == 0, rows > 0,
      let total = windows[request.window].total
    {
      // A total may be any number; no more are asked for than may be.
      let pages = min((total + rows - 1) / rows, limits.requests + 1)
      following = (1..<max(2, pages)).map { index in
        PageRequest(
          window: request.window, page: index,
          arguments: paging.skipping(index, pagesOf: rows, in: arguments),
          isLast: index >= pages - 1)
      }
    }
    queue.insert(contentsOf: following, at: 0)
  }

  /// A request failed, with all its retries. It gets more turns, after the others, where that may
  /// help; any number where the service says when, and that is before the deadline.
  mutating func failed(_ request: PageRequest, _ error: ToolError, left: Duration) {
    let wait = error.isRetryable ? error.retryAfterSeconds.map { Duration.seconds($0) } : nil
    if let wait, !isStopped, wait + Self.margin < left {
      queue.insert(request, at: 0)
      pause = max(pause ?? .zero, wait)
      return
    }
    let isHopeless = !error.isRetryable && windows.allSatisfy(\.pages.isEmpty)
    if left <= .zero { fail(.outOfTime(requests)) }
    if wait != nil || left <= .zero || isHopeless { isStopped = true }
    guard !isStopped, error.isRetryable, request.failures < Self.moreTurns else {
      lost.append(request)
      return fail(error)
    }
    var again = request
    again.failures += 1
    queue.append(again)
  }

  /// The pause is over. One request shows whether the service works again.
  mutating func resume() {
    pause = nil
    isTrying = true
  }

  /// Of a page only the first rows could be read, because no more may be.
  mutating func cut(_ request: PageRequest, rows: Int) {
    windows[request.window].rowsRead += rows
    rowsRead += rows
    lost.append(request)
    stop(.tooManyRows(limits.rows))
  }

  /// Nothing more is sent; what is missing is what wasn't read by then.
  mutating func stop(_ error: ToolError) {
    fail(error)
    isStopped = true
  }

  private mutating func fail(_ error: ToolError) { failure = failure ?? error }

  mutating func settleOrder(newestFirst: Bool) {
    isNewestFirst = newestFirst
    guard !newestFirst else { return }
    let begun = queue.filter { $0.page > 0 }
    let others = queue.filter { $0.page == 0 }.sorted {
      windows[$0.window].rank < windows[$1.window].rank
    }
    queue = begun + others
  }
}

extension ReadingPlan.WindowState {
  /// Remembers a page that came.
  fileprivate mutating func note(_ facts: ReadingPlan.PageFacts, at page: Int) {
    pages[page] = facts
    rowsRead += facts.rows
    if digests[facts.digest] == nil { digests[facts.digest] = page }
  }

  /// The page that a new one repeats. Of those that are counted a like one far away may be another;
  /// and pages whose rows are alike within may be alike among each other.
  fileprivate func repeats(
    _ new: Page, _ facts: ReadingPlan.PageFacts, to request: PageRequest,
    _ paging: PagingDescriptor?
  ) -> Int? {
    let page = request.page
    guard facts.rows > 0 else { return nil }
    if let paging, let mark = new.following?.next?[paging.argument],
      mark == request.arguments[paging.argument]
    {
      return max(0, page - 1)
    }
    let earlier =
      paging?.isCounted == true
      ? [page - 1, page + 1, 0].first { $0 != page && pages[$0]?.digest == facts.digest }
      : digests[facts.digest]
    guard let earlier, new.rows.areDistinct else { return nil }
    return earlier
  }
}
