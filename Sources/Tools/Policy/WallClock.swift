package import JSON

/// The operator's clock: what time it is, and where it is. Ledger, audit, quiet hours and days all
/// go by the one there is.
package struct WallClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// How many seconds its place is ahead of UTC at a moment.
  package let secondsAheadOfUTC: @Sendable (Timestamp) -> Int

  package init(
    now: @escaping @Sendable () -> Timestamp,
    secondsAheadOfUTC: @escaping @Sendable (Timestamp) -> Int = { _ in 0 }
  ) {
    self.now = now
    self.secondsAheadOfUTC = secondsAheadOfUTC
  }

  /// The first moment of the day that it is there.
  package func startOfDay(at moment: Timestamp) -> Timestamp {
    let ahead = secondsAheadOfUTC(moment)
    let start = Timestamp(moment.adding(seconds: ahead).date).adding(seconds: -ahead)
    // The clocks may have been changed since.
    return start.adding(seconds: ahead - secondsAheadOfUTC(start))
  }
}
