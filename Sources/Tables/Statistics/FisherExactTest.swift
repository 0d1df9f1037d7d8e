internal import Platform

/// Fisher's exact test of a 2 × 2 table: Fisher, "The Logic of Inductive Inference", Journal of the
/// Royal Statistical Society 98 (1935), 39–82.
package enum FisherExactTest {
  /// Two-sided: the probability of all tables with the same margins that are no likelier than the
  /// observed one. 1 where either has no trials, where nothing or everything succeeded, and for the
  /// likeliest table.
  ///
  /// Holds on to some 12 digits at 10⁷ trials; takes about as many steps as the number of
  /// successes has standard deviation, times ten. Conservative by nature: with few counts it finds
  /// a difference that isn't there less often than the level allows.
  package static func pValue(_ one: Proportion, _ other: Proportion) -> Double {
    let tables = HypergeometricDistribution(one, other)
    let observed = one.successes
    let mode = tables.mode
    // Two tables that are equally likely differ by rounding: as R's fisher.test, by 1e-7 at most.
    let bound = tables.probability(of: observed) * (1 + 1e-7)
    if observed == mode || tables.probability(of: mode) <= bound { return 1 }
    if observed < mode {
      let opposite = partition(mode + 1, tables.support.upperBound + 1) {
        tables.probability(of: $0) <= bound
      }
      return min(1, tables.lowerTail(observed) + tables.upperTail(opposite))
    }
    let opposite = partition(tables.support.lowerBound, mode) {
      tables.probability(of: $0) > bound
    }
    return min(1, tables.upperTail(observed) + tables.lowerTail(opposite - 1))
  }
}

/// The first of `start..<end` for which the test holds, given that it holds for all after it; `end`
/// where it holds for none.
func partition(_ start: Int, _ end: Int, _ test: (Int) -> Bool) -> Int {
  var (low, high) = (start, end)
  while low < high {
    let middle = low + (high - low) / 2
    if test(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}

/// How many of all successes fall to the first of two proportions when both have the same rate.
struct HypergeometricDistribution {
  /// Trials of the first and of the other one, and the successes of both.
  private let trials: Double
  private let otherTrials: Double
  private let successes: Double
  let support: ClosedRange<Int>
  let mode: Int

  init(_ one: Proportion, _ other: Proportion) {
    trials = Double(one.trials)
    otherTrials = Double(other.trials)
    let all = one.successes + other.successes
    successes = Double(all)
    support = max(0, all - other.trials)...min(one.trials, all)
    let middle = (successes + 1) * (trials + 1) / (trials + otherTrials + 2)
    mode = min(max(support.lowerBound, Int(middle)), support.upperBound)
  }

  func probability(of count: Int) -> Double {
    guard support.contains(count) else { return 0 }
    let all = trials + otherTrials
    guard successes > 0, successes < all else { return 1 }
    let rate = successes / all
    let rest = (all - successes) / all
    let count = Double(count)
    return exp(
      SaddlePoint.logBinomial(count, of: trials, rate, rest)
        + SaddlePoint.logBinomial(successes - count, of: otherTrials, rate, rest)
        - SaddlePoint.logBinomial(successes, of: all, rate, rest))
  }

  /// P(X ≤ `count`), for counts below the mode.
  func lowerTail(_ count: Int) -> Double {
    var term = probability(of: count)
    var sum = term
    var k = Double(count)
    while term > sum * 0x1p-60 {
      term *= k * (otherTrials - successes + k) / ((trials - k + 1) * (successes - k + 1))
      sum += term
      k -= 1
    }
    return sum
  }

  /// P(X ≥ `count`), for counts above the mode.
  func upperTail(_ count: Int) -> Double {
    var term = probability(of: count)
    var sum = term
    var k = Double(count)
    while term > sum * 0x1p-60 {
      term *= (trials - k) * (successes - k) / ((k + 1) * (otherTrials - successes + k + 1))
      sum += term
      k += 1
    }
    return sum
  }
}
