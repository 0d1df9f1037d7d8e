import JSON

extension ClickMedias {
  /// Issues the monthly reports that are due: one on each 15th for every account that was open
  /// then and is not pending.
  mutating func issueReports(until now: Timestamp) {
    let newest = MediaReport.month(of: now.date) - (now.date.day < MediaReport.day ? 1 : 0)
    while nextReportMonth <= newest {
      let month = nextReportMonth
      nextReportMonth += 1
      guard let date = CalendarDate(year: month / 12, month: month % 12 + 1, day: MediaReport.day)
      else {
        continue
      }
      for client in clients where client.status != "pending" && date >= client.createdAt.date {
        issueReport(of: client, on: date)
      }
    }
  }

  @discardableResult
  mutating func issueReport(of client: MediaClient, on date: CalendarDate) -> MediaReport {
    let report = MediaReport(
      id: reportIDs.next(), clientID: client.id, scores: Scores(of: client.id, on: date, seed: seed)
    )
    reports.append(report)
    return report
  }

  /// The client's reports, newest first; of one day, the last issued first.
  func reports(of client: MediaClient) -> [MediaReport] {
    reports.filter { $0.clientID == client.id }
      .sorted { ($1.scores.reportDate, $1.id) < ($0.scores.reportDate, $0.id) }
  }

  /// The last report of each month, newest first.
  func monthlyReports(of client: MediaClient) -> [MediaReport] {
    var months: Set<Int> = []
    return reports(of: client).filter { months.insert($0.month).inserted }
  }
}
