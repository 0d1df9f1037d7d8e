import JSON

extension ClickMagick {
  static let builtURLRoutes: [Route<ClickMagick>] = [.get("/campaigns/urls", listBuiltURLs)]

  /// One for each ad of each project: what its clicks came by.
  private static func listBuiltURLs(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let page = CursorPage(&query)
    try query.check()
    let urls = service.projects.flatMap { project in
      project.ads.enumerated().map { place, ad in builtURL(of: ad, at: place, in: project) }
    }
    return success(page.members("urls", of: urls) { $0 })
  }

  private static func builtURL(
    of ad: Advertisement, at place: Int, in project: Project
  ) -> JSONValue {
    let values = Advertisement.utmNames.compactMap { name -> (String, String)? in
      guard let value = ad.utm[name], !value.isEmpty else { return nil }
      return (name, value)
    }
    // The values hold nothing but letters, underscores and spaces.
    let query = values.map { "\($0)=" + $1.split(separator: " ").joined(separator: "+") }
    let page = project.name.lowercased().split(separator: " ").joined(separator: "-")
    var url: JSONObject = [
      "id": .integer(project.id * 100 + place + 1),
      "project_id": .integer(project.id),
      "url": .string("https://www.example.com/\(page)?" + query.joined(separator: "&")),
      "created": .string(project.createdAt.adding(seconds: place * Seconds.perHour).description),
    ]
    for (name, value) in values { url[name] = .string(value) }
    return .object(url)
  }
}
