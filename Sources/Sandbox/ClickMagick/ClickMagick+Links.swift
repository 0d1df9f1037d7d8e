import JSON

extension ClickMagick {
  static let linkRoutes: [Route<ClickMagick>] = [
    .get("/links", listLinks),
    .post("/links", createLink),
    .get("/links/settings", getSettings("links", linkSettings)),
    .patch("/links/{link_id}", updateLink),
  ]

  /// Newest first.
  private static func listLinks(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let page = CursorPage(&query)
    let search = query.search("search")
    try query.check()
    let links = service.smartLinks.reversed().filter { search.finds($0.name) }
    return success(page.members("links", of: links, row: service.summary))
  }

  private static func createLink(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    var settings = form.values(SmartLink.fields)
    service.checkLink(settings, &form)
    try form.check()
    let id = service.linkIDs.next()
    let seed = service.seed.branch("link \(id)")
    if settings["link_slug"] == nil {
      settings["link_slug"] = .string(service.newSlug(seed: seed))
      settings = settings.inOrder(of: SmartLink.fields)
    }
    let traffic = LinkTraffic(from: call.now, .ordinary(seed), seed: seed)
    service.smartLinks.append(SmartLink(id: id, settings: settings, traffic: traffic))
    let warnings = form.warningsOfUnknown(SmartLink.fields)
    return success(["id": .integer(id)], warnings: warnings)
  }

  private static func updateLink(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var link = try call.entity("link_id", in: service.smartLinks)
    var form = try call.form()
    link.settings = form.settings(over: link.settings, SmartLink.fields, clearable: [])
    service.checkLink(link.settings, id: link.id, &form)
    try form.check()
    service.smartLinks.replace(link)
    return success(warnings: form.warningsOfUnknown(SmartLink.fields))
  }

  private static func linkSettings(
    _ service: ClickMagick, _ id: Int
  ) throws(Refusal) -> JSONObject {
    let link = try service.smartLinks.entity(id)
    let members: JSONObject = ["id": .integer(id)]
    let groups: JSONObject = [
      "link_group": .integer(link.group), "link_subgroup": .integer(link.subgroup),
    ]
    return members.merging(link.settings).merging(groups)
  }

  private func checkLink(_ settings: JSONObject, id: Int? = nil, _ reader: inout FieldReader) {
    checkDomain(settings, .link, &reader)
    let slug = settings["link_slug"]?.string?.lowercased()
    if smartLinks.contains(where: { $0.id != id && $0.slug.lowercased() == slug }) {
      reader.report("link_slug", .rule("link_slug is already used by another Smart Link"))
    }
  }

  /// Six letters and digits that no link has.
  private func newSlug(seed: Seed) -> String {
    let slugs = Set(smartLinks.map { $0.slug.lowercased() })
    let tries = (0...slugs.count).lazy.map { attempt in
      // From 100000 to zzzzzz.
      String(seed.pick(60_466_176...2_176_782_335, 12, attempt), radix: 36)
    }
    return tries.first { !slugs.contains($0) } ?? ""
  }

  private func summary(_ link: SmartLink) -> JSONValue {
    [
      "id": .integer(link.id),
      "link_name": .string(link.name),
      "link_slug": .string(link.slug),
      "primary_url": link.settings["primary_url"] ?? .null,
      "link_group": .integer(link.group),
      "link_subgroup": .integer(link.subgroup),
      "link_url": address(link.settings, slug: link.slug, under: "clkmg.com"),
      "created": .string(link.traffic.createdAt.description),
    ]
  }
}
