import Host
import JSON

/// `clickport doctor`: whether everything works, and what to do where it doesn't.
struct Doctor: Command {
  static let description = CommandDescription(
    name: "doctor",
    abstract: "Look whether keys, services, state and hosts are as they must be.",
    discussion: """
      Asks each service that has a key one cheap question, all at once, and looks at the proxy, \
      certificates, clock, state directory, overlays, policy and the agent hosts that start \
      Clickport. Nothing is changed, and no key is ever shown. What is wrong has a line of its own, \
      and one that says what to do.

      Examples:
        clickport doctor
        clickport doctor --offline
        clickport doctor --json

      Exit codes: 0 nothing failed, though there may be warnings; 1 something failed.
      """)

  private let manifest: ManifestOptions
  private let policy: PolicyOptions
  private let state: StateDirectoryOption
  private let probe: ProbeOptions
  private let services: [String]
  private let isOffline: Bool
  private let tellsDrift: Bool
  private let showsJSON: Bool

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    policy = try arguments.group()
    state = try arguments.group()
    services = try arguments.options(
      "service",
      ArgumentHelp(
        "Look at this service alone, which needs a key then; may be repeated.", valueName: "id",
        completion: .services))
    probe = try arguments.group()
    isOffline = arguments.flag("offline", "Ask no service: look at this machine alone.")
    tellsDrift = arguments.flag(
      "drift", "Tell too of which tools the answers have come to differ from the manifest.")
    showsJSON = arguments.flag("json", "Print one JSON object with every finding.")
  }

  func run() async throws {
    let examination = Examination(
      overlays: manifest.overlays, policyFile: policy.file, stateDirectory: state.path,
      services: services, isOffline: isOffline, tellsDrift: tellsDrift,
      timeLimit: probe.timeLimit, project: WorkingDirectory.path)
    let report = try await examination.report()
    if showsJSON {
      Terminal.printLine(JSONValue.object(report.json).description)
    } else {
      Terminal.printLines(report.lines)
    }
    if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
  }
}
