/// The days an answer is about, and how they were asked for.
package struct Period: Sendable, Equatable {
  /// The range as it was asked for: words, or `2026-03-01..2026-03-31`.
  package let asked: String
  package let start: CalendarDate
  package let end: CalendarDate
  /// Where the days begin and end.
  package let zone: TimeZoneRules
  /// Whether the last day was not over when it was asked.
  package let isPartial: Bool

  package init(
    asked: String, _ days: ClosedRange<CalendarDate>, in zone: TimeZoneRules, at now: Timestamp
  ) {
    self.asked = asked
    start = days.lowerBound
    end = days.upperBound
    self.zone = zone
    isPartial = now <= zone.end(of: end)
  }

  /// What a range means at an instant.
  package init(
    _ range: DateRange, in zone: TimeZoneRules, at now: Timestamp, includesToday: Bool = false
  ) {
    let days = range.days(today: zone.date(of: now), includesToday: includesToday)
    self.init(asked: range.asked, days, in: zone, at: now)
  }

  /// How many, both ends counted.
  package var days: Int { end.daysSince1970 - start.daysSince1970 + 1 }

  /// `{"asked", "start", "end", "time_zone", "days", "partial"}`.
  package var json: JSONObject {
    [
      "asked": .string(asked), "start": .string(start.description),
      "end": .string(end.description), "time_zone": .string(zone.name),
      "days": .number(JSONNumber(days)), "partial": .bool(isPartial),
    ]
  }

  /// `Days 2026-03-01 to 2026-03-31 (31), in UTC.`, and whether the last is over.
  package var sentence: String {
    guard start < end else {
      return "Day \(start), in \(zone.name)." + (isPartial ? " It is not over." : "")
    }
    return "Days \(start) to \(end) (\(days)), in \(zone.name)."
      + (isPartial ? " The last day is not over." : "")
  }
}
