internal import Platform

/// How many events there are when they come independently of each other at one rate. Its variance
/// is its mean: counts that vary more than that (most people's clicks) pass its limits more often
/// than it says.
package struct PoissonDistribution: Sendable, Equatable {
  package let mean: Double

  /// A mean below 0 counts as 0, one past 2⁶⁰ as that.
  package init(mean: Double) { self.mean = mean > 0 ? min(mean, 0x1p60) : 0 }

  /// Past it, a tail's sum is long and its approximation good to nine digits.
  private static let mostSummed = 1e8

  /// P(X ≥ `count`), which is the regularised incomplete gamma function P(count, mean). 1 for 0 and
  /// below.
  package func probability(atLeast count: Int) -> Double {
    guard count > 0 else { return 1 }
    if isGreat(count) { return NormalDistribution.cumulativeProbability(-score(count)) }
    return Double(count) > mean ? upperSum(count) : max(0, 1 - lowerSum(count - 1))
  }

  /// P(X ≤ `count`), which is the regularised incomplete gamma function Q(count + 1, mean). 0 below
  /// 0.
  package func probability(atMost count: Int) -> Double {
    guard count >= 0 else { return 0 }
    guard count < .max else { return 1 }
    if isGreat(count) { return NormalDistribution.cumulativeProbability(score(count + 1)) }
    return Double(count) < mean ? lowerSum(count) : max(0, 1 - upperSum(count + 1))
  }

  /// The counts that are to be expected: fewer, and likewise more, have a probability of `alpha` / 2
  /// at most. Ends at the mean's own quantiles (SciPy's `poisson.interval`); 0...0 for a mean of 0.
  /// `alpha` counts as within 10⁻¹⁶...1.
  package func predictionLimits(alpha: Double) -> ClosedRange<Int> {
    let tail = min(max(alpha, 1e-16), 1) / 2
    let low = partition(0, Int(mean) + 1) { probability(atMost: $0) >= tail }
    var step = 16
    while probability(atLeast: Int(mean) + step + 1) > tail { step *= 2 }
    let high = partition(low, Int(mean) + step) { probability(atLeast: $0 + 1) <= tail }
    return low...high
  }

  func probability(of count: Int) -> Double {
    guard mean > 0 else { return count == 0 ? 1 : 0 }
    return exp(SaddlePoint.logPoisson(Double(count), mean: mean))
  }

  private func lowerSum(_ count: Int) -> Double {
    var term = probability(of: count)
    var sum = term
    var k = Double(count)
    while term > sum * 0x1p-60 {
      term *= k / mean
      sum += term
      k -= 1
    }
    return sum
  }

  private func upperSum(_ count: Int) -> Double {
    var term = probability(of: count)
    var sum = term
    var k = Double(count)
    while term > sum * 0x1p-60 {
      k += 1
      term *= mean / k
      sum += term
    }
    return sum
  }

  private func isGreat(_ count: Int) -> Bool {
    mean > Self.mostSummed && Double(count) > Self.mostSummed
  }

  /// Wilson and Hilferty, "The Distribution of Chi-Square", PNAS 17 (1931), 684–688.
  private func score(_ count: Int) -> Double {
    let count = Double(count)
    return 3 * count.squareRoot() * (1 - 1 / (9 * count) - cbrt(mean / count))
  }
}

extension PoissonDistribution {
  /// The exact two-sided limits of the mean that such a count comes from: Garwood, "Fiducial Limits
  /// for the Poisson Distribution", Biometrika 28 (1936), 437–442. They are quantiles of χ² with
  /// 2 · count and 2 · count + 2 degrees of freedom, halved.
  ///
  /// Starts at 0 for a count of 0. A count below 0 counts as 0. Conservative: covers the mean with
  /// at least that confidence.
  package static func meanInterval(
    count: Int, confidence: Double = 0.95
  ) -> ClosedRange<Double> {
    let count = min(max(0, count), 1 << 59)
    let tail = NormalDistribution.tail(confidence: confidence)
    let z = NormalDistribution.criticalValue(confidence: confidence)
    let high = upperLimit(count, tail, start: approximateQuantile(count + 1, z))
    if count == 0 { return 0...high }
    let low = lowerLimit(count, tail, start: approximateQuantile(count, -z))
    return min(low, high)...high
  }

  /// Half the χ² quantile with twice as many degrees of freedom, by Wilson and Hilferty (1931).
  private static func approximateQuantile(_ shape: Int, _ z: Double) -> Double {
    let shape = Double(shape)
    let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    return shape * root * root * root
  }

  /// The mean for which P(X ≥ count) is the tail.
  private static func lowerLimit(_ count: Int, _ tail: Double, start: Double) -> Double {
    if Double(count) > mostSummed { return start }
    return root(in: 0...Double(count), start: start) { distribution in
      let reached = distribution.probability(atLeast: count)
      return (log(reached / tail), distribution.probability(of: count - 1) / reached)
    }
  }

  /// The mean for which P(X ≤ count) is the tail.
  private static func upperLimit(_ count: Int, _ tail: Double, start: Double) -> Double {
    if Double(count) > mostSummed { return start }
    let most = 2 * Double(count) - 2 * log(tail) + 100
    return root(in: Double(count)...most, start: start) { distribution in
      let reached = distribution.probability(atMost: count)
      return (-log(reached / tail), distribution.probability(of: count) / reached)
    }
  }

  /// Where a function that grows with the mean is 0: Newton's steps in the logarithm of the mean,
  /// halving where one leads out of what is known to hold the root.
  private static func root(
    in range: ClosedRange<Double>, start: Double,
    _ function: (PoissonDistribution) -> (value: Double, slope: Double)
  ) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    var mean = range.contains(start) && start > 0 ? start : (low + high) / 2
    for _ in 0..<200 {
      let (value, slope) = function(PoissonDistribution(mean: mean))
      if value > 0 { high = mean } else { low = mean }
      var next = mean * exp(-value / (mean * slope))
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - mean) <= 4 * mean.ulp { return next }
      mean = next
    }
    return mean
  }
}
