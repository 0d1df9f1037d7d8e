/// Days on which a series goes to another level and stays there, for a week at least: a link that
/// is stopped, a budget that is doubled. One such day is one finding, not one for each day since.
///
/// By the median of seven differences between a day and the same weekday a week before: neither the
/// weekdays nor single spikes have part in it. Of pure noise it is past the bound once in millions.
struct LevelShifts {
  /// In the order of time.
  private(set) var shifts: [Shift] = []

  struct Shift: Equatable {
    let index: Int
    /// How far the level went.
    let change: Double
    /// The standard deviation of a day.
    let deviation: Double
  }

  private static let week = 7
  /// Of a median of seven differences, relative to the standard deviation of one and to the
  /// sensitivity. Of noise it has a standard deviation of 0.46.
  private static let bound = 0.72

  init(_ series: DaySeries, sensitivity: Double) {
    search(series, series.values.indices, sensitivity)
    shifts.sort { $0.index < $1.index }
  }

  private mutating func search(_ series: DaySeries, _ days: Range<Int>, _ sensitivity: Double) {
    guard let shift = Self.strongest(series, days, sensitivity) else { return }
    shifts.append(shift)
    search(series, days.lowerBound..<shift.index, sensitivity)
    search(series, shift.index..<days.upperBound, sensitivity)
  }

  private static func strongest(
    _ series: DaySeries, _ days: Range<Int>, _ sensitivity: Double
  ) -> Shift? {
    guard days.count >= 2 * week else { return nil }
    let values = series.values
    let rises = (days.lowerBound + week..<days.upperBound).map { values[$0] - values[$0 - week] }
    let usual = rises.median ?? 0
    let deviation = deviation(of: rises.map { abs($0 - usual) }, series.part(days))
    guard deviation > 0 else { return nil }
    var best: (index: Int, sum: Double, change: Double)?
    for place in 0...(rises.count - week) {
      let seven = rises[place..<place + week].map { $0 - usual }
      let change = seven.median ?? 0
      guard abs(change) > bound * sensitivity * deviation else { continue }
      // A spike among the seven must not move the day.
      let sum = seven.reduce(0) { $0 + min(max($1, -2 * abs(change)), 2 * abs(change)) }
      if abs(sum) > abs(best?.sum ?? 0) {
        best = (place + days.lowerBound + week, sum, change)
      }
    }
    guard var best, stays(best.index, best.change, series, days) else { return nil }
    // The search ends a week before the end; the level may have changed since.
    while best.index + 1 < days.upperBound,
      abs(rises[best.index - days.lowerBound - week] - usual) < abs(best.change) / 2
    {
      best.index += 1
    }
    return Shift(
      index: best.index, change: best.change, deviation: deviation / 2.0.squareRoot())
  }

  /// The standard deviation of the differences, by their distances from the median: by half of
  /// them, or by seven tenths where that is more. Of counts at least what chance makes of it.
  private static func deviation(of distances: [Double], _ series: DaySeries) -> Double {
    let most = distances.sorted().prefix((distances.count * 7 + 9) / 10)
    // The mean distance of those of a normal distribution.
    let trimmed = most.reduce(0, +) / Double(most.count) / 0.4737
    var deviation = max((distances.median ?? 0) / 0.6745, trimmed)
    if deviation == 0 { deviation = distances.reduce(0, +) / Double(distances.count) }
    guard series.isCount else { return deviation }
    let mean = series.values.reduce(0, +) / Double(series.values.count)
    return max(deviation, (2 * mean).squareRoot())
  }

  /// Whether most of the two weeks after are on the other side of those before.
  private static func stays(
    _ index: Int, _ change: Double, _ series: DaySeries, _ days: Range<Int>
  ) -> Bool {
    let before = series.values[max(days.lowerBound, index - 2 * week)..<index]
    let after = series.values[index..<min(days.upperBound, index + 2 * week)]
    let step = (Array(after).median ?? 0) - (Array(before).median ?? 0)
    return (change < 0 ? -step : step) >= abs(change) / 2
  }
}
