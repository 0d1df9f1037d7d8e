package import JSON

/// Which entries of a ledger are wanted. What it leaves out doesn't matter.
package struct LedgerQuery: Equatable, Sendable {
  /// How many at most: the newest.
  package let limit: Int
  package var states: [LedgerEntry.State]?
  package var tool: String?
  /// The first moment at which they may have begun.
  package var since: Timestamp?
  package var accounts: [String]?
  /// Those that message one of these, as an intent's own `recipients` are written.
  package var recipients: [String]?

  package init(limit: Int, states: [LedgerEntry.State]? = nil) {
    self.limit = limit
    self.states = states
  }

  package func matches(_ entry: LedgerEntry) -> Bool {
    let intent = entry.intent
    return states?.contains(entry.state) ?? true
      && tool.map { $0 == intent.tool } ?? true
      && since.map { $0 <= entry.startedAt } ?? true
      && accounts?.contains(intent.account) ?? true
      && recipients?.contains(where: intent.recipients.contains) ?? true
  }
}

extension EffectIntent {
  /// The latest message that stands in its way, because it is too recent.
  package var recentMessage: LedgerQuery? {
    unlessSentSince.map { since in
      var query = LedgerQuery(limit: 1, states: [.started, .accepted, .unknown])
      query.since = since
      query.accounts = [account]
      query.recipients = recipients
      return query
    }
  }

  /// A recipient as it is known again, however it was written: a phone number's digits, of another
  /// name its letters in lower case, on one line.
  package static func recognized(
    _ recipient: String, in country: PhoneCountry? = nil
  ) -> String {
    if let number = try? PhoneNumber(parsing: recipient, in: country) { return number.digits }
    return recipient.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
