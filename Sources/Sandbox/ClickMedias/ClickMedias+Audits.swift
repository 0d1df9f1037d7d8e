import JSON

extension ClickMedias {
  /// Open to everyone: the page says so of the request, and the key guards the results.
  static let auditRoutes: [Route<ClickMedias>] = [
    .post("/audits", isOpen: true, requestAudit),
    .get("/audits/{id}", isOpen: true, getAuditResults),
  ]

  private static func requestAudit(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("email", "website_url")
    let email = body.text("email", .email)
    let websiteURL = body.text("website_url", .anyURL)
    let (name, company) = (body.text("name"), body.text("company"))
    try body.check()
    let id = service.auditIDs.next()
    let audit = Audit(
      id: id, key: Audit.key(of: id, seed: service.seed), email: email ?? "",
      websiteURL: websiteURL ?? "", name: name, company: company, job: Job(createdAt: call.now))
    service.audits.append(audit)
    let receipt: JSONValue = [
      "audit_id": .integer(id), "key": .string(audit.key), "status": "pending",
      "results_url": .string(audit.resultsURL),
    ]
    return success(receipt, status: 201)
  }

  /// A reading moves the audit one step on after the answer is made, as one of crawls does.
  private static func getAuditResults(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    service.catchUp(at: call.now)
    var audit = try call.entity("id", in: service.audits)
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
      "audit_id": .integer(audit.id),
      "status": .string(audit.job.state.rawValue),
      "website_url": .string(audit.websiteURL),
      "name": .optional(audit.name),
      "company": .optional(audit.company),
      "results": completedAt.map { results(of: audit, on: $0.date) } ?? .null,
      "created_at": Self.text(audit.job.createdAt),
      "completed_at": completedAt.map(Self.text) ?? .null,
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
