internal import JSON
internal import Tables

extension ReadingPlan {
  /// What isn't there, by window and page. Pages after it are missing too where `andAfter`.
  var missing: [MissingPages] {
    (lost + queue).sorted {
      (windows[$0.window].rank, $0.page) < (windows[$1.window].rank, $1.page)
    }.reduce(into: []) { missing, request in
      let next = MissingPages(
        window: request.window,
        days: days(of: request),
        pages: request.page...request.page, andAfter: request.isLast)
      if let joined = missing.last?.joined(with: next) {
        missing[missing.count - 1] = joined
      } else {
        missing.append(next)
      }
    }
  }

  /// The days of the question that rows of a page may be of: those between its neighbours', where
  /// all that came is in the order of days.
  private func days(of request: PageRequest) -> ClosedRange<CalendarDate>? {
    let window = windows[request.window]
    guard var days = window.days else { return nil }
    if let asked = widened {
      // The service's days lie across those of the question.
      days =
        max(
          asked.lowerBound, days.lowerBound.adding(days: -1))...min(
          asked.upperBound, days.upperBound.adding(days: 1))
    }
    let gap = window.gap(at: request.page, andAfter: request.isLast)
    // An instant's day in the question's zone may be the one before or after.
    let first = gap.after.map { max(days.lowerBound, $0.day.adding(days: $0.isInstant ? -1 : 0)) }
    let last = gap.before.map { min(days.upperBound, $0.day.adding(days: $0.isInstant ? 1 : 0)) }
    let (from, to) = (first ?? days.lowerBound, last ?? days.upperBound)
    return from <= to ? from...to : days
  }
}

extension ReadingPlan.WindowState {
  /// Between which times the rows of a page are that isn't there; nil where that can't be told.
  fileprivate func gap(
    at page: Int, andAfter: Bool
  ) -> (after: RowTime?, before: RowTime?) {
    let known = pages.filter { $0.value.rows > 0 }.sorted { $0.key < $1.key }
    let spans = known.compactMap { page in page.value.span.map { (page: page.key, span: $0) } }
    let edges = spans.flatMap { [$0.span.first, $0.span.last] }
    let falls = zip(edges, edges.dropFirst()).allSatisfy { $0 >= $1 }
    let rises = zip(edges, edges.dropFirst()).allSatisfy { $0 <= $1 }
    let isOrdered = spans.allSatisfy { $0.span.order != .mixed } && spans.count == known.count
    guard isOrdered, falls != rises else { return (nil, nil) }
    let before = spans.last { $0.page < page }?.span.last
    let after = andAfter ? nil : spans.first { $0.page > page }?.span.first
    return rises ? (before, after) : (after, before)
  }
}

extension ReadingReport {
  private static let mostShown = 20

  /// What isn't there, the last of it in one where it is in very many parts:
  /// `{start, end, parts}`.
  var missingShown: [JSONValue] {
    let missing = missing.reduce(into: [MissingPages]()) { missing, next in
      if let joined = missing.last?.joined(withSpan: next) {
        missing[missing.count - 1] = joined
      } else {
        missing.append(next)
      }
    }
    guard missing.count > Self.mostShown else { return missing.map { .object($0.json) } }
    let others = missing.dropFirst(Self.mostShown - 1)
    var rest: JSONObject = [:]
    if let first = others.compactMap(\.days?.lowerBound).min(),
      let last = others.compactMap(\.days?.upperBound).max()
    {
      rest = ["start": .string(first.description), "end": .string(last.description)]
    }
    rest["parts"] = .number(JSONNumber(others.count))
    return missing.prefix(Self.mostShown - 1).map { .object($0.json) } + [.object(rest)]
  }
}

/// Pages that weren't read.
struct MissingPages: Equatable {
  let window: Int
  /// The days they may be of; nil where rows have none.
  let days: ClosedRange<CalendarDate>?
  /// From 0.
  let pages: ClosedRange<Int>
  /// Whether the pages that follow are missing as well.
  let andAfter: Bool

  /// Whether nothing of the days was read.
  private var isWhole: Bool { andAfter && pages.lowerBound == 0 }

  /// The days of both, of which nothing was read, where one span follows the other.
  fileprivate func joined(withSpan next: MissingPages) -> MissingPages? {
    guard isWhole, next.isWhole, let days, let others = next.days,
      others.lowerBound <= days.upperBound.adding(days: 1), others.upperBound >= days.lowerBound
    else { return nil }
    let all = min(days.lowerBound, others.lowerBound)...max(days.upperBound, others.upperBound)
    return MissingPages(window: next.window, days: all, pages: 0...0, andAfter: true)
  }

  /// Both as one, where one page follows the other.
  func joined(with next: MissingPages) -> MissingPages? {
    guard next.window == window, next.pages.lowerBound == pages.upperBound + 1 else { return nil }
    let all = days.flatMap { days in
      next.days.map { min(days.lowerBound, $0.lowerBound)...max(days.upperBound, $0.upperBound) }
    }
    return MissingPages(
      window: window, days: all, pages: pages.lowerBound...next.pages.upperBound,
      andAfter: next.andAfter)
  }

  /// `{start, end, page, to_page, and_after}`, pages from 1; no page where all of the days is meant.
  var json: JSONObject {
    var json: JSONObject = [:]
    if let days {
      json["start"] = .string(days.lowerBound.description)
      json["end"] = .string(days.upperBound.description)
    }
    if andAfter, pages.lowerBound == 0 { return json }
    json["page"] = .number(JSONNumber(pages.lowerBound + 1))
    if pages.count > 1 { json["to_page"] = .number(JSONNumber(pages.upperBound + 1)) }
    if andAfter { json["and_after"] = true }
    return json
  }
}
