import ArgumentParser
import Host
import Logging

/// Which services answer the tools, real or sandbox, and what the operator allows of the calls.
struct ServiceOptions: ParsableArguments {
  @OptionGroup var manifest: ManifestOptions

  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Answer from the built-in sandbox: no account, no network, no cost.")
  var sandbox = false

  @OptionGroup var clock: SandboxClock

  @OptionGroup var faults: FaultOptions

  @OptionGroup var state: StateOptions

  @Flag(
    help:
      "Let tools that remove things act without asking a person. Only where nobody can be asked.")
  var allowDestructive = ServeConfiguration().allowsDestructive

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var files: FileOptions

  @Option(
    help: ArgumentHelp(
      "How long a call may take, with waits and retries.", valueName: "seconds"))
  var callTimeout = ServeConfiguration().callLimit / .seconds(1)

  @Option(
    help: ArgumentHelp(
      "How many requests one query_rows may make, unless its max_requests says more.",
      valueName: "count"))
  var maxRequests = ServeConfiguration().requestLimit

  @Option(
    help: ArgumentHelp(
      "Where days begin and end if neither the call nor its service says. [CLICKPORT_TIME_ZONE]",
      discussion: "An IANA name such as Europe/Berlin, or an offset such as +02:00; otherwise UTC.",
      valueName: "zone"))
  var timeZone: String?

  @OptionGroup var logs: LogOptions

  @OptionGroup var audit: AuditOptions

  func validate() throws {
    guard callTimeout > 0, callTimeout <= 3600 else {
      throw ValidationError("--call-timeout must be above 0 and at most 3600 seconds")
    }
    guard maxRequests > 0 else {
      throw ValidationError("--max-requests must be 1 or more")
    }
    guard sandbox || faults.faults == nil else {
      throw ValidationError("--faults needs --sandbox: the real services are never made to fail")
    }
  }

  /// All that was said, over the defaults and the environment.
  func configuration() throws -> ServeConfiguration {
    var configuration = try selection.configuration()
    configuration.overlays = manifest.overlays
    if sandbox {
      configuration.sandbox = SandboxConfiguration(
        time: clock.sandboxTime, faults: try faults.plan())
    }
    configuration.stateDirectory = state.directory.stateDir
    configuration.keepsLedger = !state.noLedger
    configuration.auditFile = audit.audit
    configuration.allowsDestructive = allowDestructive
    configuration.policyFile = policy.file
    configuration.allowedDirectories = files.allowedDirectories
    configuration.saveDirectories = files.saveDirectories
    configuration.callLimit = .seconds(callTimeout)
    configuration.requestLimit = maxRequests
    if let timeZone { configuration.timeZone = timeZone }
    configuration.logLevel = logs.logLevel
    configuration.logFormat = logs.logFormat
    return configuration
  }
}

/// Which tools there are.
struct ManifestOptions: ParsableArguments {
  @Option(
    name: .customLong("manifest"),
    help: ArgumentHelp(
      "Lay this manifest over the built-in one; may be repeated.",
      discussion: "It adds providers and tools, or replaces fields of those of the same name.",
      valueName: "file"))
  var overlays: [String] = []
}

/// What outlives the process, and where.
struct StateOptions: ParsableArguments {
  @OptionGroup var directory: StateDirectoryOption

  @Flag(help: "Let tools that change something act without a record. Repetitions aren't held back.")
  var noLedger = !ServeConfiguration().keepsLedger
}

/// Which state directory is meant.
struct StateDirectoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the ledger of effects and the services' limits are kept.",
      discussion: """
        Otherwise $XDG_STATE_HOME/clickport or ~/.local/state/clickport. All processes with the \
        same directory know of each other's calls. The sandbox keeps its own in memory, unless it is \
        given a directory.
        """, valueName: "directory"))
  var stateDir: String?

  func validate() throws {
    guard stateDir != "" else { throw ValidationError("--state-dir must name a directory") }
  }
}

/// What the operator allows of the calls that have an effect.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "Keep to this policy: to whom messages may go, how many calls an hour, quiet hours.",
      discussion: "A JSON file such as examples/policy.json. It is read once, at the start.",
      valueName: "file"))
  var file: String?
}

/// Which files arguments may name instead of holding their content, and where answers may be saved.
struct FileOptions: ParsableArguments {
  @Option(
    name: .customLong("allow-dir"),
    help: ArgumentHelp(
      "Let tools that send files read them from this directory; may be repeated.",
      discussion: "Without it they take base64 only. What links lead out to is not read.",
      valueName: "directory"))
  var allowedDirectories: [String] = []

  @Option(
    name: .customLong("save-dir"),
    help: ArgumentHelp(
      "Let query_rows save rows as files below this directory; may be repeated.",
      discussion: "New .csv and .jsonl files, for you alone. Nothing is read from it for that.",
      valueName: "directory"))
  var saveDirectories: [String] = []

  func validate() throws {
    _ = try AllowedDirectories(operator: allowedDirectories)
    _ = try SaveDirectories(operator: saveDirectories)
  }
}

extension AllowedDirectories {
  /// The directories that `--allow-dir` names, open; nil where none is allowed.
  init?(operator paths: [String]) throws {
    guard !paths.isEmpty else { return nil }
    do throws(AllowedDirectoryProblems) { try self.init(paths) } catch {
      throw error.shown(of: "--allow-dir")
    }
  }
}

extension SaveDirectories {
  /// The directories that `--save-dir` names, open; nil where there is none.
  init?(operator paths: [String]) throws {
    guard !paths.isEmpty else { return nil }
    do throws(AllowedDirectoryProblems) { try self.init(paths) } catch {
      throw error.shown(of: "--save-dir")
    }
  }
}

extension AllowedDirectoryProblems {
  fileprivate func shown(of option: String) -> ValidationError {
    ValidationError(sentences.map { "\(option): \($0)" }.joined(separator: "\n"))
  }
}

/// What is logged to standard error, and how.
struct LogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "trace, debug, info, notice, warning, error or critical.",
      discussion: "info tells of every call, notice of those that failed.", valueName: "level"),
    transform: Self.level)
  var logLevel = ServeConfiguration().logLevel

  @Option(help: ArgumentHelp("text, or json for an object a line.", valueName: "format"))
  var logFormat = ServeConfiguration().logFormat

  private static func level(_ text: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
      let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--log-level must be one of \(known)")
    }
    return level
  }
}

extension LogFormat: ExpressibleByArgument {}

/// Where calls with an effect are accounted for.
struct AuditOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Append every call that changes something to this file, in a chain of hashes.",
      discussion:
        "A call that can't be written there is not sent. clickport audit verify checks it.",
      valueName: "file"))
  var audit: String?

  func validate() throws {
  }
}
