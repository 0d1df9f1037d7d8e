import AgentHosts
import Host
import Providers
import Tools

/// `clickport setup`: asks for the keys of services, tries them, and keeps them.
struct Setup: Command {
  static let description = CommandDescription(
    name: "setup",
    abstract: "Ask for the services' keys, try each, and keep them for every start.",
    discussion: """
      Service by service it says where the key is found, asks for it without showing it, makes the \
      cheapest read with it, and keeps it in a file that only you can read. A key in an environment \
      variable, or in the file that the same name with _FILE behind it points at, counts before a \
      kept one. clickport keys lists them.

      Examples:
        clickport setup
        clickport setup --service ID
        clickport setup --from-env

      Exit codes: 0 done; 1 a key was refused, or can't be kept; 64 the command line is wrong, or \
      there is no terminal to ask on.
      """)

  private let services: [String]
  private let isFromEnvironment: Bool
  private let checks: Bool
  private let probe: ProbeOptions
  private let manifest: ManifestOptions

  init(_ arguments: inout Arguments) throws {
    services = try arguments.options(
      "service",
      ArgumentHelp(
        "Only this service; may be repeated.", valueName: "id", completion: .services))
    isFromEnvironment = arguments.flag(
      "from-env",
      ArgumentHelp(
        "Keep the keys that the environment holds, without a question.",
        discussion: "In the variables, or in the files that the same names with _FILE point at."))
    checks = !arguments.flag("no-check", "Keep keys without trying them.")
    probe = try arguments.group()
    manifest = try arguments.group()
  }

  /// How long each key is tried; nil where none is.
  private var trial: Duration? { checks ? probe.timeLimit : nil }

  func run() async throws {
    let manifest = try ManifestFiles(overlays: self.manifest.overlays).load()
    let services = try chosen(of: manifest)
    let environment = Environment.process
    guard isFromEnvironment || TerminalInput.isPossible else {
      throw ValidationError(
        "There is no terminal to ask on. With the keys in these variables, or in files that the "
          + "same names with _FILE point at, --from-env keeps them:\n"
          + Self.variables(of: services).joined(separator: "\n"))
    }
    guard let store = KeyStore(environment) else {
      throw ValidationError("there is no HOME or XDG_CONFIG_HOME to keep keys in")
    }
    if let fault = store.fault { throw failure("\(fault).") }
    do {
      if isFromEnvironment {
        try await keepFromEnvironment(services, store, environment)
      } else {
        try await ask(services, store, environment)
      }
    } catch let error as SetupFailure {
      throw failure("\(error)")
    }
  }

  private func chosen(of manifest: Manifest) throws -> [ProviderDescriptor] {
    if services.isEmpty { return manifest.providers }
    let known = manifest.providers.map(\.id)
    for id in services where !known.contains(id) {
      throw ValidationError(
        "there is no service \(id)" + ValidationError.suggestion(for: id, among: known)
          + " (services are \(known.joined(separator: ", ")))")
    }
    return manifest.providers.filter { services.contains($0.id) }
  }

  private static func variables(of services: [ProviderDescriptor]) -> [String] {
    services.compactMap { service in
      let ways = ServiceAccessWays(of: service)
      let needed = [[ways.key].compactMap(\.self), ways.signIn].filter { !$0.isEmpty }
      guard !needed.isEmpty else { return nil }
      let words = needed.map { $0.map(\.variable).joined(separator: " and ") }
      return "  \(service.title): \(words.joined(separator: ", or "))"
    }
  }

  private func keepFromEnvironment(
    _ services: [ProviderDescriptor], _ store: KeyStore, _ environment: Environment
  ) async throws {
    var setup = SetupFromEnvironment(store, environment, trial: trial)
    for service in services { try await setup.keep(for: service) }
    if setup.keptCount > 0 {
      Terminal.printLine("\(Self.count(setup.keptCount)) kept in \(store.path).")
    } else if setup.refusedCount == 0 {
      throw failure(
        "No key is set. These variables may hold one:\n"
          + Self.variables(of: services).joined(separator: "\n"))
    }
    if setup.refusedCount > 0 { throw ExitCode.failure }
  }

  private func ask(
    _ services: [ProviderDescriptor], _ store: KeyStore, _ environment: Environment
  ) async throws {
    Terminal.printLine(
      "Keys are kept in \(store.path), each in a file that only you can read. Ctrl-D ends it.")
    var dialogue = SetupDialogue(store, environment, trial: trial)
    do {
      for service in services { try await dialogue.ask(for: service) }
    } catch is InputEnd {
      Terminal.printLine("")
      Terminal.printLine("Ended. \(Self.count(dialogue.kept.count)) kept.")
      throw ExitCode.failure
    }
    Terminal.printLine("")
    Terminal.printLine(
      "\(Self.count(dialogue.kept.count)) kept. clickport keys lists all there are.")
    offerInstall()
  }

  /// Sets the server up in the agent hosts of this machine, if that is wanted.
  private func offerInstall() {
    let hosts = (try? HostPlaces.here()).map(Install.present) ?? []
    let titles = hosts.map(\.title).joined(separator: ", ")
    let later = "clickport install HOST sets it up for an agent's host; without one it lists them."
    guard !hosts.isEmpty, (try? TerminalInput.confirm("Set it up for \(titles)?")) == true else {
      return Terminal.printLine(later)
    }
    for host in hosts {
      do {
        try Install.parse([host.id]).run()
      } catch is ExitCode {
        // What was wrong has been said, and the next host may be right.
        continue
      } catch {
        Terminal.printRemark("\(host.title): \(error)")
      }
    }
  }

  private static func count(_ number: Int) -> String { "\(number) key\(number == 1 ? "" : "s")" }

  private func failure(_ sentence: String) -> ExitCode {
    Terminal.printRemark(sentence)
    return .failure
  }
}
