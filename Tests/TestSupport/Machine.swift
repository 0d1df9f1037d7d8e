import Foundation

/// The machine that tests run on.
package enum Machine {
  /// Whether it has nothing else to do: `CLICKPORT_ENDURANCE=1` says so, and runs the tests that
  /// want it for themselves.
  package static let isOurs = ProcessInfo.processInfo.environment["CLICKPORT_ENDURANCE"] == "1"

  /// What something may take here that takes `time` at most on a machine without other work.
  package static func allows(_ time: Duration) -> Duration { isOurs ? time : time * 60 }
}
