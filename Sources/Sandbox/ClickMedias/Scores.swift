import JSON

/// A client's scores on the 15th of a month.
struct Scores: Sendable {
  let reportDate: CalendarDate
  let seo: Int
  let aiso: Int
  let visibility: Int
  let authority: Int
  let traffic: Int

  /// How many reports are kept, one a month.
  static let monthsKept = 24

  /// A function of the seed, the client and the month, and of nothing else.
  init(of clientID: Int, on reportDate: CalendarDate, seed: Seed) {
    let month = reportDate.year * 12 + reportDate.month
    func score(_ kind: Int, from lowest: Double, over span: Double, period: Int) -> Int {
      let slow = seed.drift(at: month, period: period, 20, kind, clientID)
      let quick = seed.drift(at: month, period: 3, 21, kind, clientID) - 0.5
      return Int((lowest + span * slow + 5 * quick).rounded())
    }
    self.reportDate = reportDate
    seo = score(1, from: 38, over: 52, period: 17)
    aiso = score(2, from: 30, over: 55, period: 15)
    visibility = score(3, from: 22, over: 58, period: 13)
    authority = score(4, from: 16, over: 46, period: 40)
    let size = Double(seed.pick(600...14_000, 22, clientID))
    let season = 0.9 + 0.2 * seed.drift(at: month, period: 4, 23, clientID)
    traffic = Int((size * (0.4 + Double(seo) / 60) * season).rounded())
  }
}

extension ClickMedias {
  /// The client's reports, newest first: one on each 15th since the account was opened.
  func scores(of client: MediaClient, at now: Timestamp) -> [Scores] {
    let today = now.date
    let newest = today.year * 12 + today.month - 1 - (today.day < 15 ? 1 : 0)
    return (0..<Scores.monthsKept).compactMap { back in
      let month = newest - back
      guard let date = CalendarDate(year: month / 12, month: month % 12 + 1, day: 15),
        date >= client.createdAt.date
      else { return nil }
      return Scores(of: client.id, on: date, seed: seed)
    }
  }
}
