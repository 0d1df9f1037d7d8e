import ArgumentParser
import Host
import JSON
import Logging
import Providers
import Sandbox
import Tools

/// What a server is started with. Each default stands here, and nowhere else; the command line's
/// options parse into it.
struct ServeConfiguration: Equatable {
  /// Files laid over the built-in manifest, in this order.
  var overlays: [String] = []
  var selection = ToolSelection()
  /// Whether `tools/list` holds the schemas of what tools answer.
  var publishesOutput = false
  /// Answers in place of the services; nil for the real ones.
  var sandbox: SandboxConfiguration?
  /// What `--state-dir` names; nil for the user's own directory, and for none with the sandbox.
  var stateDirectory: String?
  /// Whether calls with an effect are put on record.
  var keepsLedger = true
  var auditFile: String?
  /// Whether destructive tools act without a person's word.
  var allowsDestructive = false
  var policyFile: String?
  /// The directories that arguments may name files of.
  var allowedDirectories: [String] = []
  /// How long a call may take, with waits and retries. Hosts give a call up after a minute.
  var callLimit = Duration.seconds(55)
  /// How long calls that were read may go on after the input has ended.
  var drain = Duration.seconds(5)
  var logLevel = Logger.Level.warning
  var logFormat = LogFormat.text

  /// The defaults alone, whatever the environment holds.
  init() {}

  /// What this environment chooses, for hosts that can only set variables: `CLICKPORT_TOOLSETS`,
  /// `_TOOLS`, `_EXCLUDE_TOOLS`, `_PROVIDERS`, `_READ_ONLY`, `_API_WRITES`, `_OUTPUT_SCHEMAS`.
  init(_ environment: Environment) throws(ValidationError) {
    func names(_ variable: String) -> [String]? {
      environment.variable("CLICKPORT_" + variable).flatMap(Self.names)
    }
    func flag(_ variable: String) throws(ValidationError) -> Bool {
      switch environment.variable("CLICKPORT_" + variable)?.lowercased() {
      case nil, "", "0", "false", "no", "off": return false
      case "1", "true", "yes", "on": return true
      case let text?:
        throw ValidationError("CLICKPORT_\(variable) must be 1 or 0; it is \"\(text)\"")
      }
    }
    selection.toolsets = names("TOOLSETS")
    selection.tools = names("TOOLS") ?? []
    selection.excludedTools = names("EXCLUDE_TOOLS") ?? []
    selection.providers = names("PROVIDERS")
    selection.isReadOnly = try flag("READ_ONLY")
    selection.allowsAPIWrites = try flag("API_WRITES")
    publishesOutput = try flag("OUTPUT_SCHEMAS")
  }

  /// The names in a list with commas or blanks; nil when there is none.
  static func names(_ text: String) -> [String]? {
    let names = text.split { $0 == "," || $0.isWhitespace }
    return names.isEmpty ? nil : names.map(String.init)
  }
}

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
    self.init { time ?? .now }
  }
}

/// What time it is in the sandbox.
struct SandboxClock: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Stop the sandbox's clock at this instant, so that its answers can be compared.",
      valueName: "YYYY-MM-DDTHH:MM:SSZ"))
  var sandboxTime: Timestamp?
}

extension Timestamp: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(parsing: argument)
  }
}

/// What goes wrong in the sandbox, on purpose.
struct FaultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
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
  var faults: String?

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
