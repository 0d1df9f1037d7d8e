/// The two-sided test of whether two rates are equal: Fisher's exact one where an expected count is
/// under 5, the z-test elsewhere (Cochran, "Some Methods for Strengthening the Common χ² Tests",
/// Biometrics 10 (1954), 417–451).
package struct ProportionComparison: Sendable, Equatable {
  package enum Test: Sendable, Equatable {
    case twoProportionZ
    case fisherExact
  }

  package let test: Test
  /// In 0...1; 1 for equal rates and where either has no trials.
  package let pValue: Double

  package init(_ one: Proportion, _ other: Proportion) {
    if Self.leastExpectedCount(one, other) < 5 {
      test = .fisherExact
      pValue = FisherExactTest.pValue(one, other)
    } else {
      test = .twoProportionZ
      pValue = TwoProportionZTest.pValue(one, other)
    }
  }

  /// The least of the four counts that the pooled rate would lead one to expect; 0 where either
  /// has no trials.
  package static func leastExpectedCount(_ one: Proportion, _ other: Proportion) -> Double {
    let trials = min(one.trials, other.trials)
    guard trials > 0 else { return 0 }
    let rarer = min(one.successes + other.successes, one.failures + other.failures)
    return Double(trials) * Double(rarer) / Double(one.trials + other.trials)
  }
}

/// The z-test for the difference of two independent proportions with the pooled rate, without
/// continuity correction, the square root of Pearson's χ² of the 2 × 2 table: Fleiss, Levin and
/// Paik, "Statistical Methods for Rates and Proportions", 3rd ed. (2003), §3.1.
///
/// An approximation: good where every expected count is 5 or more.
package enum TwoProportionZTest {
  /// Positive where the first rate is the greater one. 0 where the rates are equal (0 of n and
  /// 0 of m, n of n and m of m among them), and where either has no trials.
  package static func statistic(_ one: Proportion, _ other: Proportion) -> Double {
    guard let rate = one.rate, let otherRate = other.rate, rate != otherRate else { return 0 }
    let trials = Double(one.trials + other.trials)
    let successes = Double(one.successes + other.successes) / trials
    let failures = Double(one.failures + other.failures) / trials
    let variance = successes * failures * (1 / Double(one.trials) + 1 / Double(other.trials))
    return (rate - otherRate) / variance.squareRoot()
  }

  /// Two-sided; 1 where the statistic is 0.
  package static func pValue(_ one: Proportion, _ other: Proportion) -> Double {
    NormalDistribution.twoSidedTail(statistic(one, other))
  }
}

/// Holm's step-down adjustment of several p-values: Holm, "A Simple Sequentially Rejective Multiple
/// Test Procedure", Scandinavian Journal of Statistics 6 (1979), 65–70.
package enum HolmAdjustment {
  /// In the order given, each at least what it was and at most 1. With these, the probability of
  /// one false finding or more is at most the level, whatever the tests have to do with each other.
  /// A single p-value stays as it is; none for none.
  package static func adjust(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var greatest = 0.0
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in ascending.enumerated() {
      greatest = max(greatest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = greatest
    }
    return adjusted
  }
}
