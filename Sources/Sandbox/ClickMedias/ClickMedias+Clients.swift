import JSON

extension ClickMedias {
  // WordPress takes POST, PUT and PATCH for an edit alike.
  static let clientRoutes: [Route<ClickMedias>] = [
    .get("/clients", listClients),
    .post("/clients", createClient),
    .get("/clients/{id}", getClient),
    .put("/clients/{id}", updateClient),
    .patch("/clients/{id}", updateClient),
    .post("/clients/{id}", updateClient),
    .delete("/clients/{id}", deleteClient),
  ]

  private static let (usualPage, largestPage) = (20, 100)

  private static func listClients(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let number = query.integer("page") ?? 1
    let size = query.integer("per_page", in: 1...largestPage) ?? usualPage
    let status = query.choice("status", of: MediaClient.statuses)
    let search = query.search("search")
    try query.check()
    let clients = service.clients.filter { client in
      (status == nil || client.status == status)
        && search.finds(client.companyName, client.websiteURL)
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
    let client = try service.client(call)
    return success(service.json(client))
  }

  /// A new client is pending; it has scores and the like only after a crawl and a report.
  private static func createClient(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    var settings = body.values(MediaClient.fields)
    try body.check()
    settings["status"] = "pending"
    let id = service.clientIDs.next()
    let client = MediaClient(
      id: id, createdAt: call.now, settings: settings)
    service.clients.append(client)
    return success(service.json(client), status: 201)
  }

  private static func updateClient(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    var client = try service.client(call)
    var body = try call.json()
    client.settings = body.settings(
      over: client.settings, MediaClient.editableFields, clearable: MediaClient.clearable)
    try body.check()
    service.clients.replace(client)
    return success(service.json(client))
  }

  /// Takes along all that belongs to the client.
  private static func deleteClient(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let id = try service.client(call).id
    service.clients.remove(id)
    service.crawls.removeAll { $0.clientID == id }
    service.reports.removeAll { $0.clientID == id }
    service.pieces.removeAll { $0.clientID == id }
    return success(["id": .integer(id), "deleted": true])
  }

  private func json(_ client: MediaClient) -> JSONValue {
    let identity: JSONObject = ["id": .integer(client.id), "user_id": .integer(client.userID)]
    let counters: JSONObject = [
      "backlink_count": .integer(backlinks(of: client).count),
      "citation_count": .integer(citations(of: client).count),
      "last_crawl_date": lastCrawl(of: client).map(Self.text) ?? .null,
      "created_at": Self.text(client.createdAt),
    ]
    return .object(identity.merging(client.settings).merging(counters))
  }
}

extension MediaClient {
  fileprivate var summary: JSONValue {
    let names = ["company_name", "website_url", "contact_email", "plan_type", "status"]
    var summary: JSONObject = ["id": .integer(id)]
    for name in names { summary[name] = settings[name] }
    summary["created_at"] = ClickMedias.text(createdAt)
    return .object(summary)
  }
}
