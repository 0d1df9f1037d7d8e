import JSON

/// A tracking link that sends its clicks to one URL.
struct SmartLink: Identified {
  static let noun = "Smart Link"
  static let firstID = 440_001

  let id: Int
  /// The fields of `SmartLink.fields` that are set, in that order.
  var settings: JSONObject
  let traffic: LinkTraffic
  /// 0 is the group "All".
  private(set) var group = 0
  /// 0 is no subgroup.
  private(set) var subgroup = 0

  var slug: String { settings["link_slug"]?.string ?? "" }
  /// The slug stands in for a name that is not set.
  var name: String { settings["link_name"]?.string ?? slug }
  /// 0 is the service's own domain.
  var domain: Int { settings["domain_id"]?.int ?? 0 }

  static let fields = [
    FieldRule("link_slug", Rotator.slugKind),
    FieldRule("link_name", .anyText),
    FieldRule("primary_url", .anyURL, isRequired: true),
    FieldRule("domain_id", .id, fallback: 0),
    FieldRule("blank_referrer", .flag, fallback: false),
  ]

  init(id: Int, settings: JSONObject, traffic: LinkTraffic) {
    self.id = id
    self.settings = settings
    self.traffic = traffic
  }

  func isIn(_ groups: Groups) -> Bool {
    groups.contains(group) && groups.contains(subgroup: subgroup)
  }

  mutating func leaveGroup() {
    group = 0
    subgroup = 0
  }
}

extension SmartLink {
  /// Twelve, half a year to a month old.
  static func initial(seed: Seed, now: Timestamp) -> [SmartLink] {
    profiles.enumerated().map { place, profile in
      let id = firstID + place
      let seed = seed.branch("link \(id)")
      let settings: JSONObject = [
        "link_slug": .string(profile.slug),
        "link_name": .string(profile.name),
        "primary_url": .string("https://www.example.com/\(profile.slug)"),
        "domain_id": .integer(profile.group == 71 ? 61 : 0),
      ]
      let rates = LinkTraffic.Rates(
        dailyClicks: 20 + 90 * seed.unit(10), sales: 0.01 + 0.03 * seed.unit(11))
      let created = Timestamp(now.date.adding(days: -180 + place * 13), hour: 9, minute: place)
      var link = SmartLink(
        id: id, settings: settings.completed(fields),
        traffic: LinkTraffic(from: created, rates, seed: seed))
      link.group = profile.group
      link.subgroup = profile.subgroup
      return link
    }
  }

  private struct Profile: Sendable {
    let slug: String
    let name: String
    let group: Int
    let subgroup: Int
  }

  private static let profiles = [
    Profile(slug: "foam-boards", name: "Foam boards guide", group: 71, subgroup: 7101),
    Profile(slug: "winter-suits", name: "Winter wetsuits", group: 71, subgroup: 7102),
    Profile(slug: "surf-camp", name: "Surf camp booking", group: 71, subgroup: 0),
    Profile(slug: "welcome-1", name: "Welcome mail 1", group: 72, subgroup: 7103),
    Profile(slug: "welcome-2", name: "Welcome mail 2", group: 72, subgroup: 7103),
    Profile(slug: "spring-news", name: "Spring newsletter", group: 72, subgroup: 0),
    Profile(slug: "partner-blog", name: "Partner blog", group: 73, subgroup: 0),
    Profile(slug: "partner-video", name: "Partner video", group: 73, subgroup: 0),
    Profile(slug: "recipe-book", name: "Free recipe book", group: 0, subgroup: 0),
    Profile(slug: "app-trial", name: "App trial", group: 0, subgroup: 0),
    Profile(slug: "led-lights", name: "LED grow lights", group: 0, subgroup: 0),
    Profile(slug: "podcast-notes", name: "Podcast show notes", group: 0, subgroup: 0),
  ]
}
