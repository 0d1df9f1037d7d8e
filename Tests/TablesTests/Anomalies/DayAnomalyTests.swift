import Foundation
import JSON
import Tables
import TestSupport
import Testing

@Suite struct `Days that stand out` {
  /// Weekdays, noise of 5 % of the level, growth of 1 % a week.
  private static let planted = [
    SimulatedSeries(growth: 0.01, planted: 3),
    SimulatedSeries(weekdays: SimulatedSeries.strong, growth: 0.01, planted: 3),
    SimulatedSeries(growth: 0.01, noise: .constant(0.05), planted: 3),
  ]

  @Test(arguments: planted.indices)
  func `are found where they were planted, and few others`(kind: Int) {
    let quality = SearchQuality(Self.planted[kind], count: 200, seed: 1)
    #expect(quality.precision >= 0.9)
    #expect(quality.recall >= 0.9)
  }

  private static let noise = [
    SimulatedSeries(level: 3, weekdays: SimulatedSeries.flat, noise: .poisson),
    SimulatedSeries(level: 300, weekdays: SimulatedSeries.flat, noise: .poisson),
    SimulatedSeries(weekdays: SimulatedSeries.flat), SimulatedSeries(),
  ]

  @Test(arguments: noise.indices)
  func `are not found in nine of ten series of pure noise`(kind: Int) {
    #expect(SearchQuality(Self.noise[kind], count: 80, seed: 2).shareWithFindings <= 0.1)
  }

  /// Not a test of anything: prints what the notes on quality say.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ANOMALY_TABLE"] == "1"))
  func `have a table of how well they are found`() {
    let shapes = [
      ("flat", SimulatedSeries.flat), ("mild", SimulatedSeries.mild),
      ("strong", SimulatedSeries.strong),
    ]
    for (name, weekdays) in shapes {
      for days in [60, 90] {
        for constant in [false, true] {
          let kind = SimulatedSeries(
            days: days, weekdays: weekdays, growth: 0.01,
            noise: constant ? .constant(0.05) : .share(0.05))
          var odd = kind
          odd.planted = 3
          let line = (1...3).map { seed in
            let quality = SearchQuality(odd, count: 200, seed: UInt64(seed))
            let pure = SearchQuality(kind, count: 200, seed: UInt64(seed + 10)).shareWithFindings
            return String(format: "%.3f/%.3f/%.3f", quality.precision, quality.recall, pure)
          }
          print("planted", name, days, constant ? "constant" : "share", line)
        }
      }
      for level in [0.3, 1, 3, 20, 300, 5000] {
        for days in [28, 60, 90] {
          let rates = [SimulatedSeries.Noise.poisson, .overdispersed(shape: 10)].map { noise in
            let kind = SimulatedSeries(level: level, days: days, weekdays: weekdays, noise: noise)
            return (1...3).map {
              SearchQuality(kind, count: 200, seed: UInt64($0)).shareWithFindings
            }
          }
          print("noise", name, level, days, rates)
        }
      }
    }
  }
}
