import Host
import Providers
import Tools

/// `clickport check`: compiles the manifest, looks at addresses and keys, and tells what is wrong.
struct Check: Command {
  static let description = CommandDescription(
    name: "check",
    abstract: "Check the manifest, with every overlay, a policy, addresses and keys.",
    discussion: """
      Nothing is started, and no service is asked. Prints every problem with its place and exits with \
      1, or counts the tools. Of each service it tells the address in use and the state of the key: \
      set, missing or unusable. A service that was chosen, by its key or by --providers, and can't be \
      used is a problem too.
      """)

  private let manifest: ManifestOptions
  private let policy: PolicyOptions
  private let selection: SelectionOptions
  private let state: StateDirectoryOption

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    policy = try arguments.group()
    selection = try arguments.group()
    state = try arguments.group()
  }

  func run() throws {
    var configuration = try selection.configuration()
    configuration.policyFile = policy.file
    configuration.stateDirectory = state.path
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load(checksAll: true)
    _ = try configuration.policy(for: manifest)
    guard try EmbeddedFiles.hasSoundTable() else {
      Terminal.printRemark(
        "The built-in manifest isn't the one its table was made of, so each start reads it whole: "
          + "RECORD=1 swift test --filter DocumentationTests makes a new table, then build again.")
      throw ExitCode.failure
    }
    let services = manifest.providers.map { ServiceReadiness(of: $0, in: .process) }
    for service in services { Terminal.printLine(line(of: service)) }
    if let file = policy.file { Terminal.printLine("The policy \(file) is right.") }
    Terminal.printLine(
      "The manifest is right: \(count(manifest.providers.count, "provider")), "
        + "\(count(manifest.tools.count, "tool")), \(count(manifest.prompts.count, "prompt")).")
    try tell(services, configuration, manifest)
  }

  /// Tells what can't be used; throws where that is a service.
  private func tell(
    _ services: [ServiceReadiness], _ configuration: ServeConfiguration, _ manifest: Manifest
  ) throws {
    do throws(ToolSelectionProblems) {
      _ = try configuration.selection.surface(of: manifest, configured: services.configured)
    } catch {
      throw ValidationError(error.description)
    }
    let report = StartReport(services, configuration)
    for warning in report.warnings { Terminal.printRemark("Warning: \(warning).") }
    let problems = report.problems
    if problems.isEmpty { return }
    for problem in problems { Terminal.printRemark("Error: \(problem).") }
    throw ExitCode.failure
  }

  private func line(of service: ServiceReadiness) -> String {
    let tools = count(service.service.tools.count, "tool")
    let address =
      service.addressFault.map { "\(service.service.baseURLVariable) unusable: \($0.reason)" }
      ?? service.address
    let keys = service.keys.map(\.summary)
    let known = keys.isEmpty ? "no key wanted" : keys.joined(separator: "; ")
    return "\(service.service.id): \(tools), \(address); \(known)"
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

extension ServiceReadiness.Key {
  /// Its state, and where it comes from where that isn't its variable.
  fileprivate var summary: String {
    guard case .set = state else { return state.description }
    guard let source, source != .variable else { return "\(variable) set" }
    return "\(variable) set, \(source.words(for: variable))"
  }
}
