import Foundation
import JSON
import Tables
import TestSupport

/// Series of days whose odd ones are known.
struct SimulatedSeries {
  var level = 1000.0
  var days = 60
  /// Monday to Sunday.
  var weekdays = Self.mild
  /// Growth a week.
  var growth = 0.0
  var noise = Noise.share(0.05)
  /// How many days are a spike or a drop of 30 % of their level.
  var planted = 0

  enum Noise {
    /// Normal, of that share of the day's level.
    case share(Double)
    /// Normal, of that share of the series' level, weekends included.
    case constant(Double)
    case poisson
    /// Poisson of a mean that itself varies: variance m + m² / shape.
    case overdispersed(shape: Int)
  }

  static let flat = [Double](repeating: 1, count: 7)
  static let mild = [1.05, 1.1, 1.05, 1, 1, 0.9, 0.9]
  static let strong = [1.1, 1.15, 1.1, 1.1, 1.05, 0.5, 0.55]

  struct Sample {
    let series: DaySeries
    let planted: Set<Int>
  }

  func sample(_ generator: inout SeededGenerator) -> Sample {
    var values: [Double] = []
    let odd = Set((0..<days).shuffled(using: &generator).prefix(planted))
    for day in 0..<days {
      let usual = level * weekdays[day % 7] * pow(1 + growth, Double(day) / 7)
      var value = noisy(usual, &generator)
      if odd.contains(day) { value += Bool.random(using: &generator) ? 0.3 * usual : -0.3 * usual }
      values.append(max(0, value.rounded()))
    }
    // 2026-02-16 is a Monday.
    let start = CalendarDate(year: 2026, month: 2, day: 16) ?? .first(of: 2026)
    return Sample(series: DaySeries(start: start, values: values, isCount: true), planted: odd)
  }

  private func noisy(_ usual: Double, _ generator: inout SeededGenerator) -> Double {
    switch noise {
    case .share(let share): usual * (1 + share * Self.normal(&generator))
    case .constant(let share): usual + level * share * Self.normal(&generator)
    case .poisson: Self.poisson(usual, &generator)
    case .overdispersed(let shape):
      Self.poisson(usual * Self.gamma(shape, &generator) / Double(shape), &generator)
    }
  }

  private static func uniform(_ generator: inout SeededGenerator) -> Double {
    Double.random(in: Double.leastNormalMagnitude..<1, using: &generator)
  }

  static func normal(_ generator: inout SeededGenerator) -> Double {
    (-2 * log(uniform(&generator))).squareRoot() * cos(2 * .pi * uniform(&generator))
  }

  private static func gamma(_ shape: Int, _ generator: inout SeededGenerator) -> Double {
    (0..<shape).reduce(0) { sum, _ in sum - log(uniform(&generator)) }
  }

  /// Knuth's, in parts of 30 so that the product stays a number.
  private static func poisson(_ mean: Double, _ generator: inout SeededGenerator) -> Double {
    var (left, count) = (mean, 0.0)
    while left > 0 {
      let limit = exp(-min(left, 30))
      var product = uniform(&generator)
      while product > limit {
        product *= uniform(&generator)
        count += 1
      }
      left -= 30
    }
    return count
  }
}

/// How a search does on many series.
struct SearchQuality {
  private(set) var found = 0
  private(set) var wrong = 0
  private(set) var missed = 0
  private(set) var seriesWithFindings = 0
  private let count: Int

  init(_ kind: SimulatedSeries, count: Int, seed: UInt64, sensitivity: Double = 3.5) {
    self.count = count
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<count {
      let sample = kind.sample(&generator)
      let anomalies = DayAnomalies(of: sample.series, sensitivity: sensitivity).anomalies
      let days = Set(
        anomalies.map { $0.start.daysSince1970 - sample.series.start.daysSince1970 })
      found += days.intersection(sample.planted).count
      wrong += days.subtracting(sample.planted).count
      missed += sample.planted.subtracting(days).count
      seriesWithFindings += days.isEmpty ? 0 : 1
    }
  }

  var precision: Double { Double(found) / Double(max(1, found + wrong)) }
  var recall: Double { Double(found) / Double(max(1, found + missed)) }
  var shareWithFindings: Double { Double(seriesWithFindings) / Double(count) }
}
