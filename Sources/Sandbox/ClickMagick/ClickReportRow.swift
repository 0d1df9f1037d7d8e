import JSON

/// A row of a report about clicks.
struct ClickReportRow: Sendable {
  /// What the figures are of.
  let members: JSONObject
  let traffic: [LinkTraffic]
  /// The ids of what the figures are summed up over, where that may change.
  let sources: [Int]

  init(_ members: JSONObject, _ traffic: [LinkTraffic], sources: [Int] = []) {
    self.members = members
    self.traffic = traffic
    self.sources = sources
  }

  private func json(in range: ClosedRange<Timestamp>?, now: Timestamp) -> JSONValue {
    let figures = traffic.reduce(into: ClickFigures()) { $0 += $1.figures(in: range, now: now) }
    return .object(members.merging(figures.counts).merging(figures.ratios))
  }

  /// What a report of these rows holds.
  static func content(
    _ rows: [ClickReportRow], in range: ClosedRange<Timestamp>?, now: Timestamp
  ) -> StatsReport.Content {
    let start = rows.flatMap(\.traffic).map(\.createdAt).min() ?? now
    let life = min(start, now)...now
    return StatsReport.Content(
      days: ReportDay.all(in: range.map { $0.clamped(to: life) } ?? life),
      stats: .array(rows.map { $0.json(in: range, now: now) }))
  }
}
