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
