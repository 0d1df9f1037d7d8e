import JSON

/// What crawls find: links, citations and suggestions. An account without a completed crawl has
/// none of them.
extension ClickMedias {
  static let findingRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/backlinks", list { $0.backlinks(of: $1) }),
    .get("/clients/{id}/citations", list { $0.citations(of: $1) }),
    .get("/clients/{id}/suggestions", listSuggestions),
  ]

  private static func list(
    _ find: @escaping @Sendable (ClickMedias, MediaClient) -> [JSONValue]
  ) -> Route<ClickMedias>.Handler {
    { (service: inout ClickMedias, call: Call) throws(Refusal) -> Reply in
      let client = try service.client(call)
      return success(.array(find(service, client)))
    }
  }

  private static func listSuggestions(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    var query = call.query
    let status = query.choice("status", of: Suggestion.statuses)
    try query.check()
    let rows = service.suggestions(of: client).filter { row in
      status == nil || row["status"]?.string == status
    }
    return success(.array(rows.map { .object($0) }))
  }

  func backlinks(of client: MediaClient) -> [JSONValue] {
    guard lastCrawl(of: client) != nil else { return [] }
    return (1...seed.pick(18...60, 10, client.id)).map { place in
      let source = Self.linkingSites[
        seed.pick(0...Self.linkingSites.count - 1, 12, client.id, place)]
      let age = seed.pick(0...900, 13, client.id, place)
      return [
        "id": .integer(client.id * 1000 + place),
        "source_url": .string("https://\(source)/posts/\(client.id)-\(place)"),
        "source_domain": .string(source),
        "target_url": .string(client.websiteURL + (place % 3 == 0 ? "/about" : "")),
        "anchor_text": .string(place % 2 == 0 ? client.companyName : client.domain),
        "link_type": seed.unit(14, client.id, place) < 0.7 ? "dofollow" : "nofollow",
        "domain_authority": .integer(seed.pick(8...78, 15, client.id, place)),
        "first_seen": .string(client.createdAt.date.adding(days: -age).description),
      ]
    }
  }

  func citations(of client: MediaClient) -> [JSONValue] {
    guard lastCrawl(of: client) != nil else { return [] }
    return (1...seed.pick(9...Self.directories.count, 11, client.id)).map { place in
      let directory = Self.directories[place - 1]
      let isConsistent = seed.unit(16, client.id, place) < 0.8
      return [
        "id": .integer(client.id * 1000 + place),
        "directory": .string(directory.name),
        "listing_url": .string("https://\(directory.host)/listing/\(client.domain)"),
        "business_name": .string(client.companyName + (isConsistent ? "" : " Inc")),
        "is_consistent": .bool(isConsistent),
      ]
    }
  }

  func suggestions(of client: MediaClient) -> [JSONObject] {
    guard let found = lastCrawl(of: client) else { return [] }
    return Suggestion.all.enumerated().compactMap { place, suggestion in
      guard seed.unit(17, client.id, place) < 0.7 else { return nil }
      let pages = seed.pick(2...40, 18, client.id, place)
      let status = Suggestion.statuses[seed.pick(0...3, 19, client.id, place)]
      return [
        "id": .integer(client.id * 100 + place + 1),
        "client_id": .integer(client.id),
        "title": .string(suggestion.title),
        "description": .string("\(suggestion.action) on \(pages) pages"),
        "priority": .string(suggestion.priority),
        "status": .string(status),
        "created_at": Self.text(found),
      ]
    }
  }

  private static let linkingSites = [
    "localledger.example", "weekendguide.example", "tradejournal.example", "townpost.example",
    "makersforum.example", "citybusiness.example", "thedailyround.example", "expertlist.example",
  ]

  private static let directories = [
    ("Google Business Profile", "maps.google.example"), ("Bing Places", "bingplaces.example"),
    ("Yelp", "yelp.example"), ("Apple Business Connect", "maps.apple.example"),
    ("Facebook", "facebook.example"), ("Yellow Pages", "yellowpages.example"),
    ("Foursquare", "foursquare.example"), ("Better Business Bureau", "bbb.example"),
    ("Manta", "manta.example"), ("Hotfrog", "hotfrog.example"), ("Cylex", "cylex.example"),
    ("Brownbook", "brownbook.example"), ("TomTom", "tomtom.example"), ("HERE", "here.example"),
  ].map { (name: $0.0, host: $0.1) }
}
