import Tables
import Testing

@Suite struct `Statistics at the edges` {
  @Test func `a proportion has no more successes than trials`() {
    #expect(Proportion(successes: 2, trials: 1) == nil)
    #expect(Proportion(successes: -1, trials: 1) == nil)
    #expect(Proportion(successes: 0, trials: .max) == nil)
  }

  @Test func `no trials say nothing`() throws {
    let none = try proportion(0, of: 0)
    let some = try proportion(3, of: 10)
    #expect(none.rate == nil)
    #expect(none.wilsonInterval() == 0...1)
    #expect(none.newcombeInterval(over: some) == -1...1)
    #expect(ProportionComparison(none, some).pValue == 1)
    #expect(TwoProportionZTest.pValue(none, some) == 1)
    #expect(SampleSize.furtherTrials(none, some) == nil)
  }

  @Test func `equal rates differ by chance alone`() throws {
    for (one, other) in [(0, 0), (10, 20), (5, 10), (3333, 6666)] {
      let a = try proportion(one, of: one == 0 ? 7 : 2 * one)
      let b = try proportion(other, of: other == 0 ? 900 : 2 * other)
      #expect(TwoProportionZTest.statistic(a, b) == 0)
      #expect(TwoProportionZTest.pValue(a, b) == 1)
      #expect(FisherExactTest.pValue(a, b) == 1)
      #expect(SampleSize.furtherTrials(a, b) == nil)
    }
    let (all, most) = try (proportion(9, of: 9), proportion(400, of: 400))
    #expect(ProportionComparison(all, most).pValue == 1)
  }

  @Test func `none and all end the interval exactly`() throws {
    #expect(try proportion(0, of: 40).wilsonInterval().lowerBound == 0)
    #expect(try proportion(40, of: 40).wilsonInterval().upperBound == 1)
  }

  @Test func `confidence out of range counts as the nearest in it`() throws {
    let one = try proportion(5, of: 40)
    #expect(one.wilsonInterval(confidence: -1) == 0.125...0.125)
    #expect(one.wilsonInterval(confidence: Double.nan) == 0.125...0.125)
    #expect(one.wilsonInterval(confidence: 2).upperBound < 1)
  }

  @Test(arguments: [
    (5, 50, 5, 50, ProportionComparison.Test.twoProportionZ), (4, 50, 5, 50, .fisherExact),
  ])
  func `Fisher's test takes over where fewer than five are expected`(
    _ a: Int, _ n: Int, _ b: Int, _ m: Int, _ test: ProportionComparison.Test
  ) throws {
    let (one, other) = try (proportion(a, of: n), proportion(b, of: m))
    let compared = ProportionComparison(one, other)
    #expect(compared.test == test)
    let direct =
      test == .fisherExact
      ? FisherExactTest.pValue(one, other) : TwoProportionZTest.pValue(one, other)
    #expect(compared.pValue == direct)
  }

  @Test func `tables as likely as the observed one count`() throws {
    // 1/20 + 1/20: both extreme tables of the lady who tastes six cups.
    #expect(try isClose(FisherExactTest.pValue(proportion(3, of: 3), proportion(0, of: 3)), 0.1))
  }

  @Test func `ten million trials and a vanishing p-value don't overflow`() throws {
    let value = try FisherExactTest.pValue(
      proportion(10_000, of: 10_000_000), proportion(20_000, of: 10_000_000))
    #expect(value >= 0 && value < 1e-300)
  }

  @Test func `nothing adjusted is nothing`() {
    #expect(HolmAdjustment.adjust([]) == [])
    #expect(HolmAdjustment.adjust([0.04]) == [0.04])
    #expect(HolmAdjustment.adjust([0.9, 0.6, 0.02]) == [1, 1, 0.06])
  }

  @Test func `a score needs a spread`() throws {
    #expect(ModifiedZScore(of: []) == nil)
    let alone = try #require(ModifiedZScore(of: [7]))
    #expect(alone.score(9) == nil && alone.meanDeviationScore(9) == nil)
    let mostlyEqual = try #require(ModifiedZScore(of: [5, 5, 5, 5, 9]))
    #expect(mostlyEqual.score(9) == nil)
    #expect(isClose(mostlyEqual.meanDeviationScore(9), 4 / (1.253314 * 0.8)))
    let spread = try #require(ModifiedZScore(of: [1, 2, 3, 4, 100]))
    #expect(isClose(spread.score(100), 0.6745 * 97))
  }

  @Test func `weekdays are counted apart`() {
    let usual = WeekdayMedians([(1, 10), (2, 30), (1, 14), (1, 90)])
    #expect(usual.median(of: 1) == 14 && usual.count(of: 1) == 3)
    #expect(usual.median(of: 7) == nil && usual.count(of: 7) == 0)
    #expect(usual.residuals == [-4, 0, 0, 76])
    #expect(WeekdayMedians([]).residuals == [])
  }

  @Test func `Poisson without events`() {
    let none = PoissonDistribution(mean: 0)
    #expect(none.probability(atLeast: 0) == 1 && none.probability(atLeast: 1) == 0)
    #expect(none.probability(atMost: 0) == 1 && none.probability(atMost: -1) == 0)
    #expect(none.predictionLimits(alpha: 0.05) == 0...0)
    #expect(PoissonDistribution(mean: -3).mean == 0)
    #expect(PoissonDistribution.meanInterval(count: 0).lowerBound == 0)
  }

  @Test func `vast counts end at once`() {
    let vast = PoissonDistribution(mean: .infinity)
    #expect(vast.predictionLimits(alpha: 0.05).contains(1 << 60))
    #expect(PoissonDistribution(mean: 10).probability(atLeast: .max) == 0)
    #expect(PoissonDistribution(mean: 10).probability(atMost: .max) == 1)
    #expect(PoissonDistribution.meanInterval(count: .max).contains(0x1p59))
  }

  @Test func `further trials are those that the smaller arm lacks`() throws {
    let (one, other) = try (proportion(67, of: 1000), proportion(200, of: 2000))
    let needed = try #require(SampleSize.perArm(0.067, 0.1)).rounded(.up)
    #expect(SampleSize.furtherTrials(one, other) == Int(needed) - 1000)
    #expect(try SampleSize.furtherTrials(proportion(1, of: 100), proportion(90, of: 100)) == 0)
    #expect(SampleSize.perArm(0.1, 0.2, power: 1) == nil)
    #expect(SampleSize.perArm(-0.1, 0.2) == nil)
  }
}
