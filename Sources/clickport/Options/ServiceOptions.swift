import Host
import Logging
import Providers

/// Which services answer the tools, real or sandbox, and what the operator allows of the calls.
struct ServiceOptions: ArgumentGroup {
  private let manifest: ManifestOptions
  private let selection: SelectionOptions
  private let usesSandbox: Bool
  private let clock: SandboxClock
  private let faults: FaultOptions
  private let sandboxState: SandboxStateOption
  private let state: StateOptions
  private let allowsDestructive: Bool
  private let policy: PolicyOptions
  private let files: FileOptions
  /// In seconds.
  private let callLimit: Double
  private let requestLimit: Int
  let timeZone: String?
  private let logs: LogOptions
  private let audit: AuditOptions

  init(_ arguments: inout Arguments) throws {
    let standard = ServeConfiguration()
    manifest = try arguments.group()
    selection = try arguments.group()
    usesSandbox = arguments.flag(
      "sandbox", "Answer from the built-in sandbox: no account, no network, no cost.")
    clock = try arguments.group()
    faults = try arguments.group()
    sandboxState = try arguments.group()
    state = try arguments.group()
    allowsDestructive = arguments.flag(
      "allow-destructive",
      "Let tools that remove things act without asking a person. Only where nobody can be asked.")
    policy = try arguments.group()
    files = try arguments.group()
    callLimit = try arguments.option(
      "call-timeout",
      ArgumentHelp("How long a call may take, with waits and retries.", valueName: "seconds"),
      default: standard.callLimit / .seconds(1))
    requestLimit = try arguments.option(
      "max-requests",
      ArgumentHelp(
        "How many requests one query_rows may make, unless its max_requests says more.",
        valueName: "count"),
      default: standard.requestLimit)
    timeZone = try arguments.option(
      "time-zone",
      ArgumentHelp(
        "Where days begin and end if neither the call nor its service says. [CLICKPORT_TIME_ZONE]",
        discussion:
          "An IANA name such as Europe/Berlin, or an offset such as +02:00; otherwise UTC.",
        valueName: "zone"))
    logs = try arguments.group()
    audit = try arguments.group()
  }

  func validate() throws {
    guard callLimit > 0, callLimit <= 3600 else {
      throw ValidationError("--call-timeout must be above 0 and at most 3600 seconds")
    }
    guard requestLimit > 0 else {
      throw ValidationError("--max-requests must be 1 or more")
    }
    guard usesSandbox || faults.isEmpty else {
      throw ValidationError("--faults needs --sandbox: the real services are never made to fail")
    }
    guard usesSandbox || sandboxState.file == nil else {
      throw ValidationError("--sandbox-state needs --sandbox: the real services keep their own")
    }
    // Whoever set it means the sandbox, and no real message may leave by mistake.
    guard usesSandbox || Environment.process.sandboxState == nil else {
      throw ValidationError("CLICKPORT_SANDBOX_STATE needs --sandbox: give that, or unset it")
    }
  }

  /// All that was said, over the defaults and the environment.
  func configuration() throws -> ServeConfiguration {
    var configuration = try selection.configuration()
    configuration.overlays = manifest.overlays
    if usesSandbox {
      configuration.sandbox = SandboxConfiguration(
        time: clock.sandboxTime, faults: try faults.plan())
    }
    if let file = sandboxState.file { configuration.sandboxState = file }
    configuration.stateDirectory = state.directory.path
    configuration.keepsLedger = state.keepsLedger
    if !state.watchesDrift { configuration.watchesDrift = false }
    configuration.auditFile = audit.file
    configuration.allowsDestructive = allowsDestructive
    configuration.policyFile = policy.file
    if !files.allowedDirectories.isEmpty {
      configuration.allowedDirectories = files.allowedDirectories
    }
    if !files.saveDirectories.isEmpty { configuration.saveDirectories = files.saveDirectories }
    configuration.callLimit = .seconds(callLimit)
    configuration.requestLimit = requestLimit
    if let timeZone { configuration.timeZone = timeZone }
    configuration.logLevel = logs.level
    configuration.logFormat = logs.format
    return configuration
  }
}

/// Which tools there are.
struct ManifestOptions: ArgumentGroup {
  static let name = "manifest"

  let overlays: [String]

  init(_ arguments: inout Arguments) throws {
    let typed = try arguments.options(
      Self.name,
      ArgumentHelp(
        "Lay this manifest over the built-in one; may be repeated. [CLICKPORT_MANIFEST]",
        discussion: "It adds providers and tools, or replaces fields of those of the same name.",
        valueName: "file"))
    overlays = typed.isEmpty ? Environment.process.paths("CLICKPORT_MANIFEST") : typed
  }
}

/// What outlives the process, and where.
struct StateOptions: ArgumentGroup {
  let directory: StateDirectoryOption
  let keepsLedger: Bool
  let watchesDrift: Bool

  init(_ arguments: inout Arguments) throws {
    directory = try arguments.group()
    keepsLedger = !arguments.flag(
      "no-ledger",
      "Let tools that change something act without a record. Repetitions aren't held back.")
    watchesDrift = !arguments.flag(
      "no-drift",
      "Don't compare answers with the manifest as they pass. [CLICKPORT_DRIFT=0]")
  }
}

/// Which state directory is meant.
struct StateDirectoryOption: ArgumentGroup {
  let path: String?

  init(_ arguments: inout Arguments) throws {
    path = try arguments.option(
      "state-dir",
      ArgumentHelp(
        "Where the ledger of effects and the services' limits are kept.",
        discussion: """
          Otherwise $STATE_DIRECTORY, which systemd sets, $XDG_STATE_HOME/clickport or \
          ~/.local/state/clickport. All processes with the same directory know of each other's calls. The sandbox keeps its own in memory, unless \
          it is given a directory.
          """, valueName: "directory"))
  }

  func validate() throws {
    guard path != "" else { throw ValidationError("--state-dir must name a directory") }
  }
}

/// How long a service may take to answer what is only asked to see whether it works.
struct ProbeOptions: ArgumentGroup {
  private let seconds: Int

  init(_ arguments: inout Arguments) throws {
    seconds = try arguments.option(
      "timeout",
      ArgumentHelp("How long a service may take to answer, in seconds.", valueName: "seconds"),
      default: Int(ServiceProbe.standardLimit.components.seconds))
  }

  func validate() throws {
    guard (1...600).contains(seconds) else {
      throw ValidationError("--timeout must be from 1 to 600")
    }
  }

  var timeLimit: Duration { .seconds(seconds) }
}

/// What the operator allows of the calls that have an effect.
struct PolicyOptions: ArgumentGroup {
  let file: String?

  init(_ arguments: inout Arguments) throws {
    file = try arguments.option(
      "policy",
      ArgumentHelp(
        "Keep to this policy: to whom messages may go, how many calls an hour, quiet hours.",
        discussion: "A JSON file such as examples/policy.json. It is read once, at the start.",
        valueName: "file"))
  }
}

/// Which files arguments may name instead of holding their content, and where answers may be saved.
struct FileOptions: ArgumentGroup {
  let allowedDirectories: [String]
  let saveDirectories: [String]

  init(_ arguments: inout Arguments) throws {
    allowedDirectories = try arguments.options(
      "allow-dir",
      ArgumentHelp(
        "Let tools that send files read them from this directory; may be repeated. "
          + "[CLICKPORT_ALLOW_DIR]",
        discussion: "Without it they take base64 only. What links lead out to is not read.",
        valueName: "directory"))
    saveDirectories = try arguments.options(
      "save-dir",
      ArgumentHelp(
        "Let query_rows save rows as files below this directory; may be repeated. "
          + "[CLICKPORT_SAVE_DIR]",
        discussion: "New .csv and .jsonl files, for you alone. Nothing is read from it for that.",
        valueName: "directory"))
  }

  static let allowedVariable = "CLICKPORT_ALLOW_DIR"
  static let saveVariable = "CLICKPORT_SAVE_DIR"

  func validate() throws {
    _ = try AllowedDirectories(operator: allowedDirectories)
    _ = try SaveDirectories(operator: saveDirectories)
  }
}

extension AllowedDirectories {
  /// The directories that files may be read from, open; nil where there is none. `source` is what
  /// names them.
  init?(operator paths: [String], from source: String = "--allow-dir") throws {
    guard !paths.isEmpty else { return nil }
    do throws(AllowedDirectoryProblems) { try self.init(paths) } catch {
      throw error.shown(of: source)
    }
  }
}

extension SaveDirectories {
  /// The directories that answers may be saved into, open; nil where there is none. `source` is what
  /// names them.
  init?(operator paths: [String], from source: String = "--save-dir") throws {
    guard !paths.isEmpty else { return nil }
    do throws(AllowedDirectoryProblems) { try self.init(paths) } catch {
      throw error.shown(of: source)
    }
  }
}

extension AllowedDirectoryProblems {
  fileprivate func shown(of source: String) -> ValidationError {
    ValidationError(sentences.map { "\(source): \($0)" }.joined(separator: "\n"))
  }
}

/// What is logged to standard error, and how.
struct LogOptions: ArgumentGroup {
  let level: Logger.Level
  let format: LogFormat

  init(_ arguments: inout Arguments) throws {
    let standard = ServeConfiguration()
    level = try arguments.option(
      "log-level",
      ArgumentHelp(
        "trace, debug, info, notice, warning, error or critical.",
        discussion: """
          notice tells of calls that failed, info of every call, of start and end, debug of attempts, \
          waits and limits too, trace of the shape of requests; none of any value.
          """, valueName: "level"),
      default: standard.logLevel)
    format = try arguments.option(
      "log-format",
      ArgumentHelp("text, or json for an object a line.", valueName: "format"),
      default: standard.logFormat)
  }
}

extension Logger.Level: ArgumentValue {}
extension LogFormat: ArgumentValue {}

/// Where calls with an effect are accounted for.
struct AuditOptions: ArgumentGroup {
  let file: String?

  init(_ arguments: inout Arguments) throws {
    file = try arguments.option(
      "audit",
      ArgumentHelp(
        "Append every call that changes something to this file, in a chain of hashes.",
        discussion:
          "A call that can't be written there is not sent. clickport audit verify checks it.",
        valueName: "file"))
  }

  func validate() throws {
  }
}
