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
