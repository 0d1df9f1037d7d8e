internal import Platform

/// What is usual on each day of a series, and how far from it the day was.
///
/// The recipe is that of Iglewicz and Hoaglin (1993): r = value − median of the same weekday,
/// score = 0.6745 · (r − median r) / MAD. On 8 weeks it finds something in every fourth series of
/// pure noise, because a median of 8 days follows the day it is to judge, and because a MAD of 60
/// days is off by a sixth. Therefore:
/// * a trend is taken out first;
/// * a day has no part in what is usual on it: only the others of its weekday have;
/// * the recipe only sets aside the days past `screen`; what is usual is then the mean of the
///   weekday's others that are left, and the scale their standard deviation: the reweighting of
///   Rousseeuw and Leroy, "Robust Regression and Outlier Detection" (1987), ch. 1;
/// * that scale is widened as Student's t is by the days it rests on;
/// * where weekdays differ in level, noise may be the same on all or grow with the level: a day
///   must stand out by each law that the days themselves make about as likely as the likeliest.
struct UsualDays {
  /// Nil for a day that can't be judged: fewer than four of its weekday.
  private(set) var days: [Verdict?]

  struct Verdict: Sendable, Equatable {
    let expected: Double
    var low: Double
    var high: Double
    let score: Double
    var standsOut: Bool
  }

  static let leastOfWeekday = 4
  /// A count of a median below it must pass a Poisson limit as well.
  private static let smallCount = 10.0

  init(_ series: DaySeries, sensitivity: Double) {
    let plain = DetrendedSeries(series)
    let byWeekday = series.byWeekday
    let scales = NoiseLaw.likely(plain, byWeekday).map {
      DayScale(plain, byWeekday, $0, sensitivity)
    }
    let isFlat = scales.contains { !$0.hasDeviation }
    let isSmall = (series.values.median ?? 0) < Self.smallCount
    let limit =
      series.isCount && (isSmall || isFlat)
      ? CountLimit(series, byWeekday, dispersion: isFlat ? 1 : scales[0].dispersion) : nil
    days = series.values.indices.map { index in
      guard byWeekday[series.weekday(index)].count >= Self.leastOfWeekday else { return nil }
      let all = scales.map { $0.verdict(index, plain, sensitivity) }
      guard var verdict = all.min(by: { abs($0.score) < abs($1.score) }) else { return nil }
      if let limit { verdict.widen(to: limit.range(on: series.weekday(index), sensitivity)) }
      let value = series.values[index]
      verdict.standsOut =
        abs(verdict.score) > sensitivity && !(verdict.low...verdict.high).contains(value)
      return verdict
    }
    if series.isCount { days = days.map { $0?.atLeastZero } }
  }
}

extension UsualDays.Verdict {
  fileprivate mutating func widen(to range: ClosedRange<Double>) {
    low = min(low, range.lowerBound)
    high = max(high, range.upperBound)
  }

  fileprivate var atLeastZero: Self {
    Self(
      expected: max(0, expected), low: max(0, low), high: max(0, high), score: score,
      standsOut: standsOut)
  }
}

/// How noise goes with the level of a weekday: as a power of it. 0 where it is the same on all, a
/// half for counts, 1 where it is a share of the level.
enum NoiseLaw {
  private static let powers = [0, 0.25, 0.5, 0.75, 1]
  /// What is believed before the days are seen: between counts and shares.
  private static let prior = (mean: 0.6, deviation: 0.4)
  /// A law this much less likely (in logarithms) than the likeliest counts as well.
  private static let margin = 0.5

  /// The scale of each day's noise relative to the series', by each law that the days allow.
  static func likely(_ plain: DetrendedSeries, _ byWeekday: [[Int]]) -> [[Double]] {
    guard let levels = plain.levels else { return [plain.values.map { _ in 1 }] }
    let distances = plain.distances(byWeekday)
    let laws = powers.map { power -> (scales: [Double], likelihood: Double) in
      let scales = levels.map { pow($0, power) }
      // Of Laplace's distribution, without the tenth that may be outliers.
      let shares = zip(distances, scales).map { abs($0) / $1 }.sorted()
      let kept = shares.prefix(shares.count * 9 / 10)
      let mean = max(kept.reduce(0, +) / Double(max(1, kept.count)), 1e-12)
      let belief = (power - prior.mean) / prior.deviation
      let likelihood =
        -Double(levels.count) * log(mean) - scales.reduce(0) { $0 + log($1) }
        - belief * belief / 2
      return (scales, likelihood)
    }
    let best = laws.map(\.likelihood).max() ?? 0
    return laws.filter { $0.likelihood >= best - margin }.map(\.scales)
  }
}

extension DetrendedSeries {
  /// Of each day from the median of the others of its weekday.
  fileprivate func distances(_ byWeekday: [[Int]]) -> [Double] {
    zip(values, others(byWeekday) { $0.median ?? 0 }).map { $0 - $1 }
  }

  /// What `middle` makes of the other days of each day's weekday; of the day itself where it is
  /// the only one. Days that aren't `kept` have no part, while three others are left.
  fileprivate func others(
    _ byWeekday: [[Int]], kept: [Bool]? = nil, _ middle: ([Double]) -> Double
  ) -> [Double] {
    var found = values
    for days in byWeekday {
      for day in days {
        let others = days.filter { $0 != day }
        let usual = others.filter { kept?[$0] ?? true }
        let chosen = usual.count >= 3 ? usual : others
        if !chosen.isEmpty { found[day] = middle(chosen.map { values[$0] }) }
      }
    }
    return found
  }
}

/// The score of each day under one law of noise.
private struct DayScale {
  /// Whether more than half of the days differ from what is usual.
  let hasDeviation: Bool
  /// The variance of the days that don't stand out, relative to a Poisson distribution's; at
  /// least 1.
  private(set) var dispersion = 1.0
  private var usual: [Double]
  private let scales: [Double]
  private var center: Double
  private var deviation: Double

  /// A score past it takes no part in what is usual.
  private static let screen = 3.0
  /// Of a standard deviation without what is past the screen: √(1 − 2 · 3 · φ(3) / (2Φ(3) − 1)).
  private static let truncated = 0.98658
  private static let rounds = 2

  init(
    _ plain: DetrendedSeries, _ byWeekday: [[Int]], _ scales: [Double], _ sensitivity: Double
  ) {
    self.scales = scales
    usual = plain.others(byWeekday) { $0.median ?? 0 }
    var distances = zip(zip(plain.values, usual), scales).map { ($0.0 - $0.1) / $1 }
    let first = ModifiedZScore(of: distances)
    center = first?.median ?? 0
    hasDeviation = (first?.medianAbsoluteDeviation ?? 0) > 0
    deviation = 1.253314 * (first?.meanAbsoluteDeviation ?? 0)
    guard hasDeviation, var scale = first else { return }
    var kept: [Double] = []
    for _ in 0..<Self.rounds {
      var isKept = distances.map { abs(scale.score($0) ?? 0) <= Self.screen }
      // Where so many stand out, it is their kind of noise.
      if isKept.count(where: \.self) * 4 < isKept.count * 3 { isKept = isKept.map { _ in true } }
      usual = plain.others(byWeekday, kept: isKept) { $0.reduce(0, +) / Double($0.count) }
      distances = zip(zip(plain.values, usual), scales).map { ($0.0 - $0.1) / $1 }
      kept = zip(distances, isKept).filter(\.1).map(\.0)
      scale =
        ModifiedZScore(of: kept).flatMap { $0.medianAbsoluteDeviation > 0 ? $0 : nil } ?? scale
      center = scale.median
    }
    let mean = kept.reduce(0, +) / Double(kept.count)
    let variance = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count - 1)
    // Fisher's expansion of Student's t: t ≈ z · (1 + (z² + 1) / 4ν).
    let freedom = Double(max(1, kept.count - 8))
    let student = 1 + (sensitivity * sensitivity + 1) / (4 * freedom)
    deviation = variance.squareRoot() / Self.truncated * student
    let level = plain.values.reduce(0, +) / Double(plain.values.count)
    if level > 0 { dispersion = max(1, variance / level) }
  }

  func verdict(
    _ index: Int, _ plain: DetrendedSeries, _ sensitivity: Double
  ) -> UsualDays.Verdict {
    let scale = scales[index]
    func value(_ score: Double) -> Double {
      plain.value(usual[index] + scale * (center + score * deviation), on: index)
    }
    let distance = (plain.values[index] - usual[index]) / scale - center
    return UsualDays.Verdict(
      expected: value(0), low: value(-sensitivity), high: value(sensitivity),
      score: deviation > 0 ? distance / deviation : 0, standsOut: false)
  }
}

/// What counts may be by chance alone, whatever their scale seems to be: Poisson prediction limits
/// about the mean of the weekday or of all days, whichever says less, and as much wider as the
/// days vary more than such counts do.
private struct CountLimit {
  private let all: Double
  private let byWeekday: [Double]
  private let dispersion: Double

  init(_ series: DaySeries, _ byWeekday: [[Int]], dispersion: Double) {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    all = mean(series.values)
    self.byWeekday = byWeekday.map { days in mean(days.map { series.values[$0] }) }
    self.dispersion = dispersion
  }

  /// Both ends are usual.
  func range(on weekday: Int, _ sensitivity: Double) -> ClosedRange<Double> {
    let alpha = NormalDistribution.twoSidedTail(sensitivity)
    func limits(_ mean: Double) -> ClosedRange<Int> {
      PoissonDistribution(mean: mean / dispersion).predictionLimits(alpha: alpha)
    }
    let low = limits(min(all, byWeekday[weekday])).lowerBound
    let high = limits(max(all, byWeekday[weekday])).upperBound
    return Double(low) * dispersion...max(Double(high) * dispersion, Double(low) * dispersion)
  }
}
