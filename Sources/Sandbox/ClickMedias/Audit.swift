import JSON

/// A free look at any website, which whoever holds its key may read.
struct Audit: Identified {
  static let noun = "Audit"
  static let firstID = 501

  let id: Int
  let key: String
  let email: String
  let websiteURL: String
  let name: String?
  let company: String?
  var job: Job

  var resultsURL: String { "https://clickmedias.com/audit-results/?id=\(id)&key=\(key)" }

  /// The key of an audit: a function of the seed and the id.
  static func key(of id: Int, seed: Seed) -> String { seed.hexadecimal(32, 70, id) }

  /// One that was asked for yesterday and is completed, its key easy to tell.
  static func initial(now: Timestamp) -> [Audit] {
    let createdAt = Timestamp(now.date.adding(days: -1), hour: 11)
    var audit = Audit(
      id: firstID, key: "audit-\(firstID)-key", email: "jane@example.com",
      websiteURL: "https://www.example.com", name: "Jane Doe", company: "Example Ltd",
      job: Job(createdAt: createdAt))
    audit.job.catchUp(at: now)
    return [audit]
  }
}
