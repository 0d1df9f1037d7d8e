import JSON

/// What a row of a summary is about.
struct SummarySubject: Sendable {
  let name: String
  let subject: StatsSubject
  let data: JSONObject
}

/// A row of a summary before it is JSON.
struct SummaryRow: Sendable {
  let subject: SummarySubject
  let tally: Tally
}
