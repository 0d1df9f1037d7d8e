import JSON
import Providers
import Tools

/// What the services' clocks say of this machine's.
struct ClockExamination: Sendable {
  /// By how many seconds this machine is ahead, by the service that says so.
  let secondsAhead: [(service: String, seconds: Int)]
  /// Whether a service gives tokens, which end at an instant.
  let usesTokens: Bool

  /// How many seconds nobody notices, and how many spoil what is only good for a while.
  static let tolerance = 60
  static let limit = 300

  init(secondsAhead: [(service: String, seconds: Int)], usesTokens: Bool) {
    self.secondsAhead = secondsAhead
    self.usesTokens = usesTokens
  }

  init(_ examinations: [ServiceExamination]) {
    self.init(
      secondsAhead: examinations.compactMap { examination in
        examination.outcome?.secondsAhead.map { (examination.service.id, $0) }
      },
      usesTokens: examinations.contains { examination in
        examination.readiness.keys.contains(where: \.state.isToken)
      })
  }

  var findings: [Finding] {
    guard !secondsAhead.isEmpty else {
      return [Finding(.clock, "clock", .skipped, "no service told what time it is")]
    }
    let wrong = secondsAhead.filter { abs($0.seconds) >= Self.tolerance }
    // Where one service alone disagrees, it is that one's.
    guard wrong.count * 2 > secondsAhead.count else {
      let others = wrong.map { service, seconds in
        Finding(
          .clock, service, .warning,
          "the clock of \(service) is \(Self.words(-seconds)) of this machine's and the others'")
      }
      return others.isEmpty
        ? [Finding(.clock, "clock", .ok, "it agrees with the services'")] : others
    }
    let seconds = wrong.map(\.seconds).sorted()[wrong.count / 2]
    let isTooFar = usesTokens && abs(seconds) >= Self.limit
    return [
      Finding(
        .clock, "clock", isTooFar ? .failed : .warning,
        "this machine's clock is \(Self.words(seconds)) of the services'"
          + (isTooFar ? ", and tokens end by theirs" : ": days and limits are counted wrong"),
        fix: "Have the clock set by the network: timedatectl set-ntp true",
        details: ["seconds_ahead": .number(JSONNumber(seconds))])
    ]
  }

  private static func words(_ seconds: Int) -> String {
    "\(abs(seconds)) s \(seconds > 0 ? "ahead" : "behind")"
  }
}

extension KeyState {
  /// Whether a token stands in for it.
  fileprivate var isToken: Bool {
    switch self {
    case .token: true
    case .set, .missing, .unusable: false
    }
  }
}
