package import JSON

extension Timestamp {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7), the one form that may be sent.
  package init?(httpDate text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 6, words[0].count == 4, words[0].last == ",", words[5] == "GMT",
      words[1].count == 2, words[3].count == 4, words[4].count == 8,
      let day = Int(words[1]), let year = Int(words[3]),
      let month = Self.months.firstIndex(of: String(words[2])),
      let date = CalendarDate(year: year, month: month + 1, day: day),
      let timestamp = Timestamp(parsing: "\(date)T\(words[4])Z")
    else { return nil }
    self = timestamp
  }
}
