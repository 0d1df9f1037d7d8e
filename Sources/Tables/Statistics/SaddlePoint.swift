internal import Platform

/// Logarithms of binomial and Poisson probabilities without the loss of digits that differences of
/// log-factorials have: Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).
enum SaddlePoint {
  /// Of `count` successes in that many trials; `rest` is 1 − `rate`. Both rates are above 0.
  static func logBinomial(
    _ count: Double, of trials: Double, _ rate: Double, _ rest: Double
  ) -> Double {
    if count == 0 { return trials * (rate < 0.5 ? log1p(-rate) : log(rest)) }
    if count == trials { return trials * (rest < 0.5 ? log1p(-rest) : log(rate)) }
    let others = trials - count
    return stirlingError(trials) - stirlingError(count) - stirlingError(others)
      - deviance(count, trials * rate) - deviance(others, trials * rest)
      - log(2 * .pi * count * (others / trials)) / 2
  }

  /// Of `count` events where `mean` are expected; the mean is above 0.
  static func logPoisson(_ count: Double, mean: Double) -> Double {
    if count == 0 { return -mean }
    return -stirlingError(count) - deviance(count, mean) - log(2 * .pi * count) / 2
  }

  /// log(n!) less Stirling's approximation of it.
  private static func stirlingError(_ n: Double) -> Double {
    if n < 16 { return smallErrors[Int(n)] }
    let square = n * n
    let tail = (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square)
    return (1 / 12 - (1 / 360 - tail / square) / square) / n
  }

  private static let smallErrors = [
    0, 0.08106146679532725822, 0.041340695955409294094, 0.027677925684998339149,
    0.020790672103765093112, 0.016644691189821192163, 0.013876128823070747999,
    0.011896709945891770095, 0.010411265261972096497, 0.0092554621827127329177,
    0.0083305634333628712565, 0.007573675487951840795, 0.0069428401072095298657,
    0.0064089941880042070684, 0.0059513701127588477356, 0.005554733551962801371,
  ]

  /// count · log(count / mean) + mean − count, whose terms cancel where the two are close.
  private static func deviance(_ count: Double, _ mean: Double) -> Double {
    let difference = count - mean
    guard abs(difference) < 0.1 * (count + mean) else {
      return count * log(count / mean) - difference
    }
    let ratio = difference / (count + mean)
    var sum = difference * ratio
    var power = 2 * count * ratio
    var divisor = 3.0
    while true {
      power *= ratio * ratio
      let next = sum + power / divisor
      if next == sum { return next }
      sum = next
      divisor += 2
    }
  }
}
