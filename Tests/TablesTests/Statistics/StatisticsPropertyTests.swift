import Tables
import TestSupport
import Testing

/// What must hold whatever the counts are.
@Suite struct `Properties of the statistics` {
  private static func drawn(_ random: inout SeededGenerator) throws -> Proportion {
    let trials = Int.random(in: 1...[5, 50, 5000][random.index(below: 3)], using: &random)
    return try proportion(Int.random(in: 0...trials, using: &random), of: trials)
  }

  @Test func `intervals contain what was observed`() throws {
    var random = SeededGenerator(seed: 1927)
    for _ in 0..<2000 {
      let (one, other) = try (Self.drawn(&random), Self.drawn(&random))
      let (rate, otherRate) = try (#require(one.rate), #require(other.rate))
      let confidence = Double.random(in: 0..<1, using: &random)
      #expect(one.wilsonInterval(confidence: confidence).contains(rate))
      #expect(
        one.newcombeInterval(over: other, confidence: confidence).contains(rate - otherRate))
    }
  }

  @Test func `Wilson's interval mirrors when successes are called failures`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let one = try Self.drawn(&random)
      let interval = one.wilsonInterval()
      let mirrored = try proportion(one.failures, of: one.trials).wilsonInterval()
      #expect(isClose(mirrored, 1 - interval.upperBound, 1 - interval.lowerBound))
    }
  }

  @Test func `tests don't depend on which arm or outcome comes first`() throws {
    var random = SeededGenerator(seed: 1935)
    for _ in 0..<2000 {
      let (one, other) = try (Self.drawn(&random), Self.drawn(&random))
      let failures = try proportion(one.failures, of: one.trials)
      let otherFailures = try proportion(other.failures, of: other.trials)
      for test in [FisherExactTest.pValue, TwoProportionZTest.pValue] {
        let value = test(one, other)
        #expect((0...1).contains(value))
        #expect(isCloseTail(test(other, one), value), "\(one) \(other)")
        #expect(isCloseTail(test(failures, otherFailures), value), "\(one) \(other)")
      }
    }
  }

  @Test func `Holm keeps the order and never lowers a value`() {
    var random = SeededGenerator(seed: 1979)
    for _ in 0..<500 {
      let count = Int.random(in: 1...12, using: &random)
      let values = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
      let adjusted = HolmAdjustment.adjust(values)
      #expect(zip(values, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
      for (one, its) in zip(values, adjusted) {
        for (other, others) in zip(values, adjusted) where one < other { #expect(its <= others) }
      }
    }
  }

  @Test func `Poisson limits hold what they say, and no narrower ones do`() {
    var random = SeededGenerator(seed: 1936)
    for _ in 0..<500 {
      let distribution = PoissonDistribution(mean: Double.random(in: 0...400, using: &random))
      let tail = Double.random(in: 1e-6...0.4, using: &random)
      let limits = distribution.predictionLimits(alpha: 2 * tail)
      #expect(distribution.probability(atMost: limits.lowerBound - 1) <= tail)
      #expect(distribution.probability(atMost: limits.lowerBound) >= tail)
      #expect(distribution.probability(atLeast: limits.upperBound + 1) <= tail)
      #expect(distribution.probability(atLeast: limits.upperBound) >= tail)
    }
  }

  @Test func `Garwood's limits have the tail as the probability of the count`() {
    for count in [1, 2, 7, 30, 1000, 123_456] {
      let limits = PoissonDistribution.meanInterval(count: count, confidence: 0.9)
      let low = PoissonDistribution(mean: limits.lowerBound).probability(atLeast: count)
      let high = PoissonDistribution(mean: limits.upperBound).probability(atMost: count)
      #expect(isClose(low, 0.05) && isClose(high, 0.05))
    }
  }

  @Test func `sums and approximation of great Poisson means agree where they meet`() {
    let (below, above) = (100_000_000, 100_000_001)
    let one = PoissonDistribution.meanInterval(count: below)
    let other = PoissonDistribution.meanInterval(count: above)
    #expect(abs(other.lowerBound - one.lowerBound - 1) < 0.01)
    #expect(abs(other.upperBound - one.upperBound - 1) < 0.01)
    let low = PoissonDistribution(mean: 1e8).probability(atMost: above + 9999)
    let high = PoissonDistribution(mean: 1e8 + 1).probability(atMost: above + 10_000)
    #expect(abs(low - high) < 1e-8)
  }
}
