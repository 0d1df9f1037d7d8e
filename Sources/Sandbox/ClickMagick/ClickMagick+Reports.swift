import JSON

extension ClickMagick {
  /// Answers with the report of the same parameters while it is fresh, or starts one.
  mutating func report(
    _ parameters: StatsReport.Parameters, refresh: Bool = false, at now: Timestamp,
    _ content: @autoclosure () -> StatsReport.Content
  ) -> Reply {
    let earlier = reports.last { $0.parameters == parameters && $0.isFresh(at: now) }
    if let earlier, !refresh { return earlier.reply }
    let report = StatsReport(
      id: reportIDs.next(), parameters: parameters, content: content(), now: now)
    reports.append(report)
    return report.reply
  }

  /// Reads a report where those of its kind are read.
  static func getReport(_ kind: StatsReport.Kind) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      let id = try call.id("report_id", of: StatsReport.noun)
      let place = service.reports.firstIndex { $0.id == id && $0.parameters.kind == kind }
      guard let place else { throw .notFound(StatsReport.noun) }
      service.reports[place].poll(at: call.now)
      return service.reports[place].reply
    }
  }
}
