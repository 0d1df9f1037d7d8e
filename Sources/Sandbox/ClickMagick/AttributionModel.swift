/// How conversions are credited to the clicks before them.
enum AttributionModel: String, CaseIterable, Sendable {
  case firstClick = "first_click"
  case lastClick = "last_click"
  case linear
  case positionBased = "pos_based"
  case timeDecay = "time_decay"

  /// Whether one click takes all of a conversion, so that an ad's conversions are whole.
  var isSingleTouch: Bool {
    switch self {
    case .firstClick, .lastClick: true
    case .linear, .positionBased, .timeDecay: false
    }
  }

  /// How much more, or less, than an even share of credit an ad gets under this model.
  ///
  /// `position` tells where on the way to a sale the ad stands: 0 is always first, 1 always last.
  func credit(atPosition position: Double) -> Double {
    switch self {
    case .firstClick: 1.7 - 1.4 * position
    case .lastClick: 0.3 + 1.4 * position
    case .linear: 1
    case .positionBased: 0.8 + 1.6 * (position - 0.5) * (position - 0.5)
    case .timeDecay: 0.65 + 0.7 * position
    }
  }
}
