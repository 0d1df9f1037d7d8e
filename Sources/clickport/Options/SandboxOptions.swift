import Host
import JSON
import Sandbox
import Tools

/// A sandbox to answer the tools.
struct SandboxConfiguration: Equatable {
  /// When it is in it, always; nil for the present.
  var time: Timestamp?
  /// What goes wrong, on purpose.
  var faults: FaultPlan?
}

extension SandboxWorld {
  /// A fresh world whose clock stands at that instant, or goes with the system's.
  convenience init(at time: Timestamp?) {
    self.init(now: WallClock(stoppedAt: time).now)
  }
}

extension WallClock {
  /// The system's clock, or one that stands at that instant; at the machine's place.
  init(stoppedAt time: Timestamp?) {
    self.init(now: { time ?? .now }, secondsAheadOfUTC: { $0.secondsAheadOfUTC })
  }
}

/// What time it is in the sandbox.
struct SandboxClock: ArgumentGroup {
  let sandboxTime: Timestamp?

  init(_ arguments: inout Arguments) throws {
    sandboxTime = try arguments.option(
      "sandbox-time",
      ArgumentHelp(
        "Stop the sandbox's clock at this instant, so that its answers can be compared.",
        valueName: "YYYY-MM-DDTHH:MM:SSZ"))
  }
}

extension Timestamp: ArgumentValue {
  init?(argument: String) { self.init(parsing: argument) }
  var argumentText: String { description }
}

/// What goes wrong in the sandbox, on purpose.
struct FaultOptions: ArgumentGroup {
  private let faults: String?

  init(_ arguments: inout Arguments) throws {
    faults = try arguments.option(
      "faults",
      ArgumentHelp(
        "Let the sandbox fail by this plan, to rehearse: words, or @ and a file that holds them.",
        discussion: """
          Such as 'rate=0.2 kinds=latency,unavailable seed=7', or only 'rate=0.2' for all kinds. The \
          same plan and the same requests in the same order give the same faults.
          rate: the part of requests that fail, 0 to 1 (0.2). seed: another number, other chance (1). \
          latency: seconds, such as 0.1-2. retry_after: seconds (30). burst: how many 503 in a row (3).
          Kinds, not done: rate_limited (429 with Retry-After), rate_limited_bare (429 without), \
          server_error (500), unavailable (503), reset_before (the connection breaks). Done, but the \
          answer is lost or late: latency, reset_after, truncated, oversized, slow_drip (until the \
          time limit), wrong_type (HTML), invalid_json.
          """,
        valueName: "plan"))
  }

  /// Whether there is a plan.
  var isEmpty: Bool { faults == nil }

  func validate() throws {
    _ = try plan()
  }

  /// The plan, where one was asked for.
  func plan() throws -> FaultPlan? {
    guard let faults else { return nil }
    do throws(FaultPlanProblems) {
      guard faults.hasPrefix("@") else { return try FaultPlan(parsing: faults) }
      let path = String(faults.dropFirst())
      guard let bytes = readFile(path) else {
        throw FaultPlanProblems(problems: ["the file \(path) can't be read"])
      }
      return try FaultPlan(parsing: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw ValidationError("--faults: \(error)")
    }
  }
}
