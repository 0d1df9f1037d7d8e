import Analysis
import Exchange
import Host
import JSON
import Logging
import Loop
import MCP
import Providers
import Sandbox
import Synchronization
import Tools

/// The services behind the tools, for as long as the process lives: what a manifest's tools are
/// made callable with, however often the manifest changes.
struct Services {
  private let transport: any HTTPTransport
  private let environment: Environment
  private let timing: CallTiming
  /// What time it is for everything here: the system's, or the sandbox's.
  let clock: WallClock
  /// What day it is, and where days begin and end.
  let days: DayClock
  /// The rows that queries have kept.
  private let results: KeptResults
  private let queries: QuerySettings
  /// What the calls of each service share, whatever becomes of the manifest.
  private let gates: CallGates
  private let guards: CallGuards
  /// What compares answers with the manifest; nil where nothing does.
  private let watch: DriftWatch?
  private let publication: Publication
  /// Whether the sandbox answers. Its limits don't count: there is nobody to spare.
  private let isSandbox: Bool

  /// Throws what the operator named and can't be used; nothing is connected to yet. `manifest` is
  /// what a policy is read for.
  /// `watcher` is told of calls in the log's place, and tells the log.
  init(
    _ configuration: ServeConfiguration, for manifest: Manifest,
    watcher: (any CallObserver) -> any CallObserver = { $0 }
  ) throws {
    isSandbox = configuration.sandbox != nil
    publication = configuration.publication
    gates = CallGates(allowances: configuration.allowances)
    clock = WallClock(stoppedAt: configuration.sandbox?.time)
    days = try configuration.days(clock)
    results = KeptResults(configuration.results, clock: clock)
    queries = QuerySettings(mostRequests: configuration.requestLimit, results: results)
    timing = CallTiming(
      limit: configuration.callLimit,
      source: .continuous(from: timeSince1970()) { try await EventLoop.shared.sleep(for: $0) },
      days: days)
    watch = configuration.watch
    guards = try CallGuards(
      configuration, for: manifest, clock, watcher(CallLog(logger: configuration.logger)), watch)
    if let sandbox = configuration.sandbox {
      let sound = SandboxTransport(
        world: try sandbox.world(keptIn: configuration.sandboxState, configuration.logger))
      transport = sandbox.faults.map { FaultyTransport(over: sound, plan: $0) } ?? sound
      // None of the caller's own keys is ever touched.
      environment = Environment { _ in SandboxWorld.key }
    } else {
      let network = NetworkTransport()
      for problem in network.problems { configuration.logger.warning("\(problem)") }
      transport = network
      environment = .process
    }
  }

  /// Returns once what was counted of answers is written down.
  func end() async { await watch?.end() }

  /// Whether each service of a manifest can be used at this moment.
  func readiness(of manifest: Manifest) -> [ServiceReadiness] {
    manifest.providers.map(readiness)
  }

  /// Everything a manifest has to offer over these services, as far as it was chosen. `readiness` is
  /// asked for where it isn't given.
  func features(
    _ manifest: Manifest, _ selection: ToolSelection, _ readiness: [ServiceReadiness]? = nil,
    changes: ChangeFeed? = nil
  ) throws -> ServerFeatures {
    let readiness = readiness ?? self.readiness(of: manifest)
    let tools = try exposedTools(manifest, selection, readiness)
    let providers = providers(readiness, tools)
    return ServerFeatures(
      tools, prompts: manifest.prompts, catalog: catalog(tools, over: providers),
      providers: providers, days: days, results: results,
      chart: ChartPage { EmbeddedFiles.chart }, changes: changes)
  }

  /// The tools of a manifest that are offered here: what was chosen, of the services that a key was
  /// given for. One whose key can't be used is offered too, and says so when it is called.
  func exposedTools(
    _ manifest: Manifest, _ selection: ToolSelection, _ readiness: [ServiceReadiness]
  ) throws -> ExposedTools {
    do throws(ToolSelectionProblems) {
      return try selection.surface(of: manifest, configured: readiness.configured)
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The tools that a selection exposes, each over the service it belongs to.
  func catalog(_ manifest: Manifest, _ selection: ToolSelection) throws -> ToolCatalog {
    let readiness = readiness(of: manifest)
    let tools = try exposedTools(manifest, selection, readiness)
    return catalog(tools, over: providers(readiness, tools))
  }

  private func catalog(_ tools: ExposedTools, over providers: [Provider]) -> ToolCatalog {
    ToolCatalog(
      tools, providers: providers, timing: timing, guards: guards,
      publication: publication, queries: queries)
  }

  /// The services the tools were chosen with, as they are reached here.
  private func providers(_ readiness: [ServiceReadiness], _ tools: ExposedTools) -> [Provider] {
    readiness.filter { tools.providers.contains($0.service.id) }.map(provider)
  }

  private func provider(_ readiness: ServiceReadiness) -> Provider {
    let descriptor = readiness.service
    return Provider(
      descriptor, base: readiness.base, addressFault: readiness.addressFault,
      environment: environment, transport: transport,
      gate: gates.gate(of: descriptor.id, limits(of: descriptor)), digest: .ofRecords)
  }

  /// What the service allows, as far as it is known before it says so itself.
  private func limits(of provider: ProviderDescriptor) -> ProviderDescriptor.Limits {
    if isSandbox { return ProviderDescriptor.Limits() }
    let name = environment.plan(of: provider)
    return provider.limits.ofPlan(named: name) ?? provider.limits
  }

  private func readiness(of provider: ProviderDescriptor) -> ServiceReadiness {
    // The host can't exist (RFC 6761 section 6.4): should such a request ever meet a network, it
    // goes nowhere.
    let base =
      isSandbox
      ? BaseURL(scheme: "http", authority: "sandbox.invalid", path: "/\(provider.id)") : nil
    return ServiceReadiness(of: provider, in: environment, at: base)
  }
}

extension [ServiceReadiness] {
  /// The services that are offered where nobody chooses. While no key can be used that is none, and
  /// so all are.
  var configured: Set<String> {
    // A service that wants no key says nothing about which ones the operator uses.
    guard contains(where: \.hasKey) else { return [] }
    return Set(filter { $0.isGivenKey || $0.keys.isEmpty }.map(\.service.id))
  }
}

extension CallGuards {
  /// What watches over the calls, as the operator wants it.
  fileprivate init(
    _ configuration: ServeConfiguration, for manifest: Manifest, _ clock: WallClock,
    _ observer: any CallObserver, _ watch: DriftWatch?
  ) throws {
    let policy = try configuration.policy(for: manifest)
    if !configuration.keepsLedger, policy.needsLedger {
      throw ValidationError(
        "--no-ledger can't be had with a policy that counts calls: the ledger counts them")
    }
    let logger = configuration.logger
    // What was typed has been looked at before.
    let allowed = try AllowedDirectories(
      operator: configuration.allowedDirectories, from: FileOptions.allowedVariable)
    let saved = try SaveDirectories(
      operator: configuration.saveDirectories, from: FileOptions.saveVariable)
    self.init(
      allowsDestructive: configuration.allowsDestructive,
      policy: PolicyGuard(policy, clock: clock),
      effects: EffectGuard(
        ledger: configuration.ledger, audit: try configuration.audit(logger), digest: .ofRecords,
        clock: clock),
      files: FileIntake(source: allowed), outlet: FileOutlet(sink: saved), observer: observer,
      country: policy.defaultCountry ?? configuration.defaultCountry, watch: watch)
  }
}

extension ServeConfiguration {
  /// The log of this process, to standard error.
  var logger: Logger {
    var logger = Logger(label: "clickport") {
      LineLogHandler(label: $0, format: logFormat)
    }
    logger.logLevel = logLevel
    return logger
  }

  /// What day it is by that clock, where the operator is. `source` is what names the time zone.
  func days(_ clock: WallClock, from source: String = "--time-zone") throws -> DayClock {
    do throws(UnknownTimeZone) {
      return try DayClock(clock, zone: timeZone, source: SystemTimeZones())
    } catch {
      throw ValidationError("\(source): \(error)")
    }
  }

  /// The policy for the tools of a manifest; without a file it allows everything. All that is wrong
  /// with the file is printed to standard error, one line a problem, before it throws.
  func policy(for manifest: Manifest) throws -> CallPolicy {
    guard let policyFile else { return .none }
    do throws(ManifestProblems) {
      return try CallPolicy(
        try ManifestFiles.document(policyFile), source: policyFile, for: manifest)
    } catch {
      throw error.shown()
    }
  }

  /// The account of calls with an effect, where one is wanted; throws when the file can't be used.
  fileprivate func audit(_ logger: Logger) throws -> (any EffectAudit)? {
    guard let auditFile else { return nil }
    let file = AuditFile(path: auditFile)
    do throws(AuditFailure) {
      try file.check()
    } catch {
      throw ValidationError("--audit: \(error.reason)")
    }
    return AuditLog(file: file, logger: logger)
  }

  /// The record that calls with an effect are put on; nil where none is wanted.
  fileprivate var ledger: (any EffectLedger)? {
    if !keepsLedger { return nil }
    guard keepsFiles else { return MemoryLedger() }
    guard let directory = StateDirectory(named: stateDirectory) else {
      return MissingLedger(reason: "there is no HOME or XDG_STATE_HOME to keep the record in")
    }
    return SQLiteLedger(in: directory)
  }

  /// Where overlays that were found right are kept; nil where nothing is.
  var overlayMemory: StateDirectory? {
    keepsFiles ? StateDirectory(named: stateDirectory) : nil
  }

  /// Where is kept what the services still allow.
  fileprivate var allowances: any AllowanceStore {
    if keepsFiles, let directory = StateDirectory(named: stateDirectory) {
      let wasTold = Atomic(false)
      let logger = logger
      return SQLiteAllowances(in: directory) { failure in
        if wasTold.exchange(true, ordering: .relaxed) { return }
        logger.warning(
          "the services' limits are kept by this process alone: \(failure.reason)")
      }
    }
    return MemoryAllowances()
  }

  /// What compares answers with the manifest, where they are a service's own: the sandbox's are only
  /// where they are kept.
  fileprivate var watch: DriftWatch? {
    guard watchesDrift, keepsFiles else { return nil }
    let store = StateDirectory(named: stateDirectory).map { SQLiteDrift(in: $0) }
    return DriftWatch(keptIn: store, logger: logger)
  }

  /// Where the rows of queries are kept.
  fileprivate var results: any ResultStore {
    if keepsFiles, let directory = StateDirectory(named: stateDirectory) {
      return SQLiteResults(in: directory)
    }
    return MemoryResults(systemTime: { .now })
  }

  /// The sandbox keeps nothing, unless it is told where.
  var keepsFiles: Bool { sandbox == nil || stateDirectory != nil }
}

/// The ledger where there is none: it says why, and so nothing is sent that changes something.
private struct MissingLedger: EffectLedger {
  /// A clause that says why.
  let reason: String

  func begin(_ intent: EffectIntent, at now: Timestamp) throws(LedgerFailure) -> Beginning {
    throw LedgerFailure(reason: reason)
  }

  func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) throws(LedgerFailure) {
    throw LedgerFailure(reason: reason)
  }

  func entries(_ query: LedgerQuery, at now: Timestamp) throws(LedgerFailure) -> [LedgerEntry] {
    throw LedgerFailure(reason: reason)
  }
}
