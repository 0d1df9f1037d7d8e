import JSON

/// A row of a report about clicks.
struct ClickReportRow: Sendable {
  /// What the figures are of.
  let members: JSONObject
  let traffic: [LinkTraffic]

  init(_ members: JSONObject, _ traffic: [LinkTraffic]) {
    self.members = members
    self.traffic = traffic
  }

  func json(in range: ClosedRange<Timestamp>?, now: Timestamp) -> JSONValue {
    let figures = traffic.reduce(into: ClickFigures()) { $0 += $1.figures(in: range, now: now) }
    return .object(members.merging(figures.counts).merging(figures.ratios))
  }

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
