/// How far values lie from the middle of a sample, by measures that a few outliers don't move:
/// Iglewicz and Hoaglin, "How to Detect and Handle Outliers", ASQC Basic References in Quality
/// Control 16 (1993). They call a value past 3.5 an outlier.
package struct ModifiedZScore: Sendable, Equatable {
  package let median: Double
  /// The median distance from the median, not scaled to a standard deviation.
  package let medianAbsoluteDeviation: Double
  /// The mean distance from the median.
  package let meanAbsoluteDeviation: Double

  /// Nil for an empty sample.
  package init?(of sample: [Double]) {
    guard let median = sample.median else { return nil }
    let distances = sample.map { abs($0 - median) }
    self.median = median
    medianAbsoluteDeviation = distances.median ?? 0
    meanAbsoluteDeviation = distances.reduce(0, +) / Double(distances.count)
  }

  /// 0.6745 · (value − median) / MAD. Nil where the MAD is 0: half of the sample or more are the
  /// same value (a sample of one always is), and no distance from it can be judged so.
  package func score(_ value: Double) -> Double? {
    guard medianAbsoluteDeviation > 0 else { return nil }
    return 0.6745 * (value - median) / medianAbsoluteDeviation
  }

  /// What takes the score's place where the MAD is 0: (value − median) / (1.253314 · mean absolute
  /// deviation). Outliers move this one. Nil where all of the sample are the same value.
  package func meanDeviationScore(_ value: Double) -> Double? {
    guard meanAbsoluteDeviation > 0 else { return nil }
    return (value - median) / (1.253314 * meanAbsoluteDeviation)
  }
}

extension [Double] {
  /// The middle one; of an even number, the mean of the middle two. Nil when empty.
  package var median: Double? {
    guard !isEmpty else { return nil }
    let ascending = sorted()
    let middle = ascending.count / 2
    if ascending.count % 2 == 1 { return ascending[middle] }
    return ascending[middle - 1] + (ascending[middle] - ascending[middle - 1]) / 2
  }
}

/// What is usual on each day of the week, by the median of the values of that weekday: a
/// one-step median polish (Tukey, "Exploratory Data Analysis" (1977), ch. 11) that leaves out any
/// trend.
package struct WeekdayMedians: Sendable, Equatable {
  /// Each value less the median of its weekday, in the order given. Of the only value of a weekday
  /// it is 0, which says nothing: see `count(of:)`.
  package let residuals: [Double]
  private let medians: [Int: Double]
  private let counts: [Int: Int]

  /// Weekdays are 1…7, Monday 1.
  package init(_ days: [(weekday: Int, value: Double)]) {
    let byWeekday = Dictionary(grouping: days, by: \.weekday).mapValues { $0.map(\.value) }
    let medians = byWeekday.compactMapValues(\.median)
    self.medians = medians
    counts = byWeekday.mapValues(\.count)
    residuals = days.map { $0.value - (medians[$0.weekday] ?? 0) }
  }

  /// Nil for a weekday that no value has.
  package func median(of weekday: Int) -> Double? { medians[weekday] }

  /// How many values that weekday has.
  package func count(of weekday: Int) -> Int { counts[weekday] ?? 0 }
}
