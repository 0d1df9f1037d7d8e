package import JSON

/// What one thing counted, day after day without a gap, from the first day that it has a row.
package struct DaySeries: Sendable, Equatable {
  package let start: CalendarDate
  package let values: [Double]
  /// Whether it counts events one by one, so that chance alone moves it as Poisson says.
  package let isCount: Bool

  package init(start: CalendarDate, values: [Double], isCount: Bool) {
    self.start = start
    self.values = values
    self.isCount = isCount
  }

  package func day(_ index: Int) -> CalendarDate { start.adding(days: index) }

  /// 0…6.
  func weekday(_ index: Int) -> Int { (start.weekday - 1 + index) % 7 }

  func part(_ days: Range<Int>) -> DaySeries {
    DaySeries(
      start: day(days.lowerBound), values: Array(values[days]), isCount: isCount)
  }

  /// Whether most days have nothing though it counts no events: a rare sale is no outlier, and
  /// nothing tells how much it usually is.
  var isMostlyEmpty: Bool { !isCount && values.count { $0 == 0 } * 2 > values.count }

  /// Whether it has hardly anything that can be judged: most days are empty, those aside since it
  /// stopped.
  package var isSparse: Bool {
    let last = values.lastIndex { $0 != 0 } ?? values.startIndex
    return isMostlyEmpty && (last < 2 * 7 || part(0..<last + 1).isMostlyEmpty)
  }

  /// The indices of each weekday's days.
  var byWeekday: [[Int]] {
    (0..<7).map { weekday in values.indices.filter { self.weekday($0) == weekday } }
  }
}

/// A series without its trend: the level of a day times (or plus) what the trend makes of it.
///
/// The slope is the median of the slopes between all two days of the same weekday, so that neither
/// the weekdays nor a few outliers have part in it: the seasonal Kendall slope of Hirsch, Slack and
/// Smith, "Techniques of Trend Analysis for Monthly Water Quality Data", Water Resources Research
/// 18 (1982), 107–121. Where every weekday's median is above 0, it is relative to that: what grows
/// by 1 % a week grows so on each weekday.
struct DetrendedSeries {
  let values: [Double]
  /// Each day's weekday's median, relative to their mean; nil where one isn't above 0.
  let levels: [Double]?
  private let slope: Double
  private let middle: Double

  init(_ series: DaySeries) {
    let byWeekday = series.byWeekday
    let medians = byWeekday.map { days in days.map { series.values[$0] }.median ?? 0 }
    let isRelative = medians.allSatisfy { $0 > 0 }
    var slopes: [Double] = []
    for (days, median) in zip(byWeekday, medians) {
      for (place, day) in days.enumerated() {
        for later in days[(place + 1)...] {
          let rise = (series.values[later] - series.values[day]) / Double(later - day)
          slopes.append(isRelative ? rise / median : rise)
        }
      }
    }
    let slope = slopes.median ?? 0
    let middle = Double(series.values.count - 1) / 2
    self.slope = slope
    self.middle = middle
    values = series.values.enumerated().map { index, value in
      let drift = slope * (Double(index) - middle)
      return isRelative ? value / max(1 + drift, Self.leastFactor) : value - drift
    }
    guard isRelative else {
      levels = nil
      return
    }
    let all = values
    let usual = byWeekday.map { days in days.map { all[$0] }.median ?? 0 }
    let each = values.indices.map { usual[series.weekday($0)] }
    let mean = each.reduce(0, +) / Double(each.count)
    levels = each.map { max($0 / mean, Self.leastFactor) }
  }

  /// Of a trend that would lead below 0.
  private static let leastFactor = 0.05

  /// The value that a level stands for on a day.
  func value(_ level: Double, on index: Int) -> Double {
    let drift = slope * (Double(index) - middle)
    return levels == nil ? level + drift : level * max(1 + drift, Self.leastFactor)
  }
}
