import JSON

extension Datapoint {
  /// 24 links and 6 pixels, oldest first.
  static func initial(seed: Seed, now: Timestamp) -> [Datapoint] {
    titles.indices.map { initial($0, seed: seed, now: now) }
  }

  /// Ids are given to all accounts in turn, so that those of one have gaps.
  static func initialID(at place: Int) -> Int { 12_345_678 + place * 37 }

  private static func initial(_ place: Int, seed: Seed, now: Timestamp) -> Datapoint {
    let title = titles[place]
    let kind = place % 5 == 4 ? Kind.pixel : .link
    let age = (titles.count - place) * 21 + seed.pick(0...12, 1, place)
    let slug = title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    let season = Tag.firstID + place % Tag.seasons.count
    let channel = Tag.firstID + Tag.seasons.count + place % Tag.channels.count
    var datapoint = Datapoint(
      id: initialID(at: place), kind: kind,
      createdAt: Timestamp(
        now.date.adding(days: -age), hour: 9 + place % 8, minute: seed.pick(0...59, 3, place)),
      groupID: DatapointGroup.firstID + place % DatapointGroup.names.count,
      name: slug, title: title,
      isFavorite: seed.unit(2, place) < 0.25,
      tags: [season, kind == .link ? channel : Tag.conversionID],
      settings: settings(kind, "https://shop.example.com/\(slug)")
    )
    if kind == .link {
      datapoint.scripts = place % 4 == 1 ? [RetargetingScript.firstID + place % 3] : []
    }
    if let status = unusual[place] {
      let days = seed.pick(12...60, 4, place)
      datapoint.turn(status, at: Timestamp(now.date.adding(days: -days), hour: 10))
    }
    return datapoint
  }

  private static func settings(_ kind: Kind, _ url: String) -> JSONObject {
    switch kind {
    case .link: linkDefaults.merging(["url": .string(url), "firstUrl": .string(url)])
    case .pixel: ["parameterNote": .string("Placed on \(url)")]
    }
  }

  /// What a link is where nothing else was said.
  static let linkDefaults: JSONObject = [
    "url": "",
    "firstUrl": "",
    "domainId": .integer(TrackingDomain.firstID),
    "destinationMode": "Simple",
    "redirectType": "TemporaryRedirect",
    "referrerClean": "None",
    "appendQuery": false,
    "encodeUrl": false,
    "hideUrl": false,
    "isABTest": false,
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
