import JSON

extension ClickMedias {
  static let crawlRoutes: [Route<ClickMedias>] = [
    .get("/crawls", listCrawls),
    .post("/crawls", triggerCrawl),
  ]

  /// Newest first. Each reading moves the crawls of the client asked for (of all, when none is)
  /// one step on after the answer is made: triggered, a crawl is read as pending, then as
  /// processing, then as completed. No time needs to pass, but time moves them too.
  private static func listCrawls(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let clientID = query.integer("client_id")
    let status = query.choice("status", of: Job.State.allCases.map(\.rawValue))
    try query.check()
    if let clientID { _ = try service.clients.entity(clientID) }
    service.catchUp(at: call.now)
    let places = service.crawls.indices.filter {
      clientID == nil || service.crawls[$0].clientID == clientID
    }
    let rows = places.reversed().map { service.crawls[$0] }
      .filter { status == nil || $0.job.state.rawValue == status }
      .map { service.row($0) }
    for place in places { service.crawls[place].job.advance(at: call.now) }
    return success(.array(rows))
  }

  private static func triggerCrawl(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("client_id")
    let clientID = body.integer("client_id")
    let type = body.choice("type", of: Crawl.types) ?? "full"
    try body.check()
    let client = try service.clients.entity(clientID ?? 0)
    let id = service.crawlIDs.next()
    service.crawls.append(
      Crawl(id: id, clientID: client.id, type: type, createdAt: call.now))
    return success(["crawl_id": .integer(id), "status": "pending"], status: 201)
  }

  private func row(_ crawl: Crawl) -> JSONValue {
    let job = crawl.job
    let isCompleted = job.completedAt != nil
    let pages = seed.pick(crawl.type == "partial" ? 20...60 : 80...900, 40, crawl.clientID)
    let issues = seed.pick(0...pages / 6, 41, crawl.id)
    return [
      "crawl_id": .integer(crawl.id),
      "client_id": .integer(crawl.clientID),
      "type": .string(crawl.type),
      "status": .string(job.state.rawValue),
      "pages_crawled": .optional(isCompleted ? pages : nil),
      "issues_found": .optional(isCompleted ? issues : nil),
      "error": .optional(job.error),
      "created_at": Self.text(job.createdAt),
      "started_at": job.startedAt.map(Self.text) ?? .null,
      "completed_at": job.completedAt.map(Self.text) ?? .null,
    ]
  }
}
