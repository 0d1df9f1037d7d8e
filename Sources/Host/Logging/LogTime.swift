internal import JSON
internal import Platform

/// When a line was logged.
package struct LogTime: Sendable {
  let second: Timestamp
  let milliseconds: Int

  /// The present.
  package static var now: LogTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return LogTime(
      second: Timestamp(secondsSince1970: time.tv_sec), milliseconds: time.tv_nsec / 1_000_000)
  }
}

extension LogTime: CustomStringConvertible {
  /// `YYYY-MM-DDTHH:MM:SS.sssZ`, as in RFC 3339.
  package var description: String {
    let digits = String(milliseconds)
    let fraction = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return "\(second.date)T\(second.timeOfDay).\(fraction)Z"
  }
}
