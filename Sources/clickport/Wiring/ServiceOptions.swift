import ArgumentParser
import Providers
import Tools

/// Which services answer the tools: the real ones, or the sandbox.
struct ServiceOptions: ParsableArguments {
  @OptionGroup var manifest: ManifestOptions

  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Answer from the built-in sandbox: no account, no network, no cost.")
  var sandbox = false

  @OptionGroup var clock: SandboxClock

  @OptionGroup var faults: FaultOptions

  @Flag(
    help:
      "Let tools that remove things act without asking a person. Only where nobody can be asked.")
  var allowDestructive = false

  @Option(
    help: ArgumentHelp(
      "How long a call may take, with waits and retries.", valueName: "seconds"))
  var callTimeout = 55.0

  @OptionGroup var logs: LogOptions

  @OptionGroup var audit: AuditOptions

  func validate() throws {
    guard callTimeout > 0, callTimeout <= 3600 else {
      throw ValidationError("--call-timeout must be above 0 and at most 3600 seconds")
    }
    guard sandbox || faults.faults == nil else {
      throw ValidationError("--faults needs --sandbox: the real services are never made to fail")
    }
  }

  /// The services these options choose.
  func services() throws -> Services {
    let timing = CallTiming(limit: .seconds(callTimeout))
    let supervision = try supervision()
    let publishesOutput = try selection.publishesOutput()
    guard sandbox else {
      return Services(timing: timing, supervision: supervision, publishesOutput: publishesOutput)
    }
    return Services(
      sandbox: clock.world(), faults: try faults.plan(), timing: timing,
      supervision: supervision, publishesOutput: publishesOutput)
  }

  /// What watches over the calls.
  private func supervision() throws -> Supervision {
    let logger = logs.logger()
    return Supervision(
      allowsDestructive: allowDestructive,
      effects: EffectGuard(ledger: MemoryLedger(), audit: try audit.log(logger)) { .now },
      observer: CallLog(logger: logger))
  }
}
