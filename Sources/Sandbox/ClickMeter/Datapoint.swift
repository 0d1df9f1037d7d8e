import JSON

/// A tracking link or a tracking pixel.
struct Datapoint: Sendable {
  enum Kind: String, Sendable {
    case link = "tl"
    case pixel = "tp"
  }

  let id: Int
  let kind: Kind
  let name: String
  /// Where a link leads, or where a pixel stands.
  let url: String
  let tags: [String]
  let group: (id: Int, name: String)
  let isFavorite: Bool
  /// `active`, `paused`, `spam` or `deleted`, as queries write it.
  let status: String
  let createdAt: Timestamp

  static let statuses = ["deleted", "active", "paused", "spam"]

  /// 24 links and 6 pixels, oldest first.
  static func initial(seed: Seed, now: Timestamp) -> [Datapoint] {
    names.enumerated().map { place, name in
      let kind = place % 5 == 4 ? Kind.pixel : .link
      let age = (names.count - place) * 21 + seed.pick(0...12, 1, place)
      let slug = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
      return Datapoint(
        id: 12_345_678 + place * 37, kind: kind, name: name,
        url: "https://shop.example.com/\(slug)",
        tags: [seasons[place % 3], kind == .pixel ? "conversion" : channels[place % 4]],
        group: groups[place % groups.count],
        isFavorite: seed.unit(2, place) < 0.25,
        status: unusual[place] ?? "active",
        createdAt: Timestamp(
          now.date.adding(days: -age), hour: 9 + place % 8, minute: seed.pick(0...59, 3, place))
      )
    }
  }

  /// All others are active.
  private static let unusual = [3: "paused", 11: "paused", 17: "spam", 22: "deleted", 26: "paused"]
  private static let seasons = ["spring", "summer", "autumn"]
  private static let channels = ["email", "social", "search", "partner"]
  private static let groups = [
    (410_551, "Campaigns"), (410_552, "Newsletter"), (410_553, "Partners"),
  ]

  private static let names = [
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
