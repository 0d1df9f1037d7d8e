import JSON

/// A company whose visibility is looked after.
struct MediaClient: WritableEntity {
  static let noun = "Client"

  let id: Int
  let createdAt: Timestamp
  /// The fields of `MediaClient.fields` and the status, in that order.
  var settings: JSONObject

  /// Whose login it is: `123` in the page's example, for the first client.
  private var userID: Int { 116 + id * 7 }
  var companyName: String { text("company_name") }
  var websiteURL: String { text("website_url") }
  var industry: String { text("industry") }
  var status: String { text("status") }

  var domain: String { websiteURL.split(separator: "/").dropFirst().first.map { String($0) } ?? "" }

  private func text(_ field: String) -> String { settings[field]?.string ?? "" }

  static let statuses = ["active", "inactive", "pending"]

  /// The fields of a new client, as "Create Client" lists them.
  private static let fields = [
    FieldRule("company_name", .anyText, isRequired: true),
    FieldRule("website_url", .anyURL, isRequired: true),
    FieldRule("contact_name", .anyText, fallback: ""),
    FieldRule("contact_email", .email, isRequired: true),
    FieldRule("contact_phone", .anyText, fallback: ""),
    FieldRule("industry", .anyText, fallback: ""),
    FieldRule(
      "plan_type", .choice(["starter", "advanced", "business", "agency"]), fallback: "starter"),
  ]

  private static let editableFields = fields + [FieldRule("status", .choice(statuses))]

  private static let clearable: Set<String> = ["contact_name", "contact_phone", "industry"]
}

extension MediaClient {
  /// A new client is pending; it has scores and the like only after a crawl and a report.
  init(id: Int, for call: Call, in service: ClickMedias) {
    self.init(id: id, createdAt: call.now, settings: [:])
  }

  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader { try call.json() }

  mutating func write(_ body: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner) {
    guard isNew else {
      settings = body.settings(over: settings, Self.editableFields, clearable: Self.clearable)
      return
    }
    settings = body.values(Self.fields)
    settings["status"] = "pending"
  }

  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: ClickMedias
  ) -> Reply {
    switch operation {
    case .read, .update: ClickMedias.success(json(in: service))
    case .create: ClickMedias.success(json(in: service), status: 201)
    case .remove: ClickMedias.success(["id": .integer(id), "deleted": true])
    }
  }

  private func json(in service: ClickMedias) -> JSONValue {
    let identity: JSONObject = ["id": .integer(id), "user_id": .integer(userID)]
    let counters: JSONObject = [
      "backlink_count": .integer(service.backlinks(of: self).count),
      "citation_count": .integer(service.citations(of: self).count),
      "last_crawl_date": ClickMedias.text(service.lastCrawl(of: self)),
      "created_at": ClickMedias.text(createdAt),
    ]
    return .object(identity.merging(settings).merging(counters))
  }

  fileprivate var summary: JSONValue {
    let names = ["company_name", "website_url", "contact_email", "plan_type", "status"]
    var summary: JSONObject = ["id": .integer(id)]
    for name in names { summary[name] = settings[name] }
    summary["created_at"] = ClickMedias.text(createdAt)
    return .object(summary)
  }

  /// Twelve accounts; the last is new, pending, and without any report yet.
  static func initial(seed: Seed, now: Timestamp) -> [MediaClient] {
    profiles.enumerated().map { index, profile in
      let status = unusual[profile.name] ?? "active"
      let age = status == "pending" ? 6 : seed.pick(800...1300, 1, index)
      return MediaClient(
        id: index + 1,
        createdAt: Timestamp(
          now.date.adding(days: -age), hour: 8 + index % 9, minute: seed.pick(0...59, 2, index)),
        settings: [
          "company_name": .string(profile.name),
          "website_url": .string("https://\(profile.domain)"),
          "contact_name": .string(profile.contact),
          "contact_email": .string("contact@\(profile.domain)"),
          "contact_phone": .string("+1 555-0" + String(121 + index)),
          "industry": .string(profile.industry),
          "plan_type": .string(profile.plan), "status": .string(status),
        ])
    }
  }

  private static let profiles:
    [(name: String, domain: String, contact: String, industry: String, plan: String)] = [
      ("Acme Corp", "acme.com", "John Doe", "Technology", "business"),
      ("Harborview Dental", "harborviewdental.example", "Maya Lindqvist", "Healthcare", "advanced"),
      ("Redwood Legal Group", "redwoodlegal.example", "Samuel Okafor", "Legal", "business"),
      ("Bluebird Bakery", "bluebirdbakery.example", "Elena Rossi", "Food & Beverage", "starter"),
      ("Summit Roofing", "summitroofing.example", "Dale Whitaker", "Construction", "advanced"),
      ("Nimbus Cloud Backup", "nimbusbackup.example", "Priya Raman", "Technology", "agency"),
      (willow, "willowstone.example", "Claire Fontaine", "Home & Garden", "starter"),
      ("Pacific Trail Tours", "pacifictrail.example", "Kenji Mori", "Travel", "business"),
      ("Ironclad Fitness", "ironcladfitness.example", "Tessa Boyd", "Fitness", "advanced"),
      ("Greenleaf Accounting", "greenleafcpa.example", "Omar Haddad", "Finance", "business"),
      (lakeside, "lakesidemotors.example", "Ruth Keller", "Automotive", "advanced"),
      (juniper, "juniperpets.example", "Anna Novak", "Veterinary", "starter"),
    ]

  private static let unusual = [willow: "inactive", lakeside: "inactive", juniper: "pending"]

  private static let willow = "Willow & Stone Interiors"
  private static let lakeside = "Lakeside Motors"
  private static let juniper = "Juniper Pet Clinic"
}

extension ClickMedias {
  // WordPress takes POST, PUT and PATCH for an edit alike.
  static let clientRoutes: [Route<ClickMedias>] =
    [
      .get("/clients", listClients), .create("/clients", \.clients),
      .whole("/clients/{id}", \.clients), .remove("/clients/{id}", \.clients, then: forget),
    ] + ["PUT", "PATCH", "POST"].map { .update("/clients/{id}", by: $0, \.clients) }

  private static let (usualPage, largestPage) = (20, 100)

  private func listClients(_ call: Call) throws(Refusal) -> Reply {
    var query = call.query
    let number = query.integer("page") ?? 1
    let size = query.integer("per_page", in: 1...Self.largestPage) ?? Self.usualPage
    let status = query.choice("status", of: MediaClient.statuses)
    let search = query.search("search")
    try query.check()
    let found = clients.filter { client in
      (status == nil || client.status == status)
        && search.finds(client.companyName, client.websiteURL)
    }
    let page = Page(number: number, size: size, total: found.count)
    return Self.success(
      .array(page.rows(of: found).map(\.summary)),
      meta: [
        "total": .integer(page.total), "page": .integer(page.number),
        "per_page": .integer(page.size), "total_pages": .integer(page.totalPages),
      ])
  }

  /// Takes along all that belongs to a removed client.
  private static func forget(_ service: inout ClickMedias, _ client: MediaClient) {
    service.crawls.removeAll { $0.clientID == client.id }
    service.reports.removeAll { $0.clientID == client.id }
    service.pieces.removeAll { $0.clientID == client.id }
  }
}
