import JSON

/// A tracking link that sends its clicks to one URL.
struct SmartLink: SettingsEntity {
  static let noun = "Smart Link"
  static let firstID = 440_001

  let id: Int
  var settings: JSONObject = [:]
  let traffic: LinkTraffic
  /// 0 is the group "All".
  private(set) var group = 0
  /// 0 is no subgroup.
  private(set) var subgroup = 0

  var slug: String { text("link_slug") ?? "" }
  /// The slug stands in for a name that is not set.
  var name: String { text("link_name") ?? slug }

  static let fields = [
    FieldRule("link_slug", Rotator.slugKind), FieldRule("link_name", .anyText),
    FieldRule("primary_url", .anyURL, isRequired: true), FieldRule("domain_id", .id, fallback: 0),
    FieldRule("blank_referrer", .flag, fallback: false),
  ]
}

extension SmartLink {
  init(id: Int, for call: Call, in service: ClickMagick) {
    let seed = service.seed.branch("link \(id)")
    self.init(id: id, traffic: .ordinary(from: call.now, seed: seed))
  }

  mutating func apply(_ settings: JSONObject, _ call: Call, in service: ClickMagick) {
    self.settings = settings
    if settings["link_slug"] == nil {
      let slugs = service.smartLinks.map(\.slug)
      self.settings["link_slug"] = .string(service.newSlug(for: "link \(id)", besides: slugs))
      self.settings = self.settings.inOrder(of: Self.fields)
    }
  }

  func check(_ form: inout FieldReader, in service: ClickMagick) {
    checkDomain(.link, in: service, &form)
    checkUnique("link_slug", among: service.smartLinks, &form)
  }

  var shown: JSONObject {
    let members: JSONObject = ["id": .integer(id)]
    return members.merging(settings).merging(groups)
  }

  fileprivate func summary(in service: ClickMagick) -> JSONValue {
    let members: JSONObject = [
      "id": .integer(id), "link_name": .string(name), "link_slug": .string(slug),
      "primary_url": settings["primary_url"] ?? .null,
    ]
    let rest: JSONObject = [
      "link_url": address(slug, under: "clkmg.com", in: service),
      "created": .string(traffic.createdAt.description),
    ]
    return .object(members.merging(groups).merging(rest))
  }

  private var groups: JSONObject {
    ["link_group": .integer(group), "link_subgroup": .integer(subgroup)]
  }

  mutating func leaveGroup() { (group, subgroup) = (0, 0) }

  /// Twelve, half a year to a month old.
  static func initial(seed: Seed, now: Timestamp) -> [SmartLink] {
    profiles.enumerated().map { index, profile in
      let id = firstID + index
      let seed = seed.branch("link \(id)")
      let settings: JSONObject = [
        "link_slug": .string(profile.slug), "link_name": .string(profile.name),
        "primary_url": .string("https://www.example.com/\(profile.slug)"),
        "domain_id": .integer(profile.group == 71 ? 61 : 0),
      ]
      let created = Timestamp(now.date.adding(days: -180 + index * 13), hour: 9, minute: index)
      let traffic = LinkTraffic(
        from: created, dailyClicks: 20 + 90 * seed.unit(10), saleRate: 0.01 + 0.03 * seed.unit(11),
        seed: seed)
      return SmartLink(
        id: id, settings: settings.completed(fields), traffic: traffic, group: profile.group,
        subgroup: profile.subgroup)
    }
  }

  private static let profiles: [(slug: String, name: String, group: Int, subgroup: Int)] = [
    ("foam-boards", "Foam boards guide", 71, 7101),
    ("winter-suits", "Winter wetsuits", 71, 7102),
    ("surf-camp", "Surf camp booking", 71, 0),
    ("welcome-1", "Welcome mail 1", 72, 7103),
    ("welcome-2", "Welcome mail 2", 72, 7103),
    ("spring-news", "Spring newsletter", 72, 0),
    ("partner-blog", "Partner blog", 73, 0),
    ("partner-video", "Partner video", 73, 0),
    ("recipe-book", "Free recipe book", 0, 0),
    ("app-trial", "App trial", 0, 0),
    ("led-lights", "LED grow lights", 0, 0),
    ("podcast-notes", "Podcast show notes", 0, 0),
  ]
}

extension ClickMagick {
  static let linkRoutes: [Route<ClickMagick>] = [
    .list("/links", "links", findLinks),
    .create("/links", \.smartLinks),
    .settings("/links/settings", "links", \.smartLinks),
    .update("/links/{link_id}", \.smartLinks),
  ]

  /// Newest first.
  private func findLinks(_ call: Call, _ query: inout FieldReader) -> [JSONValue] {
    let search = query.search("search")
    return smartLinks.reversed().filter { search.finds($0.name) }.map { $0.summary(in: self) }
  }

  /// Six letters and digits that none of these is, for a link that was given none.
  func newSlug(for thing: String, besides taken: [String]) -> String {
    let slugs = Set(taken.map { $0.lowercased() })
    let seed = seed.branch(thing)
    let tries = (0...slugs.count).lazy.map { attempt in
      // From 100000 to zzzzzz.
      String(seed.pick(60_466_176...2_176_782_335, 12, attempt), radix: 36)
    }
    return tries.first { !slugs.contains($0) } ?? ""
  }
}
