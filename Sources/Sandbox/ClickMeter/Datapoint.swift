import JSON

/// A tracking link or a tracking pixel.
struct Datapoint: MarkedEntity {
  static let noun = "Datapoint"
  static let collection = "datapoints"

  /// As queries write it.
  enum Kind: String, Sendable {
    case link = "tl"
    case pixel = "tp"

    /// The kind that a body names; help texts write 0 and 1.
    init?(inBody name: JSONValue?) {
      switch name {
      case "TrackingLink", "0", 0: self = .link
      case "TrackingPixel", "1", 1: self = .pixel
      default: return nil
      }
    }

    var inBodies: String { self == .link ? "TrackingLink" : "TrackingPixel" }
  }

  /// As queries write it.
  enum Status: String, CaseIterable, Sendable {
    case deleted, active, paused, spam

    /// Queries and bodies use different words for the same.
    var inBodies: String {
      switch self {
      case .deleted: "Deleted"
      case .active: "Active"
      case .paused: "Paused"
      case .spam: "Abuse"
      }
    }
  }

  /// In the words of queries.
  static let statuses = Status.allCases.map(\.rawValue)

  let id: Int
  let kind: Kind
  let createdAt: Timestamp
  var groupID: Int
  /// The last part of a link's URL.
  var name: String
  var title: String
  private(set) var status = Status.active
  /// When it was not active, oldest first.
  private(set) var silences: [Range<Timestamp>] = []
  var isFavorite = false
  var notes = ""
  var tags: [Int] = []
  /// The ids of its conversions by slot; 0 where there is none.
  var conversions = [Int](repeating: 0, count: Datapoint.slots.count)
  /// Those of `switchNames` that are on.
  var switches: Set<String> = []
  /// The members of a link's `typeTL`, but for its scripts, or of a pixel's `typeTP`.
  var settings: JSONObject
  var scripts: [Int] = []

  var label: String { title }
  var statusInQueries: String { status.rawValue }
  var isDeleted: Bool { status == .deleted }
  var url: String? { settings["url"]?.string }

  /// What the five slots for conversions are called in bodies.
  static let slots = ["first", "second", "third", "fourth", "fifth"]

  static let switchNames = ["isPublic", "isSecured", "lightTracking", "redirectOnly", "encodeIp"]

  /// Whether what is done at that time is counted.
  func isCounting(at time: Timestamp) -> Bool {
    time >= createdAt && !silences.contains { $0.contains(time) }
  }

  /// Changes the status; from the next second on it counts when it's active.
  mutating func turn(_ status: Status, at now: Timestamp) {
    let start = now.adding(seconds: 1)
    if self.status == .active, status != .active {
      silences.append(start..<max(start, Self.endOfTime))
    }
    if self.status != .active, status == .active, let last = silences.popLast() {
      silences.append(last.lowerBound..<max(last.lowerBound, start))
    }
    self.status = status
  }

  /// Puts a conversion into the first free slot, into none when all are taken; or frees its slot.
  mutating func setTie(to conversion: Int, _ isTied: Bool) {
    guard isTied != conversions.contains(conversion) else { return }
    let slot = conversions.firstIndex(of: isTied ? 0 : conversion)
    if let slot { conversions[slot] = isTied ? conversion : 0 }
  }

  /// Later than any time that responses can write.
  private static let endOfTime = Timestamp(CalendarDate(daysSince1970: 2_932_897))

  /// The whole entity, with the names of what it refers to.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(id), "name": .string(name), "title": .string(title),
      "type": .string(kind.inBodies), "status": .string(status.inBodies),
      "groupId": .integer(groupID), "groupName": .string(service.groupName(of: self)),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "trackingCode": .string(trackingCode(in: service)),
      "tags": .array(service.tags(of: self).map { $0.json(in: service, for: caller) }),
      "preferred": .bool(isFavorite), "notes": .string(notes),
      "writePermited": .bool(service.mayChange(groupID, caller)),
    ]
    for name in Self.switchNames { object[name] = .bool(switches.contains(name)) }
    for (slot, conversion) in zip(Self.slots, conversions) {
      object[slot + "ConversionId"] = .integer(conversion)
      object[slot + "ConversionName"] = .string(
        service.conversions.first { $0.id == conversion }?.name ?? "")
    }
    switch kind {
    case .link: object["typeTL"] = .object(settings.merging(["scripts": scripts(in: service)]))
    case .pixel: object["typeTP"] = .object(settings)
    }
    return .object(object)
  }

  private func scripts(in service: ClickMeter) -> JSONValue {
    .array(
      scripts.compactMap { id in
        service.scripts.first { $0.id == id }.map { script in
          ["id": .integer(script.id), "name": .string(script.name)]
        }
      })
  }

  private func trackingCode(in service: ClickMeter) -> String {
    let scheme = switches.contains("isSecured") ? "https" : "http"
    let domain = service.domains.first { $0.id == settings["domainId"]?.int }
    return switch kind {
    case .link: "\(scheme)://\(domain?.name ?? "9nl.es")/\(name)"
    case .pixel: "<img src=\"\(scheme)://pixel.watch/\(String(id, radix: 36))\" />"
    }
  }

  /// 24 links and 6 pixels, oldest first.
  static func initial(seed: Seed, now: Timestamp) -> [Datapoint] {
    titles.indices.map { initial($0, seed: seed, now: now) }
  }

  /// Ids are given to all accounts in turn, so that those of one have gaps.
  static func initialID(at index: Int) -> Int { 12_345_678 + index * 37 }

  private static func initial(_ index: Int, seed: Seed, now: Timestamp) -> Datapoint {
    let title = titles[index]
    let kind = index % 5 == 4 ? Kind.pixel : .link
    let age = (titles.count - index) * 21 + seed.pick(0...12, 1, index)
    let slug = title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    let season = Tag.firstID + index % Tag.seasons.count
    let channel = Tag.firstID + Tag.seasons.count + index % Tag.channels.count
    let url = "https://shop.example.com/\(slug)"
    let settings: JSONObject =
      kind == .link
      ? linkDefaults.merging(["url": .string(url), "firstUrl": .string(url)])
      : ["parameterNote": .string("Placed on \(url)")]
    var datapoint = Datapoint(
      id: initialID(at: index), kind: kind,
      createdAt: Timestamp(
        now.date.adding(days: -age), hour: 9 + index % 8, minute: seed.pick(0...59, 3, index)),
      groupID: DatapointGroup.firstID + index % DatapointGroup.names.count,
      name: slug, title: title,
      isFavorite: seed.unit(2, index) < 0.25,
      tags: [season, kind == .link ? channel : Tag.conversionID],
      settings: settings)
    if kind == .link {
      datapoint.scripts = index % 4 == 1 ? [RetargetingScript.firstID + index % 3] : []
      for id in Conversion.initialIDs(ofLinkAt: index) { datapoint.setTie(to: id, true) }
    }
    if let status = unusual[index] {
      let days = seed.pick(12...60, 4, index)
      datapoint.turn(status, at: Timestamp(now.date.adding(days: -days), hour: 10))
    }
    return datapoint
  }

  /// What a link is where nothing else was said.
  static let linkDefaults: JSONObject = [
    "url": "", "firstUrl": "", "domainId": .integer(TrackingDomain.firstID),
    "destinationMode": "Simple", "redirectType": "TemporaryRedirect", "referrerClean": "None",
    "appendQuery": false, "encodeUrl": false, "hideUrl": false, "isABTest": false,
  ]

  /// What became of some of them; all others are active.
  private static let unusual: [Int: Status] = [
    3: .paused, 11: .paused, 17: .spam, 22: .deleted, 26: .paused,
  ]

  private static let titles = [
    "Spring Sale Hero", "Newsletter Footer", "Podcast Sponsor Link", "Old Banner Swap",
    "Checkout Pixel", "Instagram Bio", "Influencer Lena", "Google Brand Search",
    "Summer Catalog", "Signup Pixel", "Partner Review Site", "Retired Coupon Page",
    "Facebook Carousel", "Loyalty Mailing", "Cart Pixel", "YouTube Description",
    "Webinar Reminder", "Forum Signature", "Back to School", "Lead Form Pixel",
    "Autumn Lookbook", "Bing Shopping", "Flash Deal 24h", "Affiliate Northpeak",
    "Thank You Page Pixel", "Gift Guide", "Winter Teaser", "Reddit Promo",
    "Abandoned Cart Mail", "Pricing Page Pixel",
  ]
}
