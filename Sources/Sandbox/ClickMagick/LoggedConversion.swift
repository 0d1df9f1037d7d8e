import JSON

/// What a visitor did that is logged.
struct LoggedConversion: Sendable {
  /// In the words of the logs' paths.
  enum Kind: String, CaseIterable, Sendable {
    case actions
    case engagements
    case sales

    /// What visitors do, where it is no sale.
    fileprivate var names: [String] {
      switch self {
      case .actions: ["opt-in", "add to cart", "call"]
      case .engagements: ["scrolled", "stayed", "watched"]
      case .sales: []
      }
    }
  }

  /// Letters and digits.
  let id: String
  let kind: Kind
  let time: Timestamp
  /// What was paid, in cents; 0 where it is no sale.
  let cents: Int
  /// What it is called; nothing for a sale.
  let name: String?
  /// The places of the ads that were clicked before, first to last.
  let clicks: [Int]

  init(_ kind: Kind, at time: Timestamp, after clicks: [Int], cents: Int, seed: Seed) {
    id = String(seed.hash(1), radix: 36, uppercase: true)
    self.kind = kind
    self.time = time
    self.cents = kind == .sales ? cents * seed.pick(60...140, 2) / 100 : 0
    name = kind.names.isEmpty ? nil : kind.names[seed.pick(0...kind.names.count - 1, 3)]
    self.clicks = clicks
  }

  /// What each of its clicks earned, in cents; the parts make up the whole.
  func earnings(_ model: AttributionModel) -> [Int] {
    var (credit, earned) = (0, 0)
    return model.shares(among: clicks.count).map { share in
      credit += share
      let part = cents * credit / 100 - earned
      earned += part
      return part
    }
  }
}
