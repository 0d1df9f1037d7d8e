import JSON

/// One ad: the five UTM values its clicks carry, and how well it does.
struct Advertisement: Sendable {
  /// The values by UTM parameter name.
  let utm: [String: String]
  /// Its part of the project's clicks; those of a project add up to 1.
  let share: Double
  let costCents: Double
  let actionRate: Double
  let saleRate: Double

  static let utmNames = ["utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term"]

  /// Whether it carries these values, by parameter name.
  func matches(_ utm: [String: String]) -> Bool {
    utm.allSatisfy { self.utm[$0.key] == $0.value }
  }

  /// One for each campaign in each of five channels.
  static func all(campaigns: [String], project: Int, seed: Seed) -> [Advertisement] {
    let pairs = campaigns.indices.flatMap { campaign in
      channels.indices.map { (campaign, $0) }
    }
    let weights = pairs.map { 0.2 + seed.unit(2, project, $0, $1) }
    let total = weights.reduce(0, +)
    return zip(pairs, weights).map { pair, weight in
      let (campaign, channel) = (campaigns[pair.0], channels[pair.1])
      func chance(_ kind: Int) -> Double { seed.unit(kind, project, pair.0, pair.1) }
      return Advertisement(
        utm: [
          "utm_campaign": campaign, "utm_content": chance(3) < 0.5 ? "video" : "carousel",
          "utm_medium": channel.medium, "utm_source": channel.source,
          "utm_term": channel.medium == "cpc" ? campaign + " online" : "",
        ],
        share: weight / total,
        costCents: channel.costCents * (0.7 + 0.6 * chance(4)),
        actionRate: 0.04 + 0.08 * chance(5),
        saleRate: 0.004 + 0.012 * chance(6)
      )
    }
  }

  private static let channels: [(source: String, medium: String, costCents: Double)] = [
    ("google", "cpc", 62), ("facebook", "paid_social", 41), ("youtube", "video", 33),
    ("newsletter", "email", 3), ("bing", "cpc", 47),
  ]
}

extension ClickMagick {
  static let builtURLRoutes: [Route<ClickMagick>] = [
    .list("/campaigns/urls", "urls", findBuiltURLs)
  ]

  /// One for each ad of each project: what its clicks came by.
  private func findBuiltURLs(_ call: Call, _ query: inout FieldReader) -> [JSONValue] {
    projects.flatMap { project in
      project.ads.enumerated().map { index, ad in ad.builtURL(at: index, in: project) }
    }
  }
}

extension Advertisement {
  fileprivate func builtURL(at index: Int, in project: Project) -> JSONValue {
    let values = Self.utmNames.map { ($0, utm[$0] ?? "") }.filter { !$0.1.isEmpty }
    // The values hold nothing but letters, underscores and spaces.
    let query = values.map { "\($0)=" + $1.split(separator: " ").joined(separator: "+") }
    let page = project.name.lowercased().split(separator: " ").joined(separator: "-")
    var url: JSONObject = [
      "id": .integer(project.id * 100 + index + 1), "project_id": .integer(project.id),
      "url": .string("https://www.example.com/\(page)?" + query.joined(separator: "&")),
      "created": .string(project.createdAt.adding(seconds: index * Seconds.perHour).description),
    ]
    for (name, value) in values { url[name] = .string(value) }
    return .object(url)
  }
}
