/// A shop that pays for visitors, in one network.
struct Advertiser: Sendable {
  let id: Int
  let name: String
  let network: Network
  /// What an average publisher sends it on an average day.
  let dailyClicks: Double

  /// The name in lower case, with dashes for everything but letters and digits.
  var slug: String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  /// Largest first: few large ones, many small ones.
  static let all: [Advertiser] = catalog.enumerated().map { rank, entry in
    Advertiser(
      id: entry.id, name: entry.name, network: entry.network,
      dailyClicks: 460 / (Double(rank) + 2.2)
    )
  }

  private static let catalog: [(id: Int, name: String, network: Network)] = [
    (123, "Alpha Store", .awin), (87, "Northpeak Outdoor", .impact),
    (301, "Lumen & Oak Home", .cj), (142, "Velvet Lane Fashion", .rakuten),
    (466, "Pixel Harbor Electronics", .awin), (218, "Green Fork Meals", .impact),
    (59, "Skyline Fares", .cj), (377, "Paws & Whiskers", .awin),
    (190, "Casa Verano Furniture", .rakuten), (532, "StrideLab Running", .impact),
    (264, "Bloomday Flowers", .awin), (411, "Silver Birch Jewelry", .cj),
    (98, "TinyTrail Baby", .partnerize), (345, "Cobalt Tools", .impact),
    (275, "Sunday Roast Coffee", .awin), (603, "Glow Theory Beauty", .rakuten),
    (156, "Driftwood Surf Co", .partnerize), (489, "ByteNest Hosting", .cj),
    (322, "Kettle & Crumb", .awin), (71, "Atlas Luggage", .impact),
    (548, "Moonrise Mattress", .rakuten), (237, "PageTurner Books", .awin),
    (430, "Fern & Fable Garden", .cj), (119, "Urban Spoke Bikes", .partnerize),
    (584, "Clearview Optics", .impact), (283, "Maple Street Toys", .awin),
    (396, "Iron Lotus Fitness", .rakuten), (165, "Harvest Moon Vitamins", .cj),
    (511, "Threadbare Denim", .awin), (204, "Quiet Key Pianos", .partnerize),
    (459, "Polar Bay Outerwear", .impact), (82, "Inkwell Print Studio", .awin),
    (358, "Saffron Table", .cj), (617, "Rally Auto Parts", .rakuten),
    (131, "Papercrane Stationery", .awin), (293, "Highland Wool", .partnerize),
    (442, "Cinder Grill Supply", .impact), (570, "Lagoon Pool & Spa", .cj),
    (226, "Old Mill Cheese", .awin), (385, "Starling Audio", .rakuten),
  ]
}

/// An affiliate network.
struct Network: Sendable {
  let id: Int
  let name: String

  static let cj = Network(id: 3, name: "CJ")
  static let rakuten = Network(id: 5, name: "Rakuten")
  static let awin = Network(id: 7, name: "Awin")
  static let impact = Network(id: 11, name: "Impact")
  static let partnerize = Network(id: 16, name: "Partnerize")
}

/// A site that sends visitors to advertisers.
struct Publisher: Identified {
  static let noun = "Publisher"

  let id: Int
  let name: String
  /// How its traffic compares with the average.
  let reach: Double

  /// The publisher of an ordinary key, and of an administrator who asks for none.
  static let own = Publisher(id: 45, name: "Example Publisher", reach: 1)

  static let all = [
    own,
    Publisher(id: 212, name: "Voucher Village", reach: 1.7),
    Publisher(id: 877, name: "The Savvy Shopper", reach: 0.6),
    Publisher(id: 1338, name: "Bargain Beacon", reach: 1.25),
    Publisher(id: 1604, name: "Cashback Compass", reach: 0.35),
  ]
}
