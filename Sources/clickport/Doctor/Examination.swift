import Dispatch
import Exchange
import Host
import JSON
import Providers
import Tools

/// Looks at everything that can keep Clickport from working. Services are asked side by side, once
/// each; nothing is made or changed.
struct Examination: Sendable {
  var overlays: [String] = []
  var policyFile: String?
  /// What `--state-dir` names.
  var stateDirectory: String?
  /// The services that are wanted, by their ids; those of the settings, or all, where none is named.
  var services: [String] = []
  /// Whether nothing is asked.
  var isOffline = false
  /// Whether it is told how answers differ from the manifest.
  var tellsDrift = false
  /// How long each service may take.
  var timeLimit = ServiceProbe.standardLimit
  var environment = Environment.process
  /// The directory whose hosts' files are looked at too.
  var project: String?

  /// All findings; throws the name of a service that there isn't.
  func report() async throws -> DoctorReport {
    let transport = NetworkTransport(environment: environment)
    let manifest = try ManifestExamination(overlays: overlays, policy: policyFile)
    let (settings, chosen) = settingsFindings(manifest)
    let wanted = try wantedServices(manifest, chosen)
    let readiness = wanted.map { ServiceReadiness(of: $0, in: environment) }
    async let state = stateFindings()
    async let drift = driftFindings(manifest.manifest, wanted.map(\.id))
    async let hosts = hostSurvey(manifest.manifest.providers)
    let examinations = await examine(readiness, over: transport)
    let survey = await hosts
    let outside = KeyConcealment(of: readiness, and: survey.secrets)
    var findings = BuildExamination.ofThisProcess(transport).findings + settings
    findings += planFindings(readiness)
    findings += manifest.findings(concealing: outside)
    findings += examinations.flatMap { $0.findings(concealing: outside) }
    findings += keylessFindings(examinations)
    findings += proxyFindings(examinations, transport.problems)
    findings += ClockExamination(examinations).findings
    findings += await state
    findings += await drift
    findings += survey.findings(concealing: outside)
    return DoctorReport(version: Clickport.version, findings: findings)
  }

  // MARK: - Settings

  /// What is wrong with the variables that set this program up, and the services they choose.
  private func settingsFindings(
    _ examination: ManifestExamination
  ) -> ([Finding], chosen: [String]?) {
    do {
      let configuration = try ServeConfiguration(environment)
      try check(configuration, examination)
      let warnings = configuration.unfilledRemarks.map { variable, text in
        Finding(
          .settings, variable, .warning, text,
          fix: "Have the host fill it in, or unset it: as it is, it leaves no tool out")
      }
      return (warnings, configuration.selection.providers)
    } catch {
      let sentences = "\(error)".split(whereSeparator: \.isNewline).joined(separator: "; ")
      return (
        [
          Finding(
            .settings, "variables", .failed, sentences,
            fix: "Put the variable right, or unset it: the server doesn't start like this")
        ], nil
      )
    }
  }

  /// Throws what a server that is set up so doesn't start with.
  private func check(
    _ configuration: ServeConfiguration, _ examination: ManifestExamination
  ) throws {
    _ = try configuration.days(WallClock(stoppedAt: nil), from: "CLICKPORT_TIME_ZONE")
    _ = try AllowedDirectories(
      operator: configuration.allowedDirectories, from: FileOptions.allowedVariable)
    _ = try SaveDirectories(
      operator: configuration.saveDirectories, from: FileOptions.saveVariable)
    // The names may be an overlay's that is left out.
    guard !examination.isReduced else { return }
    let manifest = examination.manifest
    let readiness = manifest.providers.map { ServiceReadiness(of: $0, in: environment) }
    _ = try configuration.selection.surface(of: manifest, configured: readiness.configured)
  }

  /// Plans that the services don't know.
  private func planFindings(_ readiness: [ServiceReadiness]) -> [Finding] {
    readiness.compactMap { readiness in
      readiness.planRemark.map { remark in
        Finding(
          .settings, readiness.service.planVariable, .warning, remark,
          fix: "Put \(readiness.service.planVariable) right, or unset it")
      }
    }
  }

  private func wantedServices(
    _ examination: ManifestExamination, _ chosen: [String]?
  ) throws -> [ProviderDescriptor] {
    let all = examination.manifest.providers
    let ids = all.map(\.id)
    for name in services where !ids.contains(name) && !examination.isReduced {
      throw ValidationError(
        "--service: there is no service '\(name)'"
          + ValidationError.suggestion(for: name, among: ids))
    }
    let wanted = services.isEmpty ? chosen : services
    return wanted.map { names in all.filter { names.contains($0.id) } } ?? all
  }

  // MARK: - Services

  private func examine(
    _ readiness: [ServiceReadiness], over transport: NetworkTransport
  ) async -> [ServiceExamination] {
    let isNamed = !services.isEmpty
    let unexamined = readiness.map { readiness in
      let service = readiness.service
      let sources = readiness.keys.compactMap { key in
        key.source.map { (key.variable, $0.words(for: key.variable)) }
      }
      return ServiceExamination(
        readiness: readiness, sources: Dictionary(sources) { first, _ in first },
        isMoved: environment.variable(service.baseURLVariable)?.isBlank == false,
        proxy: transport.proxy(to: readiness.base), isNamed: isNamed,
        unasked: isOffline ? "not asked: --offline" : nil, keyStore: KeyStore(environment))
    }
    return await withTaskGroup(of: (Int, ServiceExamination).self) { group in
      for (index, examination) in unexamined.enumerated() {
        group.addTask { [environment, isOffline, timeLimit] in
          var examination = examination
          if !isOffline, examination.isAskable {
            examination.outcome = await ServiceProbe(
              of: examination.service, in: environment, over: transport, timeLimit: timeLimit
            ).run()
          }
          return (index, examination)
        }
      }
      var examined = unexamined
      for await (index, examination) in group { examined[index] = examination }
      return examined
    }
  }

  /// Says once that no service has a key.
  private func keylessFindings(_ examinations: [ServiceExamination]) -> [Finding] {
    guard services.isEmpty, !examinations.isEmpty,
      !examinations.contains(where: { $0.readiness.isGivenKey || $0.readiness.keys.isEmpty })
    else { return [] }
    return [
      Finding(
        .settings, "keys", .failed, "no service has a key",
        fix: "clickport setup asks for them; clickport demo shows what there is without any")
    ]
  }

  /// A finding for each proxy, however many services are behind it.
  private func proxyFindings(
    _ examinations: [ServiceExamination], _ problems: [String]
  ) -> [Finding] {
    var findings: [Finding] = []
    for finding in examinations.compactMap(\.proxyFinding) where !findings.contains(finding) {
      findings.append(finding)
    }
    // What one service gets through, it isn't the proxy that is broken for the others only.
    for problem in problems where !findings.contains(where: { $0.text == problem }) {
      findings.append(
        Finding(
          .proxy, "variables", .failed, problem, fix: ServiceExamination.proxyRemedy))
    }
    return findings
  }

  // MARK: - This machine

  private var directory: StateDirectory? {
    stateDirectory.map { StateDirectory($0) } ?? StateDirectory(environment)
  }

  private func driftFindings(_ manifest: Manifest, _ services: [String]) async -> [Finding] {
    guard tellsDrift else { return [] }
    var counted: Result<[DriftFinding], LedgerFailure>?
    if let directory, directory.holdsDrift {
      do throws(LedgerFailure) {
        counted = .success(try await SQLiteDrift(in: directory).all())
      } catch {
        counted = .failure(error)
      }
    }
    return DriftExamination(counted: counted, manifest: manifest, services: services).findings
  }

  private func stateFindings() async -> [Finding] {
    let directory = directory
    let inspection = await DispatchQueue(label: "clickport.doctor.state").run {
      directory.map { StateInspection(of: $0) }
    }
    return StateExamination(inspection: inspection).findings
  }

  private func hostSurvey(_ services: [ProviderDescriptor]) async -> HostSurvey {
    await DispatchQueue(label: "clickport.doctor.hosts").run { [environment, project, timeLimit] in
      HostSurvey(
        in: environment, project: project, keys: services, patience: timeLimit * 2 / 5)
    }
  }
}
