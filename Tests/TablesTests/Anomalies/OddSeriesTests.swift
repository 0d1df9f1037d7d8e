import JSON
import Tables
import TestSupport
import Testing

/// Series as they happen.
@Suite struct `Odd series` {
  private static let start = CalendarDate(daysSince1970: 20_500)

  private func search(_ values: [Double], isCount: Bool = true) -> DayAnomalies {
    DayAnomalies(
      of: DaySeries(start: Self.start, values: values, isCount: isCount), sensitivity: 3.5)
  }

  /// About 400 a day, whole numbers, none of which stands out by chance.
  private func usual(_ days: Int, level: Double = 400, seed: UInt64 = 3) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<days).map { _ in
      (level * Double.random(in: 0.92...1.08, using: &generator)).rounded()
    }
  }

  private func days(_ found: DayAnomalies) -> [[Int]] {
    found.anomalies.map { [$0.start.daysSince1970 - Self.start.daysSince1970, $0.days] }
  }

  @Test(arguments: [2, 3, 6, 7, 10, 20, 30, 40, 50])
  func `that stop are told once`(since: Int) {
    let found = search(usual(60 - since) + [Double](repeating: 0, count: since))
    if since >= 3 {
      #expect(days(found) == [[60 - since, since]])
    } else {
      #expect(days(found) == [[58, 1], [59, 1]])
    }
    #expect(found.anomalies.allSatisfy { !$0.isUp && $0.value == 0 && $0.expected > 350 })
  }

  @Test func `that stop and go on are told twice`() {
    let found = search(usual(20) + [Double](repeating: 0, count: 20) + usual(40, seed: 8))
    #expect(days(found) == [[20, 20], [40, 40]])
    #expect(found.anomalies.map(\.isUp) == [false, true])
  }

  @Test func `that double are told once`() {
    let found = search(usual(35) + usual(35, level: 800, seed: 8))
    #expect(days(found) == [[35, 35]])
    #expect(found.anomalies.first?.isUp == true)
    // Both parts have days of their own to be judged by.
    #expect(found.judged == 70)
  }

  @Test func `that dip for ten days are told by their ends`() {
    let found = search(usual(30) + usual(10, level: 200, seed: 8) + usual(30, seed: 9))
    #expect(days(found) == [[30, 10]] || days(found) == [[30, 10], [40, 30]])
  }

  @Test func `that begin late aren't judged until there are four of each weekday`() {
    for count in [0, 1, 6, 7, 13, 14, 21] {
      #expect(search(usual(count)).judged == 0)
      #expect(search(usual(count)).anomalies == [])
    }
    #expect(search(usual(27)).judged == 24)
    #expect(search(usual(28)).judged == 28)
    #expect(search(usual(28)).anomalies == [])
  }

  @Test(arguments: [0, 1, 100, 1e12])
  func `that never change have nothing`(value: Double) {
    for isCount in [true, false] {
      #expect(search([Double](repeating: value, count: 60), isCount: isCount).anomalies == [])
    }
  }

  @Test func `that never change but once have what chance doesn't bring`() {
    func found(_ value: Double, among usual: Double) -> [[Int]] {
      var values = [Double](repeating: usual, count: 60)
      values[33] = value
      return days(search(values))
    }
    #expect(found(1, among: 0) == [])
    #expect(found(40, among: 0) == [[33, 1]])
    #expect(found(101, among: 100) == [])
    #expect(found(130, among: 100) == [])
    #expect(found(200, among: 100) == [[33, 1]])
    #expect(found(20, among: 100) == [[33, 1]])
  }

  @Test func `with gaps have their gaps`() {
    var values = usual(60)
    values[17] = 0
    values[41] = 0
    #expect(days(search(values)) == [[17, 1], [41, 1]])
  }

  @Test func `of huge figures are judged like others`() {
    var values = usual(60, level: 1e15)
    values[20] *= 1.5
    #expect(days(search(values)) == [[20, 1]])
    values[20] = 1e300
    #expect(days(search(values)).contains([20, 1]))
  }

  /// Differences of two values have no middle.
  @Test func `that go up and down evenly have no other level`() {
    for step in 1...10 {
      let values = (0..<60).map { Double(100 + $0 * step % 11) }
      let found = search(values, isCount: false)
      #expect(found.anomalies.allSatisfy { $0.days == 1 })
    }
  }

  @Test func `of money may have fractions and refunds`() {
    var values = usual(60, level: 40).map { $0 / 7 - 3 }
    values[25] = -90
    let found = search(values, isCount: false)
    #expect(days(found) == [[25, 1]])
    #expect(found.anomalies.first.map { $0.low < $0.expected && $0.expected < $0.high } == true)
  }

  /// One sale in nine days, of prices that differ: none of them is odd.
  @Test(arguments: 1...9)
  func `of rare sums aren't judged`(every: Int) {
    var generator = SeededGenerator(seed: 4)
    let values = (0..<60).map { day in
      day % 9 < every ? (Double.random(in: 100...9_900, using: &generator)).rounded() / 100 : 0
    }
    let found = search(values, isCount: false)
    #expect(found.anomalies == [])
    #expect((found.judged == 0) == (every < 5))
    #expect(DaySeries(start: Self.start, values: values, isCount: false).isSparse == (every < 5))
    #expect(!DaySeries(start: Self.start, values: values, isCount: true).isSparse)
  }

  @Test(arguments: [0, 1, 5, 59])
  func `of a single sum have nothing`(day: Int) {
    var values = [Double](repeating: 0, count: 60)
    values[day] = 2.5
    let found = search(values, isCount: false)
    #expect(found.anomalies == [])
    #expect(found.judged == 0)
  }

  /// Most days are empty since then, with a sale now and then.
  @Test func `of sums that stop are told once`() {
    var rest = [Double](repeating: 0, count: 40)
    rest[19] = 49
    let found = search(usual(20).map { $0 / 8 } + rest, isCount: false)
    #expect(days(found) == [[20, 40]])
  }

  @Test func `have limits beyond which a day stands out`() {
    var generator = SeededGenerator(seed: 5)
    for seed in 1...20 as ClosedRange<UInt64> {
      var values = usual(60, seed: seed)
      let day = generator.index(below: 60)
      values[day] *= 1.5
      guard let anomaly = search(values).anomalies.first(where: { $0.value == values[day] }) else {
        Issue.record("nothing was found")
        continue
      }
      #expect(anomaly.low < anomaly.expected && anomaly.expected < anomaly.high)
      #expect(anomaly.high < anomaly.value)
      // The score is the distance on the scale on which the limit is at 3.5.
      let scale = (anomaly.high - anomaly.expected) / 3.5
      #expect(abs((anomaly.value - anomaly.expected) / scale - anomaly.score) < 1e-6)
    }
  }

  @Test func `are told less of when more is asked for`() {
    var values = usual(60)
    values[30] *= 1.3
    let series = DaySeries(start: Self.start, values: values, isCount: true)
    #expect(DayAnomalies(of: series, sensitivity: 100).anomalies == [])
    #expect(DayAnomalies(of: series, sensitivity: 1).anomalies.count > 3)
  }
}
