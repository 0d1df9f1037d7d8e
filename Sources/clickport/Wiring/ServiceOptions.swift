import ArgumentParser
import Exchange
import Host
import Providers
import Tools

/// Which services answer the tools: the real ones, or the sandbox.
struct ServiceOptions: UnsetOptions {
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
  var allowDestructive = false

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var files: FileOptions

  @Option(
    help: ArgumentHelp(
      "How long a call may take, with waits and retries.", valueName: "seconds"))
  var callTimeout = Self.standardCallTimeout

  @OptionGroup var logs: LogOptions

  @OptionGroup var audit: AuditOptions

  /// Seconds; hosts give a call up after a minute.
  private static let standardCallTimeout = 55.0

  static var unset: Self {
    var options = Self()
    options.manifest = .unset
    options.selection = .unset
    options.sandbox = false
    options.clock = .unset
    options.faults = .unset
    options.state = .unset
    options.allowDestructive = false
    options.policy = .unset
    options.files = .unset
    options.callTimeout = standardCallTimeout
    options.logs = .unset
    options.audit = .unset
    return options
  }

  func validate() throws {
    guard callTimeout > 0, callTimeout <= 3600 else {
      throw ValidationError("--call-timeout must be above 0 and at most 3600 seconds")
    }
    guard sandbox || faults.faults == nil else {
      throw ValidationError("--faults needs --sandbox: the real services are never made to fail")
    }
  }

  /// The services these options choose, for the tools of a manifest.
  func services(for manifest: Manifest) throws -> Services {
    let timing = CallTiming(
      limit: .seconds(callTimeout), source: .continuous(from: timeSince1970()))
    let publishesOutput = try selection.publishesOutput()
    let supervision = try supervision(manifest)
    let allowances = state.allowances(sandbox: sandbox)
    guard sandbox else {
      return Services(
        timing: timing, supervision: supervision, allowances: allowances,
        publishesOutput: publishesOutput)
    }
    return Services(
      sandbox: clock.world(), faults: try faults.plan(), timing: timing,
      supervision: supervision, allowances: allowances, publishesOutput: publishesOutput)
  }

  /// What watches over the calls.
  private func supervision(_ manifest: Manifest) throws -> CallGuards {
    let policy = try policy.load(for: manifest)
    if state.noLedger, policy.needsLedger {
      throw ValidationError(
        "--no-ledger can't be had with a policy that counts calls: the ledger counts them")
    }
    let logger = logs.logger()
    return CallGuards(
      allowsDestructive: allowDestructive,
      policy: PolicyGuard(
        policy, now: { .now }, localOffset: { $0.secondsAheadOfUTC }),
      effects: EffectGuard(
        ledger: state.ledger(sandbox: sandbox), audit: try audit.log(logger), digest: .ofRecords
      ) { .now },
      files: FileIntake(source: try files.directories()),
      observer: CallLog(logger: logger))
  }
}
