import Tables
import Testing

/// 200 cases of each family against the figures of SciPy and statsmodels.
@Suite struct `Statistics beside SciPy and statsmodels` {
  @Test func `normal probabilities`() throws {
    for row in try StatisticsReference.rows("normal") {
      #expect(isCloseTail(NormalDistribution.cumulativeProbability(row[0]), row[1]), "\(row)")
      #expect(isCloseTail(NormalDistribution.twoSidedTail(row[0]), row[2]), "\(row)")
    }
  }

  @Test func `normal quantiles to twelve digits`() throws {
    for row in try StatisticsReference.rows("quantile") {
      let quantile = NormalDistribution.quantile(row[0])
      #expect(abs(quantile - row[1]) <= 1e-12 * max(abs(row[1]), 1e-3), "\(row) \(quantile)")
    }
  }

  @Test func `Wilson intervals`() throws {
    for row in try StatisticsReference.rows("wilson") {
      let interval = try proportion(row[0], of: row[1]).wilsonInterval(confidence: row[2])
      #expect(isClose(interval, row[3], row[4]), "\(row) \(interval)")
    }
  }

  @Test func `Newcombe intervals`() throws {
    for row in try StatisticsReference.rows("newcombe") {
      let interval = try proportion(row[0], of: row[1])
        .newcombeInterval(over: proportion(row[2], of: row[3]), confidence: row[4])
      #expect(isClose(interval, row[5], row[6]), "\(row) \(interval)")
    }
  }

  @Test func `two-proportion z-tests`() throws {
    for row in try StatisticsReference.rows("z_test") {
      let one = try proportion(row[0], of: row[1])
      let other = try proportion(row[2], of: row[3])
      #expect(isClose(TwoProportionZTest.statistic(one, other), row[4]), "\(row)")
      #expect(isCloseTail(TwoProportionZTest.pValue(one, other), row[5]), "\(row)")
    }
  }

  @Test func `Fisher's exact tests`() throws {
    for row in try StatisticsReference.rows("fisher") {
      let one = try proportion(row[0], of: row[1])
      let value = try FisherExactTest.pValue(one, proportion(row[2], of: row[3]))
      #expect(isCloseTail(value, row[4]), "\(row) \(value)")
    }
  }

  @Test func `Holm's adjustment`() throws {
    for row in try StatisticsReference.cases("holm") {
      let adjusted = HolmAdjustment.adjust(row[0])
      #expect(adjusted.count == row[1].count)
      #expect(zip(adjusted, row[1]).allSatisfy(isCloseTail), "\(row) \(adjusted)")
    }
  }

  @Test func `medians and absolute deviations`() throws {
    for row in try StatisticsReference.cases("robust") {
      let figures = try #require(ModifiedZScore(of: row[0]))
      #expect(isClose(figures.median, row[1][0]), "\(row)")
      #expect(isClose(figures.medianAbsoluteDeviation, row[2][0]), "\(row)")
      #expect(isClose(figures.meanAbsoluteDeviation, row[3][0]), "\(row)")
    }
  }

  @Test func `residuals of weekdays`() throws {
    for row in try StatisticsReference.cases("weekdays") {
      let usual = WeekdayMedians(zip(row[0], row[1]).map { (Int($0), $1) })
      #expect(usual.residuals == row[2], "\(row)")
    }
  }

  @Test func `Poisson tails and limits`() throws {
    for row in try StatisticsReference.rows("poisson") {
      let distribution = PoissonDistribution(mean: row[1])
      let count = Int(row[0])
      #expect(isCloseTail(distribution.probability(atLeast: count), row[2]), "\(row)")
      #expect(isCloseTail(distribution.probability(atMost: count), row[3]), "\(row)")
      let limits = distribution.predictionLimits(alpha: row[4])
      #expect(limits == Int(row[5])...Int(row[6]), "\(row) \(limits)")
    }
  }

  @Test func `Garwood's limits`() throws {
    for row in try StatisticsReference.rows("garwood") {
      let limits = PoissonDistribution.meanInterval(count: Int(row[0]), confidence: row[1])
      #expect(isClose(limits, row[2], row[3]), "\(row) \(limits)")
    }
  }

  @Test func `sample sizes`() throws {
    for row in try StatisticsReference.rows("sample_size") {
      let size = SampleSize.perArm(row[0], row[1], confidence: row[2], power: row[3])
      #expect(isClose(size, row[4]), "\(row) \(size ?? .nan)")
    }
  }
}
