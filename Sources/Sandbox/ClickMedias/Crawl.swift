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
    .getMoving("/crawls", listCrawls), .post("/crawls", triggerCrawl),
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

  func lastCrawl(of client: MediaClient) -> Timestamp? {
    crawls.filter { $0.clientID == client.id }.compactMap(\.job.completedAt).max()
  }

  /// What crawls find. An account without a completed crawl has none of it.
  static let findingRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/backlinks") { service, call throws(Refusal) in
      success(.array(service.backlinks(of: try call.entity(in: service.clients))))
    },
    .get("/clients/{id}/citations") { service, call throws(Refusal) in
      success(.array(service.citations(of: try call.entity(in: service.clients))))
    },
    .get("/clients/{id}/suggestions", listSuggestions),
  ]

  private func listSuggestions(_ call: Call) throws(Refusal) -> Reply {
    let client = try call.entity(in: clients)
    var query = call.query
    let status = query.choice("status", of: Self.suggestionStatuses)
    try query.check()
    let rows = suggestions(of: client).filter { status == nil || $0["status"]?.string == status }
    return Self.success(.array(rows.map { .object($0) }))
  }

  func backlinks(of client: MediaClient) -> [JSONValue] {
    guard lastCrawl(of: client) != nil else { return [] }
    return (1...seed.pick(18...60, 10, client.id)).map { number in
      let sites = Self.linkingSites
      let source = sites[seed.pick(0...sites.count - 1, 12, client.id, number)]
      let age = seed.pick(0...900, 13, client.id, number)
      return [
        "id": .integer(client.id * 1000 + number),
        "source_url": .string("https://\(source)/posts/\(client.id)-\(number)"),
        "source_domain": .string(source),
        "target_url": .string(client.websiteURL + (number % 3 == 0 ? "/about" : "")),
        "anchor_text": .string(number % 2 == 0 ? client.companyName : client.domain),
        "link_type": seed.unit(14, client.id, number) < 0.7 ? "dofollow" : "nofollow",
        "domain_authority": .integer(seed.pick(8...78, 15, client.id, number)),
        "first_seen": .string(client.createdAt.date.adding(days: -age).description),
      ]
    }
  }

  func citations(of client: MediaClient) -> [JSONValue] {
    guard lastCrawl(of: client) != nil else { return [] }
    return (1...seed.pick(9...Self.directories.count, 11, client.id)).map { number in
      let directory = Self.directories[number - 1]
      let isConsistent = seed.unit(16, client.id, number) < 0.8
      return [
        "id": .integer(client.id * 1000 + number), "directory": .string(directory.name),
        "listing_url": .string("https://\(directory.host)/listing/\(client.domain)"),
        "business_name": .string(client.companyName + (isConsistent ? "" : " Inc")),
        "is_consistent": .bool(isConsistent),
      ]
    }
  }

  func suggestions(of client: MediaClient) -> [JSONObject] {
    guard let found = lastCrawl(of: client) else { return [] }
    return Self.advice.enumerated().compactMap { index, advice in
      guard seed.unit(17, client.id, index) < 0.7 else { return nil }
      let pages = seed.pick(2...40, 18, client.id, index)
      let status = Self.suggestionStatuses[seed.pick(0...3, 19, client.id, index)]
      return [
        "id": .integer(client.id * 100 + index + 1), "client_id": .integer(client.id),
        "title": .string(advice.title),
        "description": .string("\(advice.action) on \(pages) pages"),
        "priority": .string(advice.priority), "status": .string(status),
        "created_at": Self.text(found),
      ]
    }
  }

  private static let suggestionStatuses = ["pending", "approved", "deployed", "dismissed"]

  private static let advice: [(title: String, action: String, priority: String)] = [
    ("Optimize meta descriptions", "Update meta descriptions", "high"),
    ("Answer questions directly", "Put a short answer first", "high"),
    ("Mark up frequent questions", "Add FAQPage markup", "high"),
    ("Describe images", "Write alternative texts", "medium"),
    ("Repair internal links", "Replace links that lead nowhere", "medium"),
    ("Load faster", "Compress large images", "medium"),
    ("Name the authors", "Add author details", "low"),
    ("Shorten titles", "Cut titles to 60 characters", "low"),
  ]

  private static let linkingSites = [
    "localledger.example", "weekendguide.example", "tradejournal.example", "townpost.example",
    "makersforum.example", "citybusiness.example", "thedailyround.example", "expertlist.example",
  ]

  private static let directories: [(name: String, host: String)] = [
    ("Google Business Profile", "maps.google.example"), ("Bing Places", "bingplaces.example"),
    ("Yelp", "yelp.example"), ("Apple Business Connect", "maps.apple.example"),
    ("Facebook", "facebook.example"), ("Yellow Pages", "yellowpages.example"),
    ("Foursquare", "foursquare.example"), ("Better Business Bureau", "bbb.example"),
    ("Manta", "manta.example"), ("Hotfrog", "hotfrog.example"), ("Cylex", "cylex.example"),
    ("Brownbook", "brownbook.example"), ("TomTom", "tomtom.example"), ("HERE", "here.example"),
  ]
}
