/// How many trials it takes to tell two rates apart by the two-sided z-test.
package enum SampleSize {
  /// Trials of each of two equal arms with which a true difference of these rates is found with
  /// probability `power`, not rounded:
  /// (z(α/2) · √(2 p̄ q̄) + z(β) · √(p₁q₁ + p₂q₂))² / (p₁ − p₂)², where p̄ is the rates' mean; Fleiss,
  /// Levin and Paik, "Statistical Methods for Rates and Proportions", 3rd ed. (2003), §4.2, without
  /// continuity correction.
  ///
  /// Nil for equal rates, for rates outside of 0...1 and a power outside of 0..<1.
  package static func perArm(
    _ rate: Double, _ other: Double, confidence: Double = 0.95, power: Double = 0.8
  ) -> Double? {
    guard (0...1).contains(rate), (0...1).contains(other), rate != other,
      power > 0, power < 1
    else { return nil }
    let mean = (rate + other) / 2
    let null = (2 * mean * (1 - mean)).squareRoot()
    let alternative = (rate * (1 - rate) + other * (1 - other)).squareRoot()
    let root =
      NormalDistribution.criticalValue(confidence: confidence) * null
      + NormalDistribution.quantile(power) * alternative
    return root <= 0 ? 0 : root * root / ((rate - other) * (rate - other))
  }

  /// How many more trials the smaller arm needs, rounded up, to tell such a difference as is
  /// observed; the greater one needs no more than that. 0 where there are enough: then chance, or
  /// the adjustment for several tests, kept it from being told.
  ///
  /// Nil for equal rates, where either has no trials, and past 10¹⁵. Observed rates of few trials
  /// are far from the true ones, and so is this figure: say "some".
  package static func furtherTrials(
    _ one: Proportion, _ other: Proportion, confidence: Double = 0.95, power: Double = 0.8
  ) -> Int? {
    guard let rate = one.rate, let otherRate = other.rate,
      let needed = perArm(rate, otherRate, confidence: confidence, power: power), needed < 1e15
    else { return nil }
    return max(0, Int(needed.rounded(.up)) - min(one.trials, other.trials))
  }
}
