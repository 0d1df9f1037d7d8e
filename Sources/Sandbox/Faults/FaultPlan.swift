/// Which faults happen how often: the same plan and the same requests in the same order give the
/// same faults.
///
/// As text, words like `rate=0.2 kinds=latency,unavailable seed=7`, in any order and on any number
/// of lines; what follows a `#` on a line is a remark. What is not named keeps its default.
package struct FaultPlan: Hashable, Sendable {
  /// What chance is drawn from.
  package var seed: UInt64 = 1
  /// The part of requests that something goes wrong with, 0 to 1.
  package var rate = 0.2
  /// What goes wrong, each as likely as the others; never empty.
  package var kinds = FaultKind.allCases
  /// How late a late answer is, in seconds.
  package var latency = 0.1...2.0
  /// What `Retry-After` says, in seconds.
  package var retryAfter = 30
  /// How many requests to a service in a row get a 503.
  package var burst = 3

  /// The plan with every default.
  package init() {}

  package init(parsing text: String) throws(FaultPlanProblems) {
    var problems: [String] = []
    var seen: Set<Substring> = []
    for word in Self.words(of: text) {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, !seen.insert(parts[0]).inserted {
        problems.append("\(parts[0]) is given twice: keep one")
      } else if let problem = set(parts) {
        problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw FaultPlanProblems(problems: problems) }
  }

  private static func words(of text: String) -> [Substring] {
    text.split(whereSeparator: \.isNewline).flatMap { line in
      line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
    }
  }

  static let longestLatency = 600.0
  static let longestRetryAfter = 86_400
  static let longestBurst = 1000

  /// Takes one word in; returns what is wrong with it, or nil.
  private mutating func set(_ parts: [Substring]) -> String? {
    guard parts.count == 2 else {
      return "\"\(parts[0])\" must be name=value, such as rate=0.2"
    }
    let (name, value) = (parts[0], parts[1])
    func wrong(_ expected: String) -> String { "\(name) must be \(expected); it is \"\(value)\"" }
    switch name {
    case "seed":
      guard let seed = UInt64(value) else { return wrong("a whole number from 0") }
      self.seed = seed
    case "rate":
      guard let rate = Double(value), (0...1).contains(rate) else {
        return wrong("a number from 0 to 1")
      }
      self.rate = rate
    case "kinds": return setKinds(value)
    case "latency":
      guard let latency = Self.range(value) else {
        let most = Int(Self.longestLatency)
        return wrong("seconds such as 0.5 or 0.1-2, at most \(most), the smaller first")
      }
      self.latency = latency
    case "retry_after":
      guard let seconds = Int(value), (0...Self.longestRetryAfter).contains(seconds) else {
        return wrong("a whole number from 0 to \(Self.longestRetryAfter)")
      }
      retryAfter = seconds
    case "burst":
      guard let burst = Int(value), (1...Self.longestBurst).contains(burst) else {
        return wrong("a whole number from 1 to \(Self.longestBurst)")
      }
      self.burst = burst
    default:
      return "there is no \"\(name)\"; use seed, rate, kinds, latency, retry_after or burst"
    }
    return nil
  }

  private mutating func setKinds(_ value: Substring) -> String? {
    if value == "all" {
      kinds = FaultKind.allCases
      return nil
    }
    let names = value.split(separator: ",").map(String.init)
    let unknown = names.filter { FaultKind(rawValue: $0) == nil }
    guard unknown.isEmpty, !names.isEmpty else {
      let known = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
      let wrong =
        unknown.isEmpty ? "none is named" : unknown.joined(separator: ", ") + " is not one"
      return "kinds must be all, or names with commas, of \(known); \(wrong)"
    }
    // In the order of the declaration, so that a plan means the same however it is written.
    kinds = FaultKind.allCases.filter { names.contains($0.rawValue) }
    return nil
  }

  /// `0.1-2`, or `2` for always that long.
  private static func range(_ value: Substring) -> ClosedRange<Double>? {
    let ends = value.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
    guard (1...2).contains(ends.count), let lower = ends[0], let upper = ends[ends.count - 1],
      lower >= 0, lower <= upper, upper <= longestLatency
    else { return nil }
    return lower...upper
  }
}

/// What can go wrong with a request, by the names a plan uses.
package enum FaultKind: String, CaseIterable, Sendable {
  /// The request is done, the answer comes late.
  case latency
  /// 429 with `Retry-After`; nothing is done.
  case rateLimited = "rate_limited"
  /// 429 without a word on when to come back; nothing is done.
  case rateLimitedBare = "rate_limited_bare"
  /// 500; nothing is done.
  case serverError = "server_error"
  /// 503, several times in a row at one service; nothing is done.
  case unavailable
  /// The connection breaks before the request was read: nothing is done.
  case resetBefore = "reset_before"
  /// The connection breaks after the request was done: nobody hears of it.
  case resetAfter = "reset_after"
  /// The request is done, the answer's body stops half-way.
  case truncated
  /// The request is done, the answer is longer than was allowed.
  case oversized
  /// The request is done, the answer comes byte by byte, past the time limit.
  case slowDrip = "slow_drip"
  /// The request is done, the answer is a page of HTML.
  case wrongType = "wrong_type"
  /// The request is done, the answer is called JSON and is none.
  case invalidJSON = "invalid_json"

  /// Whether it ends in an answer, so that an HTTP server can play it too.
  package var isAnswer: Bool {
    ![.resetBefore, .resetAfter, .oversized, .slowDrip].contains(self)
  }
}

/// All that is wrong with a plan's text.
package struct FaultPlanProblems: Error, Equatable, CustomStringConvertible {
  /// A clause each, that says what to change.
  package let problems: [String]

  package init(problems: [String]) {
    self.problems = problems
  }

  package var description: String { problems.joined(separator: "; ") }
}
