import JSON

extension ClickMedias {
  static let clientRoutes: [Route<ClickMedias>] = [
    .get("/clients", listClients),
    .get("/clients/{id}", getClient),
  ]

  private static func listClients(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let number = query.integer("page") ?? 1
    let size = query.integer("per_page", in: 1...100) ?? 20
    let status = query.choice("status", of: MediaClient.statuses)
    let search = query.text("search")?.lowercased()
    try query.check()
    let clients = service.clients.filter { client in
      (status == nil || client.status == status) && (search.map { client.matches($0) } ?? true)
    }
    let page = Page(number: number, size: size, total: clients.count)
    return success(
      .array(page.rows(of: clients).map(\.summary)),
      meta: [
        "total": .integer(page.total), "page": .integer(page.number),
        "per_page": .integer(page.size), "total_pages": .integer(page.totalPages),
      ]
    )
  }

  private static func getClient(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(try call.id("id", of: "Client"))
    let lastCrawl = service.crawls.filter { $0.clientID == client.id }
      .compactMap(\.completedAt).max()
    return success(
      [
        "id": .integer(client.id),
        "user_id": .integer(client.userID),
        "company_name": .string(client.companyName),
        "website_url": .string(client.websiteURL),
        "contact_name": .string(client.contactName),
        "contact_email": .string(client.contactEmail),
        "contact_phone": .string("+1 555-0" + String(120 + client.id)),
        "industry": .string(client.industry),
        "plan_type": .string(client.plan),
        "status": .string(client.status),
        "backlink_count": .integer(service.seed.pick(18...420, 10, client.id)),
        "citation_count": .integer(service.seed.pick(9...140, 11, client.id)),
        "last_crawl_date": lastCrawl.map(text) ?? .null,
        "created_at": text(client.createdAt),
      ]
    )
  }
}

extension MediaClient {
  var contactEmail: String { "contact@\(domain)" }

  /// `search` is in lower case.
  fileprivate func matches(_ search: String) -> Bool {
    companyName.lowercased().contains(search) || websiteURL.lowercased().contains(search)
  }

  fileprivate var summary: JSONValue {
    [
      "id": .integer(id),
      "company_name": .string(companyName),
      "website_url": .string(websiteURL),
      "contact_email": .string(contactEmail),
      "plan_type": .string(plan),
      "status": .string(status),
      "created_at": ClickMedias.text(createdAt),
    ]
  }
}
