import Exchange
import Host
import JSON
import Logging
import Providers
import Sandbox
import Tools

/// A sandbox to answer the tools.
struct SandboxConfiguration: Equatable {
  /// When it is in it, always; nil for the present.
  var time: Timestamp?
  /// What goes wrong, on purpose.
  var faults: FaultPlan?
}

extension SandboxConfiguration {
  /// The services: as that file tells them, or else fresh, and gone with the process.
  func world(keptIn file: String?, _ logger: Logger) throws -> any HTTPTransport {
    guard let file else { return SandboxWorld(now: WallClock(stoppedAt: time).now) }
    do throws(SharedLogFailure) {
      return try SandboxStateFile(file, at: time) { logger.warning("\($0)") }
    } catch {
      throw ValidationError("the sandbox's state \(error.reason)")
    }
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

/// What of the sandbox outlives the process.
struct SandboxStateOption: ArgumentGroup {
  let file: String?

  init(_ arguments: inout Arguments) throws {
    file = try arguments.option(
      "sandbox-state",
      ArgumentHelp(
        "Keep what is changed in the sandbox in this file. [CLICKPORT_SANDBOX_STATE]",
        discussion: """
          It is made where there is none. All processes with the same file, now and later, have the \
          same sandbox; without it, each has its own. No key is written into it. Its time never \
          goes back: --sandbox-time must not be before the last change. To begin again, remove it.
          """,
        valueName: "file"))
  }

  func validate() throws {
    guard file != "" else { throw ValidationError("--sandbox-state must name a file") }
  }
}

extension Environment {
  /// The file that `CLICKPORT_SANDBOX_STATE` names.
  var sandboxState: String? {
    variable("CLICKPORT_SANDBOX_STATE").flatMap { $0.isEmpty ? nil : $0 }
  }
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
