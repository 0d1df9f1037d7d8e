/// Successes among trials that each succeed or fail, independently of each other.
package struct Proportion: Sendable, Equatable {
  package let successes: Int
  package let trials: Int

  /// Nil unless 0 ≤ successes ≤ trials ≤ 2⁵³: a thing that may happen several times a trial has no
  /// proportion.
  package init?(successes: Int, trials: Int) {
    guard successes >= 0, successes <= trials, trials <= 1 << 53 else { return nil }
    self.successes = successes
    self.trials = trials
  }

  package var failures: Int { trials - successes }

  /// The observed rate, a fraction of 1; nil without trials.
  package var rate: Double? { trials == 0 ? nil : Double(successes) / Double(trials) }

  /// Wilson's score interval, without continuity correction: Wilson, "Probable Inference, the Law
  /// of Succession, and Statistical Inference", Journal of the American Statistical Association 22
  /// (1927), 209–212.
  ///
  /// Always within 0...1 and contains the rate; starts at 0 for no success, ends at 1 for no
  /// failure. 0...1 without trials. Its coverage is near the confidence on average over rates, and
  /// swings around it for any one of them, most where fewer than some 10 successes are expected.
  package func wilsonInterval(confidence: Double = 0.95) -> ClosedRange<Double> {
    guard let rate else { return 0...1 }
    let z = NormalDistribution.criticalValue(confidence: confidence)
    let count = Double(trials)
    let squared = z * z / count
    let spread = z * (rate * (1 - rate) / count + squared / count / 4).squareRoot()
    let upper = failures == 0 ? 1 : min(1, (rate + squared / 2 + spread) / (1 + squared))
    // The two ends are roots of one equation: by their product, the lower end loses no digits.
    let lower = upper == 0 ? 0 : rate * rate / (1 + squared) / upper
    return min(lower, rate)...max(upper, rate)
  }

  /// Newcombe's hybrid score interval for this rate less the other one, without continuity
  /// correction: method 10 of Newcombe, "Interval Estimation for the Difference between
  /// Independent Proportions", Statistics in Medicine 17 (1998), 873–890.
  ///
  /// Within −1...1 and contains the observed difference. −1...1 where either has no trials. That
  /// it leaves 0 out and that a test finds a difference can disagree close to the limit.
  package func newcombeInterval(
    over other: Proportion, confidence: Double = 0.95
  ) -> ClosedRange<Double> {
    guard let rate, let otherRate = other.rate else { return -1...1 }
    let mine = wilsonInterval(confidence: confidence)
    let its = other.wilsonInterval(confidence: confidence)
    let below = Self.distance(rate - mine.lowerBound, its.upperBound - otherRate)
    let above = Self.distance(mine.upperBound - rate, otherRate - its.lowerBound)
    let difference = rate - otherRate
    return max(-1, difference - below)...min(1, difference + above)
  }

  private static func distance(_ one: Double, _ other: Double) -> Double {
    (one * one + other * other).squareRoot()
  }
}
