internal import JSON
internal import Tools

extension ReadingPlan {
  /// How many requests it takes, as far as that can be told: a window not begun is taken for one
  /// with as many rows a day as those that were.
  var expectedRequests: Int {
    let begun = windows.filter { !$0.pages.isEmpty }
    let others = windows.filter { $0.pages.isEmpty }
    let known = begun.map(requestsLeft).reduce(requests, +)
    let rows = begun.map { max($0.total ?? 0, $0.rowsRead) }.reduce(0, +)
    guard let pageSize, rows > 0 else { return known + others.count }
    let days = max(1, begun.map(\.dayCount).reduce(0, +))
    let expected = others.map { window in
      max(1, Self.quotient(rows * window.dayCount, days * pageSize))
    }.reduce(known, +)
    // No more are made than it takes for the rows that may be read; but each window takes one.
    return min(
      expected, max(requests + others.count, Self.quotient(limits.rows, pageSize)))
  }

  /// How many a window takes that has begun.
  private func requestsLeft(of window: WindowState) -> Int {
    if window.isEnded { return 0 }
    if let pageSize, let total = window.total {
      return max(1, Self.quotient(max(0, total - window.rowsRead), pageSize))
    }
    return 1
  }

  /// How many rows a page has that is followed by others; nil where there are no pages.
  private var pageSize: Int? {
    let largest = windows.flatMap { $0.pages.values.map(\.rows) }.max() ?? 0
    let size = queue.contains(where: { $0.page > 0 }) ? largest : max(largest, sizeAsked ?? 0)
    return size > 0 && paging != nil ? size : nil
  }

  /// Rounded up.
  private static func quotient(_ dividend: Int, _ divisor: Int) -> Int {
    let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    return rest > 0 ? quotient + 1 : quotient
  }

  /// Windows whose last page has come.
  var windowsRead: Int { windows.count(where: \.isEnded) }

  /// Why not everything is there, although nothing failed.
  var shortfall: ToolError? {
    for window in windows where window.isEnded {
      if let total = window.total, window.rowsRead < total {
        return .short(window.rowsRead, of: total)
      }
    }
    return nil
  }

  /// How many rows there are, where the service says so of each window.
  var expectedRows: Int? {
    windows.reduce(0) { sum, window in
      guard let sum, let rows = window.isEnded ? window.rowsRead : window.total else { return nil }
      return sum + rows
    }
  }
}

extension ReadingPlan.WindowState {
  /// One where it isn't about days.
  fileprivate var dayCount: Int {
    days.map { $0.upperBound.daysSince1970 - $0.lowerBound.daysSince1970 + 1 } ?? 1
  }
}
