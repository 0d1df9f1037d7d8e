import AgentHosts
import Host
import JSON
import Providers
import Tools

/// What a host's file says of Clickport, and what there is of the program that it starts.
struct HostExamination: Sendable {
  let host: AgentHost
  let file: String
  /// Whether the file is a project's.
  let isProject: Bool
  /// The name of the entry.
  let name: String
  let program: Program
  /// Keys that the entry passes and that can't be used, in clauses without the keys.
  let faults: [String]

  /// What a host starts.
  enum Program: Equatable, Sendable {
    case missing(String)
    case notExecutable(String)
    /// This very program.
    case this(String)
    case version(String, String)
    /// It tells no version; a clause says why.
    case silent(String, reason: String)
    /// Something that Clickport is started by.
    case other(String)

    /// It without what stands of keys in its path.
    fileprivate func concealing(_ concealment: KeyConcealment) -> Program {
      switch self {
      case .missing(let path): .missing(concealment.applied(to: path))
      case .notExecutable(let path): .notExecutable(concealment.applied(to: path))
      case .this(let path): .this(concealment.applied(to: path))
      case .version(let path, let version):
        .version(concealment.applied(to: path), concealment.applied(to: version))
      case .silent(let path, let reason):
        .silent(concealment.applied(to: path), reason: reason)
      case .other(let command): .other(concealment.applied(to: command))
      }
    }
  }

  func findings(concealing concealment: KeyConcealment) -> [Finding] {
    let subject = host.id
    let trouble =
      [programTrouble(concealment)].compactMap(\.self)
      + faults.map { (level: .failed, text: "\(file) passes a key that can't be used: \($0)") }
    guard trouble.isEmpty else {
      return trouble.map { Finding(.host, subject, $0.level, $0.text, fix: installation) }
    }
    return [Finding(.host, subject, .ok, "\(file) starts \(programText(concealment))")]
  }

  /// The command that writes a right entry.
  private var installation: String {
    "clickport install \(host.id)" + (isProject ? " --project" : "")
      + (name == "clickport" ? "" : " --name \(name)")
  }

  private func programTrouble(
    _ concealment: KeyConcealment
  ) -> (level: Finding.Level, text: String)? {
    switch program.concealing(concealment) {
    case .missing(let path): (.failed, "\(file) starts \(path), and there is no such program")
    case .notExecutable(let path): (.failed, "\(file) starts \(path), which can't be executed")
    case .version(let path, let version) where version != Clickport.version:
      (.warning, "\(file) starts \(path), which is \(version); this is \(Clickport.version)")
    case .silent(let path, let reason):
      (.warning, "\(file) starts \(path), which tells no version: \(reason)")
    case .this, .version, .other: nil
    }
  }

  private func programText(_ concealment: KeyConcealment) -> String {
    switch program.concealing(concealment) {
    case .this(let path): "this program, \(path)"
    case .version(let path, _): "\(path), this version"
    case .other(let path): "\(path)"
    case .missing(let path), .notExecutable(let path), .silent(let path, _): path
    }
  }
}

/// What is found of Clickport in the files of all hosts.
struct HostSurvey: Sendable {
  var examinations: [HostExamination] = []
  /// Files that speak of Clickport and can't be read, with the reason.
  var unreadable: [(host: AgentHost, file: String, reason: String)] = []
  /// What stands in entries and must not be shown.
  var secrets: [String] = []

  func findings(concealing concealment: KeyConcealment) -> [Finding] {
    let found =
      examinations.flatMap { $0.findings(concealing: concealment) }
      + unreadable.map { host, file, reason in
        Finding(
          .host, host.id, .warning,
          "\(file) can't be understood: \(concealment.applied(to: reason))",
          fix: "Put the file right; \(host.title) may not start Clickport as it is")
      }
    guard found.isEmpty else { return found }
    return [
      Finding(
        .host, "host", .skipped, "no agent host starts Clickport yet: clickport install HOST")
    ]
  }
}

extension HostSurvey {
  /// The most bytes of a file that is looked into.
  private static let sizeLimit = 32 << 20

  /// Looks into the files of all hosts. It blocks. `patience` is how long a program may take to tell
  /// its version.
  init(
    in environment: Environment, project: String?, keys: [ProviderDescriptor], patience: Duration
  ) {
    self.init()
    guard let places = HostPlaces(environment) else { return }
    var seen: Set<String> = []
    for host in AgentHost.all {
      for file in host.configurationFiles(in: places, project: project) {
        // Home may be where this was started.
        guard seen.insert(file).inserted, let bytes = plainFile(file, limit: Self.sizeLimit) else {
          continue
        }
        do throws(HostFileProblem) {
          for entry in try host.entries(in: bytes) where entry.isOurs {
            secrets += entry.texts
            examinations.append(
              HostExamination(
                host: host, file: file, isProject: file != host.userFile(in: places),
                name: entry.name, program: Self.program(of: entry, in: environment, patience),
                faults: entry.faults(of: keys, in: environment)))
          }
        } catch {
          if String(decoding: bytes, as: UTF8.self).contains("clickport") {
            unreadable.append((host, file, error.description))
          }
        }
      }
    }
  }

  private static func program(
    of entry: ServerEntry, in environment: Environment, _ patience: Duration
  ) -> HostExamination.Program {
    // What else Clickport may be started by is looked for, but not started.
    guard entry.isClickport || entry.command.hasPrefix("/") else { return .other(entry.command) }
    guard let path = ProgramFile.find(entry.command, in: environment.variable("PATH")) else {
      return .missing(entry.command)
    }
    guard path.isExecutable else { return .notExecutable(path.path) }
    if path.isThisProgram { return .this(path.path) }
    guard entry.isClickport else { return .other(path.path) }
    let variables = ["PATH", "HOME"].compactMap { name in
      environment.variable(name).map { (name, $0) }
    }
    do throws(ProgramRun.Failure) {
      let output = try ProgramRun(
        path.path, ["--version"], environment: Dictionary(uniqueKeysWithValues: variables)
      ).output(within: patience)
      let line = output.split(whereSeparator: \.isNewline).first ?? ""
      guard let word = line.split(separator: " ").last(where: { $0.first?.isNumber == true }),
        word.count <= 40
      else { return .silent(path.path, reason: "it prints none") }
      return .version(path.path, String(word))
    } catch {
      switch error {
      case .late:
        let seconds = patience.components.seconds
        return .silent(path.path, reason: "it doesn't answer --version within \(seconds) s")
      case .notStarted(let reason): return .silent(path.path, reason: reason)
      }
    }
  }
}

extension ServerEntry {
  /// Whether it starts Clickport, or is called so.
  fileprivate var isOurs: Bool { isClickport || name == "clickport" }

  /// What is wrong with the keys that it passes. What the host fills in can't be judged.
  fileprivate func faults(
    of services: [ProviderDescriptor], in environment: Environment
  ) -> [String] {
    var values: [String: String] = [:]
    for variable in self.environment {
      if case .text(let text) = variable.value { values[variable.name] = text }
    }
    let given = Environment { [values] in
      values[$0]
    } file: { (path) throws(UnreadableFile) in
      try environment.file(path)
    }
    return services.flatMap { service in
      ServiceReadiness(of: service, in: given).keys.compactMap { key in
        if case .unusable(let reason, _) = key.state { reason } else { nil }
      }
    }
  }
}

extension HostPlaces {
  /// Where hosts of the user of these variables keep their files; nil where there is no home.
  fileprivate init?(_ environment: Environment) {
    guard let home = environment.variable("HOME"), home.hasPrefix("/") else { return nil }
    #if canImport(Darwin)
    self.init(home: home, system: .macOS, variable: environment.variable)
    #else
    self.init(home: home, system: .linux, variable: environment.variable)
    #endif
  }
}
