import AgentHosts
import Host
import JSON
import Platform
import Providers

/// `clickport install`: an entry for this server in the file of an agent host.
struct Install: Command {
  static let description = CommandDescription(
    name: "install",
    abstract: "Add this server to an agent host's configuration, or take it out.",
    discussion: """
      Hosts: claude-desktop, claude-code, cursor, vscode, codex, gemini, zed, windsurf, goose; or all, \
      for each that has a directory here. Without a host it lists them, their files, and which of them \
      have this server.

      The rest of the file stays as it is, to the last byte. The change is shown, asked about on a \
      terminal, and the file as it was is copied to …clickport-backup beside it. What can't be read or \
      edited safely is left alone, with the text to paste.

      Keys: each key variable that is set here is referred to in the host's own way, never written \
      out. Where a host has no such way, or no variable is set, the server finds by itself what \
      clickport setup keeps. A file that …_FILE names is named in the entry.

      What stands behind -- is given to clickport serve too.

      Examples:
        clickport install claude-code
        clickport install cursor --project . --toolsets reports --dry-run
        clickport install vscode --sandbox --name clickport-trial
        clickport install codex -- --policy policy.json
        clickport install claude-code --uninstall
      """)

  private let host: String?
  let serverOptions: [String]
  let name: String
  let project: String?
  let usesSandbox: Bool
  let toolsets: String?
  let isReadOnly: Bool
  let manifest: ManifestOptions
  let variables: [String]
  let writesKeys: Bool
  let command: String?
  let isTrial: Bool
  let printsOnly: Bool
  let uninstalls: Bool
  let replacesOthers: Bool
  let asksNobody: Bool

  init(_ arguments: inout Arguments) throws {
    host = try arguments.optionalWord(
      "host",
      ArgumentHelp(
        "The agent host, or all.", completion: .choices(AgentHost.all.map(\.id) + ["all"])))
    serverOptions = try arguments.words("serve-options", "Further options of clickport serve.")
    name = try arguments.option(
      "name", "What the server is called there.", default: "clickport")
    project = try arguments.option(
      "project",
      ArgumentHelp(
        "Use the file of the project in this directory, not the user's.", valueName: "directory"))
    usesSandbox = arguments.flag("sandbox", "Have it answer from the built-in sandbox.")
    toolsets = try arguments.option(
      "toolsets", ArgumentHelp("Have it offer these toolsets.", valueName: "names"))
    isReadOnly = arguments.flag("read-only", "Have it offer only tools that read.")
    manifest = try arguments.group()
    variables = try arguments.options(
      "env",
      ArgumentHelp(
        "Refer to this variable too, or set it; may be repeated.",
        discussion: "NAME is taken from the host's environment, NAME=VALUE is written out.",
        valueName: "name"))
    writesKeys = arguments.flag(
      "inline-keys", "Write the keys themselves into the file, as text that anybody can read there."
    )
    command = try arguments.option(
      "command",
      ArgumentHelp("Start this program, not the one that is running.", valueName: "path"))
    isTrial = arguments.flag("dry-run", "Show the change, and make none.")
    printsOnly = arguments.flag("print", "Print the entry, to be pasted; no file is looked at.")
    uninstalls = arguments.flag("uninstall", "Take the entry out again.")
    replacesOthers = arguments.flag(
      "force", "Replace or remove an entry of that name that isn't Clickport's.")
    asksNobody = arguments.flag("yes", "Don't ask. Without a terminal nobody is asked anyway.")
  }

  func validate() throws {
    let isPlain = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard isPlain, (1...64).contains(name.utf8.count) else {
      throw ValidationError("--name must have 1 to 64 letters, digits, hyphens and underscores")
    }
    guard project != "" else { throw ValidationError("--project must name a directory") }
    guard !printsOnly || !(uninstalls || isTrial || writesKeys) else {
      let other = uninstalls ? "--uninstall" : isTrial ? "--dry-run" : "--inline-keys"
      throw ValidationError("--print can't be with \(other): it shows the entry, and never a key")
    }
    guard let host else {
      guard serverOptions.isEmpty, !uninstalls, !printsOnly else {
        throw ValidationError("Name a host, or all. clickport install lists them")
      }
      return
    }
    guard host == "all" || AgentHost(rawValue: host) != nil else {
      let names = AgentHost.all.map(\.id)
      throw ValidationError(
        "There is no host '\(host)'"
          + ValidationError.suggestion(for: host, among: names) + "\nHosts: "
          + names.joined(separator: ", ") + ", all")
    }
    guard host != "all" || project == nil, host != "all" || !printsOnly else {
      throw ValidationError("Name one host with \(printsOnly ? "--print" : "--project")")
    }
    if project != nil, let host = AgentHost(rawValue: host), host.projectFile == nil {
      throw ValidationError(
        "\(host.title) has no file for a project; leave --project out for the user's file")
    }
  }

  func run() throws {
    let places = try HostPlaces.here()
    guard let host else {
      list(places)
      return
    }
    let entries = uninstalls ? nil : try EntryMaker(self)
    if printsOnly, let host = AgentHost(rawValue: host), let entries {
      let (entry, remarks) = try entries.entry(for: host)
      for sentence in entries.warnings + remarks { Terminal.printRemark(sentence) }
      Terminal.printText(host.snippet(entry))
      return
    }
    let hosts = AgentHost(rawValue: host).map { [$0] } ?? Self.present(in: places)
    if hosts.isEmpty { Terminal.printLine("No host has a directory here.") }
    var hasFailed = false
    for host in hosts {
      let path = try projectPath(of: host) ?? host.userFile(in: places)
      let change = HostChange(host: host, path: path, options: self)
      do {
        if let entries { try change.install(entries) } else { try change.uninstall() }
      } catch let error as ExitCode {
        guard hosts.count > 1 else { throw error }
        hasFailed = true
      }
    }
    if hasFailed { throw ExitCode.failure }
  }

  private func projectPath(of host: AgentHost) throws -> String? {
    guard let project, let file = host.projectFile else { return nil }
    var info = stat()
    guard stat(project, &info) == 0, info.st_mode & S_IFMT == S_IFDIR,
      let directory = OwnProgram.absolute(project)
    else { throw ValidationError("--project: there is no directory \(project)") }
    return (directory == "/" ? "" : directory) + "/" + file
  }

  /// The hosts whose files have a directory here.
  static func present(in places: HostPlaces) -> [AgentHost] {
    AgentHost.all.filter { host in
      let path = host.userFile(in: places)
      let directory = path.split(separator: "/").dropLast().joined(separator: "/")
      // The home directory says nothing.
      return "/" + directory == places.home
        ? access(path, F_OK) == 0 : access("/" + directory, F_OK) == 0
    }
  }

  private func list(_ places: HostPlaces) {
    var table = Table(header: ["host", "server", "file"])
    for host in AgentHost.all {
      let path = host.userFile(in: places)
      table.append([host.id, state(of: host, at: path), places.shown(path)])
    }
    Terminal.printLines(table.lines)
    Terminal.printLine("")
    Terminal.printLine("clickport install HOST adds this server to one of them.")
  }

  private func state(of host: AgentHost, at path: String) -> String {
    guard let file = try? SettingsFile(path) else { return "can't be read" }
    guard let contents = file.contents else { return "no file" }
    guard let entries = try? host.entries(in: contents) else { return "can't be read" }
    let program = try? EntryMaker.command(self)
    let names = entries.filter { $0.isClickport || $0.command == program }.map(\.name)
    return names.isEmpty ? "not in it" : names.joined(separator: ", ")
  }
}

extension HostPlaces {
  /// Those of this machine and this user.
  static func here() throws -> HostPlaces {
    guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else {
      throw ValidationError("HOME must be the user's directory, as an absolute path")
    }
    #if canImport(Darwin)
    let system = System.macOS
    #else
    let system = System.linux
    #endif
    return HostPlaces(home: home, system: system) { name in
      getenv(name).map { String(cString: $0) }
    }
  }

  /// A path as people write it.
  func shown(_ path: String) -> String {
    path.hasPrefix(home + "/") && home != "/" ? "~" + path.dropFirst(home.count) : path
  }
}
