import JSON

extension Datapoint {
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
