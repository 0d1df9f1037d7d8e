import JSON

/// A free look at any website, which whoever holds its key may read.
struct Audit: Identified {
  static let noun = "Audit"
  static let firstID = 501

  let id: Int
  let key: String
  let websiteURL: String
  let name: String?
  let company: String?
  var job: Job

  /// One that was asked for yesterday and is completed, its key easy to tell.
  static func initial(now: Timestamp) -> Audit {
    var job = Job(createdAt: Timestamp(now.date.adding(days: -1), hour: 11))
    job.catchUp(at: now)
    return Audit(
      id: firstID, key: "audit-\(firstID)-key", websiteURL: "https://www.example.com",
      name: "Jane Doe", company: "Example Ltd", job: job)
  }
}

extension ClickMedias {
  /// Open to everyone: the page says so of the request, and the key guards the results.
  static let auditRoutes: [Route<ClickMedias>] = [
    .post("/audits", isOpen: true, requestAudit),
    .getMoving("/audits/{id}", isOpen: true, getAuditResults),
  ]

  private static let requestAudit: Handler = { service, call throws(Refusal) in
    var body = try call.json()
    body.require("email", "website_url")
    _ = body.text("email", .email)
    let websiteURL = body.text("website_url", .anyURL)
    let (name, company) = (body.text("name"), body.text("company"))
    try body.check()
    let id = service.audits.nextID
    let key = service.seed.hexadecimal(32, 70, id)
    service.audits.append(
      Audit(
        id: id, key: key, websiteURL: websiteURL ?? "", name: name, company: company,
        job: Job(createdAt: call.now)))
    let resultsURL = "https://clickmedias.com/audit-results/?id=\(id)&key=\(key)"
    let receipt: JSONValue = [
      "audit_id": .integer(id), "key": .string(key), "status": "pending",
      "results_url": .string(resultsURL),
    ]
    return success(receipt, status: 201)
  }

  /// A reading moves the audit one step on after the response is made, as one of crawls does.
  private static let getAuditResults: Handler = { service, call throws(Refusal) in
    var audit = try call.entity(in: service.audits)
    var query = call.query
    query.require("key")
    let key = query.text("key")
    try query.check()
    guard key == audit.key else { throw .forbidden(reason: "The key is not this audit's") }
    let results = service.json(audit)
    audit.job.advance(at: call.now)
    service.audits.replace(audit)
    return success(results)
  }

  private func json(_ audit: Audit) -> JSONValue {
    let completedAt = audit.job.completedAt
    return [
      "audit_id": .integer(audit.id), "status": .string(audit.job.state.rawValue),
      "website_url": .string(audit.websiteURL),
      "name": .optional(audit.name), "company": .optional(audit.company),
      "results": completedAt.map { results(of: audit, on: $0.date) } ?? .null,
      "created_at": Self.text(audit.job.createdAt), "completed_at": Self.text(completedAt),
    ]
  }

  private func results(of audit: Audit, on date: CalendarDate) -> JSONValue {
    // Numbers of audits begin far above those of clients, so the two never share scores.
    let scores = Scores(of: audit.id, on: date, seed: seed)
    let count = seed.pick(12...240, 71, audit.id)
    let pages: JSONObject = [
      "pages_checked": .integer(count),
      "issues_found": .integer(seed.pick(0...count / 4, 72, audit.id)),
    ]
    return .object(scores.figures(without: "organic_traffic").merging(pages))
  }
}
