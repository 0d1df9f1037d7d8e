import JSON

/// One run over a client's website.
struct Crawl: Identified {
  static let noun = "Crawl"
  static let firstID = 101

  let id: Int
  let clientID: Int
  let type: String
  var job: Job

  static let types = ["full", "partial", "technical"]

  /// Three to five ended crawls for every account but the new one, oldest first.
  static func initial(seed: Seed, clients: [MediaClient], now: Timestamp) -> [Crawl] {
    let planned = clients.filter { $0.status != "pending" }.flatMap { client in
      (0..<seed.pick(3...5, 30, client.id)).map { turn in
        let age = turn * 30 + seed.pick(2...26, 31, client.id, turn)
        let date = now.date.adding(days: -age)
        let type = types[turn == 0 ? 0 : seed.pick(0...2, 32, client.id, turn)]
        return (client.id, type, Timestamp(date, hour: 2 + client.id % 4, minute: 10))
      }
    }
    let ordered = planned.sorted { ($0.2, $0.0) < ($1.2, $1.0) }
    return ordered.enumerated().map { index, plan in
      let (clientID, type, createdAt) = plan
      var job = Job(createdAt: createdAt)
      job.advance(at: createdAt.adding(seconds: 40))
      if seed.unit(33, index) < 0.15 {
        job.fail("The site did not answer within 30 seconds.")
      } else {
        job.advance(at: createdAt.adding(seconds: seed.pick(300...4200, 34, index)))
      }
      return Crawl(id: firstID + index, clientID: clientID, type: type, job: job)
    }
  }
}

extension ClickMedias {
  static let crawlRoutes: [Route<ClickMedias>] = [
    .get("/crawls", listCrawls), .post("/crawls", triggerCrawl),
  ]

  /// Newest first. Each reading moves the crawls of the client asked for (of all, when none is)
  /// one step on after the response is made: triggered, a crawl is read as pending, then as
  /// processing, then as completed. No time needs to pass, but time moves them too.
  private static let listCrawls: Handler = { service, call throws(Refusal) in
    var query = call.query
    let clientID = query.integer("client_id")
    let status = query.choice("status", of: Job.State.allCases.map(\.rawValue))
    try query.check()
    if let clientID { _ = try service.clients.entity(clientID) }
    let asked = service.crawls.indices.filter {
      clientID == nil || service.crawls[$0].clientID == clientID
    }
    let rows = asked.reversed().map { service.crawls[$0] }
      .filter { status == nil || $0.job.state.rawValue == status }
      .map { service.row($0) }
    for index in asked { service.crawls[index].job.advance(at: call.now) }
    return success(.array(rows))
  }

  private static let triggerCrawl: Handler = { service, call throws(Refusal) in
    var body = try call.json()
    body.require("client_id")
    let clientID = body.integer("client_id")
    let type = body.choice("type", of: Crawl.types) ?? "full"
    try body.check()
    let client = try service.clients.entity(clientID ?? 0)
    let id = service.crawls.nextID
    let job = Job(createdAt: call.now)
    service.crawls.append(Crawl(id: id, clientID: client.id, type: type, job: job))
    return success(["crawl_id": .integer(id), "status": "pending"], status: 201)
  }

  private func row(_ crawl: Crawl) -> JSONValue {
    let job = crawl.job
    let isCompleted = job.completedAt != nil
    let pages = seed.pick(crawl.type == "partial" ? 20...60 : 80...900, 40, crawl.clientID)
    let issues = seed.pick(0...pages / 6, 41, crawl.id)
    return [
      "crawl_id": .integer(crawl.id), "client_id": .integer(crawl.clientID),
      "type": .string(crawl.type), "status": .string(job.state.rawValue),
      "pages_crawled": .optional(isCompleted ? pages : nil),
      "issues_found": .optional(isCompleted ? issues : nil), "error": .optional(job.error),
      "created_at": Self.text(job.createdAt),
      "started_at": Self.text(job.startedAt), "completed_at": Self.text(job.completedAt),
    ]
  }

  /// When the client's website was last crawled to the end.
  func lastCrawl(of client: MediaClient) -> Timestamp? {
    crawls.filter { $0.clientID == client.id }.compactMap(\.job.completedAt).max()
  }
}
