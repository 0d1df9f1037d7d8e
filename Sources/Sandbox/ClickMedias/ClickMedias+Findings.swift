import JSON

/// What crawls find: links, citations and suggestions. An account without a completed crawl has
/// none of them.
extension ClickMedias {
  static let findingRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/backlinks", listBacklinks),
    .get("/clients/{id}/citations", listCitations),
    .get("/clients/{id}/suggestions", listSuggestions),
  ]

  private func listBacklinks(_ call: Call) throws(Refusal) -> Reply {
    Self.success(.array(backlinks(of: try client(call))))
  }

  private func listCitations(_ call: Call) throws(Refusal) -> Reply {
    Self.success(.array(citations(of: try client(call))))
  }

  private func listSuggestions(_ call: Call) throws(Refusal) -> Reply {
    let client = try client(call)
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

  /// What would make a website better visible.
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
