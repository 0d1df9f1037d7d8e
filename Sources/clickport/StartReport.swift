import Host
import Logging
import MCP
import Providers
import Stdio
import Tools

/// What an operator is told when the server starts: what there is, and what will be refused later.
struct StartReport {
  private let services: [ServiceReadiness]
  private let configuration: ServeConfiguration

  init(_ services: [ServiceReadiness], _ configuration: ServeConfiguration) {
    self.services = services
    self.configuration = configuration
  }

  /// The services whose calls will be refused though they were chosen, in sentences without a full
  /// stop.
  var problems: [String] {
    services.filter(isMeant).flatMap { service in
      var problems = service.problems
      // Who chose a service by its id is told that it lacks a key. Otherwise a key is the choice.
      if configuration.selection.providers != nil, !service.keys.isEmpty, !service.isGivenKey {
        problems += service.keys.prefix(1).compactMap(\.state.reason)
      }
      return problems.map { "\(service.service.title) can't be used: \($0)" }
    }
  }

  /// What else is wrong, in sentences without a full stop.
  var warnings: [String] {
    let remarks = services.filter(isMeant).flatMap { service in
      service.remarks.map { "\(service.service.title): \($0)" }
    }
    return remarks + configuration.unfilledRemarks.map(\.text) + [stateFault].compactMap(\.self)
  }

  /// Whether the operator left the service in.
  private func isMeant(_ service: ServiceReadiness) -> Bool {
    configuration.selection.providers?.contains(service.service.id) ?? true
  }

  private var stateFault: String? {
    guard configuration.keepsFiles else { return nil }
    let reason =
      StateDirectory(named: configuration.stateDirectory).map(\.fault)
      ?? "there is no HOME or XDG_STATE_HOME to keep anything in"
    guard let reason else { return nil }
    let consequence =
      configuration.keepsLedger
      ? "What changes something will be refused"
      : "The services' limits are kept by this process alone"
    return "\(consequence): \(reason)"
  }

  /// Tells all of it.
  func log(to logger: Logger) {
    for problem in problems + warnings { logger.warning("\(problem)") }
    logger.info("clickport has started", metadata: metadata)
  }

  private var metadata: Logger.Metadata {
    let isSandbox = configuration.sandbox != nil
    let states = services.filter(isMeant).map { service in
      (service.service.id, isSandbox ? "sandbox" : service.states)
    }
    var metadata: Logger.Metadata = [
      "version": "\(Clickport.version)",
      "protocols": .array(ProtocolVersion.allCases.map { .string($0.rawValue) }),
      "services": .dictionary(
        Dictionary(uniqueKeysWithValues: states.map { ($0, .string($1)) })),
      "overlays": .array(configuration.overlays.map { .string($0) }),
    ]
    metadata["state_directory"] = .string(configuration.overlayMemory?.path ?? "none")
    return metadata
  }
}

extension ServeConfiguration {
  /// The variables that left nothing out since their host left them unfilled, each with a sentence
  /// without a full stop.
  var unfilledRemarks: [(variable: String, text: String)] {
    unfilledLimits.map {
      ($0, "\($0) counts as not set: it holds a reference that its host left unfilled")
    }
  }
}

extension ServiceReadiness {
  /// What there is of its keys, and of its address where that is wrong.
  fileprivate var states: String {
    let keys = keys.map { key in
      let source = key.source.flatMap { $0 == .variable ? nil : " (\($0.rawValue))" } ?? ""
      return "\(key.variable) \(key.state.word)\(source)"
    }
    let address = addressFault.map { _ in "\(service.baseURLVariable) unusable" }
    let all = keys + [address].compactMap(\.self)
    return all.isEmpty ? "no key wanted" : all.joined(separator: ", ")
  }
}

/// The last line of the log, at `info`.
struct LastWords {
  private let logger: Logger
  private let start: ContinuousClock.Instant

  /// Says it before a signal ends the process, too; where nobody reads it, signals are left alone.
  init(to logger: Logger, since start: ContinuousClock.Instant) {
    self.logger = logger
    self.start = start
    guard logger.logLevel <= .info else { return }
    Signals.beforeEnd { [self] name in say(name) }
  }

  func say(_ end: StdioTransport.End) {
    switch end {
    case .ofInput: say("the input ended")
    case .ofOutput: say("nobody reads the output")
    }
  }

  private func say(_ reason: String) {
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    logger.info(
      "clickport has ended",
      metadata: [
        "reason": "\(reason)", "uptime_ms": .stringConvertible(Int(milliseconds)),
      ])
  }
}
