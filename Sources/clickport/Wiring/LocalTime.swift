import JSON
import Platform

extension Timestamp {
  /// How far this machine's time is ahead of UTC at this moment; 0 where the machine can't tell.
  var secondsAheadOfUTC: Int {
    var seconds = time_t(secondsSince1970)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }
}
