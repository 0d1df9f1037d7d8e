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
  /// What it is called; nil for a sale.
  let name: String?
  /// The indices of the ads that were clicked before, first to last.
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

/// How conversions are credited to the clicks before them.
enum AttributionModel: String, CaseIterable, Sendable {
  case firstClick = "first_click"
  case lastClick = "last_click"
  case linear
  case positionBased = "pos_based"
  case timeDecay = "time_decay"

  /// How many hundredths of a conversion each of its clicks gets, first to last. One conversion
  /// has one to three clicks.
  func shares(among clicks: Int) -> [Int] {
    guard clicks > 1 else { return [100] }
    let others = [Int](repeating: 0, count: clicks - 1)
    return switch self {
    case .firstClick: [100] + others
    case .lastClick: others + [100]
    case .linear: clicks == 2 ? [50, 50] : [33, 33, 34]
    case .positionBased: clicks == 2 ? [50, 50] : [40, 20, 40]
    case .timeDecay: clicks == 2 ? [33, 67] : [14, 29, 57]
    }
  }
}
