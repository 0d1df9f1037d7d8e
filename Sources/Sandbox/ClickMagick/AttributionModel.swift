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
