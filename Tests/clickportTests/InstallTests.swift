import AgentHosts
import Foundation
import JSON
import TestSupport
import Testing
import Tools

/// `clickport install`, run as a user runs it, in a home directory of its own.
@Suite(.timeLimit(.minutes(10)))
final class InstallTests {
  private let home = FileManager.default.temporaryDirectory
    .resolvingSymlinksInPath().appending(path: "clickport-home-\(UUID().uuidString)")
  private static let command = ["--command", "/opt/clickport"]

  init() throws {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  private func install(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["install"] + arguments, environment: own.merging(environment) { $1 })
  }

  private var own: [String: String] {
    ["HOME": home.path, "XDG_CONFIG_HOME": home.path + "/.config"]
  }

  private func url(of host: AgentHost) -> URL {
    #if canImport(Darwin)
    let system = HostPlaces.System.macOS
    #else
    let system = HostPlaces.System.linux
    #endif
    let places = HostPlaces(home: home.path, system: system) { [home] name in
      name == "XDG_CONFIG_HOME" ? home.path + "/.config" : nil
    }
    return URL(filePath: host.userFile(in: places))
  }

  @discardableResult
  private func write(_ text: String, _ host: AgentHost) throws -> URL {
    let file = url(of: host)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  private func text(_ file: URL) throws -> String {
    try String(contentsOf: file, encoding: .utf8)
  }

  /// All files of the home directory, and what they hold.
  private func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: home.path) ?? .init() {
      files[path] = try? Data(contentsOf: home.appending(path: path))
    }
    return files
  }

  private static func sample(_ host: AgentHost) -> String {
    switch host.format {
    case .json: "{\n\t// mine\n\t\"theme\": \"dark\",\n\t\"list\": [1, 2,], // so\n}\n"
    case .toml: "model = \"x\" # mine\n\n[mcp_servers.other]\nurl = 'https://example.com'\n"
    case .yaml: "# mine\nGOOSE_MODEL: x\nextensions:\n  dev:\n    enabled: true\nz: 1\n"
    }
  }

  @Test func `breaks no line that is to be pasted, however narrow the terminal`() async throws {
    let command = "/opt/\(String(repeating: "long/", count: 12))with blanks/clickport"
    try write("{ this is no JSON", .cursor)
    let terminal = try TerminalProcess(
      ["install", "cursor", "--sandbox", "--command", command], environment: own, columns: 40)
    let end = await terminal.finish()
    #expect(end.status == 1)
    #expect(end.shown.contains(#""command": "\#(command)""#), "\(end.shown)")
  }

  @Test func `breaks sentences between words on a terminal`() async throws {
    let terminal = try TerminalProcess(["ledger"], environment: own, columns: 40)
    let lines = await terminal.finish().shown.split(whereSeparator: \.isNewline)
    #expect(lines.count > 1)
    #expect(lines.allSatisfy { $0.count <= 40 || !$0.contains(" ") }, "\(lines)")
  }

  @Test(arguments: AgentHost.all)
  func `adds it, copies the file, and gives it back to the last byte`(host: AgentHost) async throws
  {
    let file = try write(Self.sample(host), host)
    let before = try files()
    let added = try await install([host.id] + Self.command)
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.lines.contains { $0.hasPrefix("clickport was added to") })
    let entries = try host.entries(in: Array(try Data(contentsOf: file)))
    #expect(
      entries.last
        == ServerEntry(name: "clickport", command: "/opt/clickport", arguments: ["serve"]))
    #expect(try text(file.appendingPathExtension("clickport-backup")) == Self.sample(host))
    let again = try await install([host.id] + Self.command)
    #expect(again.lines.contains { $0.contains("already, just so") })
    let other = try await install([host.id, "--sandbox"] + Self.command)
    #expect(other.lines.contains { $0.contains("--sandbox") })
    #expect(other.lines.contains { $0.hasPrefix("clickport was replaced in") })
    let removed = try await install([host.id, "--uninstall"])
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try files() == before)
  }

  @Test(arguments: AgentHost.all)
  func `makes a file, and removes it again`(host: AgentHost) async throws {
    let added = try await install(
      [host.id, "--name", "mine", "--toolsets", "reports", "--read-only"] + Self.command)
    #expect(added.status == 0, "\(added.errors)")
    let entry = ServerEntry(
      name: "mine", command: "/opt/clickport",
      arguments: ["serve", "--toolsets", "reports", "--read-only"])
    #expect(try host.entries(in: Array(try Data(contentsOf: url(of: host)))) == [entry])
    let listed = try await install([])
    #expect(listed.lines.contains { $0.hasPrefix(host.id) && $0.contains("mine") })
    let removed = try await install([host.id, "--name", "mine", "--uninstall"])
    #expect(removed.status == 0)
    #expect(try files() == [:])
    let none = try await install([host.id, "--uninstall"])
    #expect(none.status == 0)
  }

  @Test(arguments: AgentHost.all)
  func `takes out no more than the entry once the file has changed`(host: AgentHost) async throws {
    let file = try write(Self.sample(host), host)
    _ = try await install([host.id] + Self.command)
    let changed = try text(file).replacing("mine", with: "ours")
    try Data(changed.utf8).write(to: file)
    let removed = try await install([host.id, "--uninstall"])
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try text(file) == Self.sample(host).replacing("mine", with: "ours"))
  }

  @Test(arguments: AgentHost.all)
  func `never writes or prints a key`(host: AgentHost) async throws {
    let search = SecretSearch()
    let keys = try Repository.manifest().providers.flatMap(\.keyVariables)
    var environment: [String: String] = [:]
    for key in keys { environment[key] = SecretSearch.key }
    try write(Self.sample(host), host)
    for options in [["--dry-run"], ["--print"], [], ["--sandbox"], ["--uninstall"]] {
      let arguments = [host.id] + options + (options == ["--uninstall"] ? [] : Self.command)
      let outcome = try await install(arguments, environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(search.findings(in: outcome.lines.joined(separator: "\n") + outcome.errors) == [])
      if options == [], host.takesReferences {
        let entries = try host.entries(in: Array(try Data(contentsOf: url(of: host))))
        let own = try #require(entries.first { $0.name == "clickport" })
        #expect(Set(own.environment.map(\.name)) == Set(keys))
        #expect(own.environment.allSatisfy { $0.value == .reference })
      }
      for (path, data) in try files() { #expect(search.findings(in: data) == [], "\(path)") }
    }
  }

  @Test(arguments: AgentHost.all)
  func `writes keys out where that is asked for, and prints none`(host: AgentHost) async throws {
    let search = SecretSearch()
    let variable = try #require(try Repository.manifest().providers.first?.keyVariables.first)
    let outcome = try await install(
      [host.id, "--inline-keys"] + Self.command, [variable: SecretSearch.key])
    #expect(outcome.status == 0)
    let file = url(of: host)
    let entry = try #require(try host.entries(in: Array(try Data(contentsOf: file))).first)
    #expect(entry.environment == [.init(variable, .text(SecretSearch.key))])
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let replaced = try await install([host.id] + Self.command, [variable: SecretSearch.key])
    let removed = try await install([host.id, "--uninstall"])
    for outcome in [outcome, replaced, removed] {
      #expect(search.findings(in: outcome.lines.joined(separator: "\n") + outcome.errors) == [])
    }
  }

  @Test(arguments: AgentHost.all)
  func `names the file that a key is in`(host: AgentHost) async throws {
    let variable = try #require(try Repository.manifest().providers.first?.keyVariables.first)
    let printed = try await install(
      [host.id, "--print"] + Self.command, [variable + "_FILE": "/keys/one"])
    let text = printed.lines.joined(separator: "\n")
    let entry = try #require(try host.entries(in: Array(text.utf8)).first)
    #expect(entry.environment == [.init(variable + "_FILE", .text("/keys/one"))])
    #expect(try files() == [:])
  }

  @Test(arguments: AgentHost.all) func `changes nothing in a trial`(host: AgentHost) async throws {
    try write(Self.sample(host), host)
    let before = try files()
    let outcome = try await install([host.id, "--dry-run"] + Self.command)
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.hasPrefix("+ ") })
    #expect(!outcome.lines.joined().contains("example.com"))
    #expect(try files() == before)
  }

  @Test(arguments: AgentHost.all)
  func `leaves a file alone that it can't read, and says what to paste`(
    host: AgentHost
  ) async throws {
    try write("{ \"a\": [ \n", host)
    let before = try files()
    let outcome = try await install([host.id] + Self.command)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("line "))
    #expect(outcome.errors.contains("nothing was changed"))
    #expect(outcome.errors.contains("/opt/clickport"))
    #expect(try await install([host.id, "--uninstall"]).status == 1)
    #expect(try files() == before)
  }

  @Test func `follows a link, and keeps the mode`() async throws {
    let real = home.appending(path: "dotfiles.json")
    try Data("{}".utf8).write(to: real)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real.path)
    let link = home.appending(path: ".cursor/mcp.json")
    try FileManager.default.createDirectory(
      at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: link.path, withDestinationPath: "../dotfiles.json")
    #expect(try await install(["cursor"] + Self.command).status == 0)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "../dotfiles.json")
    let mode = try FileManager.default.attributesOfItem(atPath: real.path)[.posixPermissions]
    #expect(mode as? Int == 0o640)
    #expect(try text(real).contains("/opt/clickport"))
    #expect(try text(home.appending(path: "dotfiles.json.clickport-backup")) == "{}")
    #expect(try await install(["cursor", "--uninstall"]).status == 0)
    #expect(try text(real) == "{}")
    try FileManager.default.removeItem(at: real)
    let broken = try await install(["cursor"] + Self.command)
    #expect(broken.status == 1 && broken.errors.contains("a link that leads nowhere"))
  }

  @Test func `leaves a read-only file alone`() async throws {
    let file = try write("{}", .cursor)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file.path)
    let before = try files()
    let outcome = try await install(["cursor"] + Self.command)
    #expect(outcome.status == 1 && outcome.errors.contains("is read-only"))
    #expect(try files() == before)
  }

  @Test func `writes over no copy`() async throws {
    let file = try write("{\"a\":1}", .cursor)
    let copy = file.appendingPathExtension("clickport-backup")
    try Data("{\"old\":true}".utf8).write(to: copy)
    #expect(try await install(["cursor"] + Self.command).status == 0)
    #expect(try text(copy) == "{\"old\":true}")
    #expect(try text(file.appendingPathExtension("clickport-backup-2")) == "{\"a\":1}")
  }

  @Test func `shows no value of what it replaces, and says where keys stay`() async throws {
    let variable = try #require(try Repository.manifest().providers.first?.keyVariables.first)
    let file = try write("{\"a\":1}", .cursor)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    let added = try await install(["cursor", "--inline-keys"] + Self.command, [variable: "pw1"])
    #expect(added.status == 0, "\(added.errors)")
    try Data(try text(file).replacing("\"a\":1", with: "\"a\":2").utf8).write(to: file)
    let replaced = try await install(
      ["cursor", "--inline-keys", "--sandbox"] + Self.command, [variable: "pw1"])
    #expect(replaced.status == 0, "\(replaced.errors)")
    let copies = try files().keys.filter { $0.contains("clickport-backup") }
    #expect(copies.count == 2)
    for copy in copies {
      let path = home.appending(path: copy).path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
    let removed = try await install(["cursor", "--uninstall"])
    #expect(removed.status == 0)
    #expect(removed.errors.contains("mcp.json.clickport-backup-2 still has values"))
    #expect(!removed.errors.contains("mcp.json.clickport-backup still has values"))
    for outcome in [added, replaced, removed] {
      #expect(!(outcome.lines.joined() + outcome.errors).contains("pw1"))
    }
    let foreign = try write(
      "{\"mcpServers\": {\"clickport\": {\"command\": \"npx\", \"args\": [\"pw2\"]}}}", .gemini)
    let taken = try await install(["gemini", "--uninstall", "--force"])
    #expect(taken.lines.contains("- \"clickport\": { \"command\": \"npx\", … }"), "\(taken.lines)")
    #expect(!taken.lines.joined().contains("pw2"))
    #expect(try !text(foreign).contains("pw2"))
  }

  @Test func `replaces another's entry only by force`() async throws {
    let other = "{\"mcpServers\": {\"clickport\": {\"command\": \"npx\"}}}"
    let file = try write(other, .cursor)
    let refused = try await install(["cursor"] + Self.command)
    #expect(refused.status == 1 && refused.errors.contains("--force replaces it"))
    #expect(try text(file) == other)
    #expect(try await install(["cursor", "--force"] + Self.command).status == 0)
    #expect(try text(file).contains("/opt/clickport"))
  }

  @Test(arguments: AgentHost.all) func `takes a project's file`(host: AgentHost) async throws {
    let project = home.appending(path: "project")
    try FileManager.default.createDirectory(at: project, withIntermediateDirectories: true)
    let outcome = try await install([host.id, "--project", project.path] + Self.command)
    guard let path = host.projectFile else {
      #expect(outcome.status == 64 && outcome.errors.contains("has no file for a project"))
      return
    }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try files().keys.contains("project/" + path))
  }

  @Test func `gives the server absolute paths and what stands behind two hyphens`() async throws {
    let overlay = Repository.file("examples/overlay.json").path
    let outcome = try await install(
      [
        "gemini", "--print", "--manifest", overlay, "--env", "CLICKPORT_TIME_ZONE=Europe/Berlin",
        "--env", "HTTPS_PROXY", "--", "--policy", "policy.json", "--call-timeout=9",
      ] + Self.command)
    #expect(outcome.status == 64, "what stands behind -- is the server's")
    let right = try await install(
      [
        "gemini", "--print", "--manifest", overlay, "--env", "CLICKPORT_TIME_ZONE=Europe/Berlin",
        "--env", "HTTPS_PROXY",
      ] + Self.command + ["--", "--policy", "policy.json", "--call-timeout=9"])
    #expect(right.status == 0, "\(right.errors)")
    let text = right.lines.joined(separator: "\n")
    let entry = try #require(try AgentHost.gemini.entries(in: Array(text.utf8)).first)
    let here = FileManager.default.currentDirectoryPath
    let directory = URL(filePath: here).resolvingSymlinksInPath().path
    #expect(
      entry.arguments == [
        "serve", "--manifest", overlay, "--policy", directory + "/policy.json", "--call-timeout=9",
      ])
    #expect(
      entry.environment == [
        .init("CLICKPORT_TIME_ZONE", .text("Europe/Berlin")), .init("HTTPS_PROXY", .reference),
      ])
  }

  @Test(arguments: [
    (["emacs"], "There is no host 'emacs'"), (["cursr"], "did you mean 'cursor'?"),
    (["cursor", "--name", "a b"], "--name must have"),
    (["cursor", "--print", "--inline-keys"], "--print can't be with --inline-keys"),
    (["cursor", "--", "--nonsense"], "Unknown option '--nonsense'"),
    (["all", "--project", "."], "Name one host"), (["--uninstall"], "Name a host"),
    (["zed", "--env", "HTTPS_PROXY"], "Zed can't refer to variables"),
    (["cursor", "--env", "A-B=c"], "--env must be NAME"),
  ])
  func `refuses what makes no sense`(arguments: [String], message: String) async throws {
    let outcome = try await install(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try files() == [:])
  }

  @Test func `adds it to all that are here`() async throws {
    for host in [AgentHost.codex, .goose, .zed] { try write(Self.sample(host), host) }
    let before = try files()
    let added = try await install(["all"] + Self.command)
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.lines.count { $0.hasPrefix("clickport was added to") } == 3)
    #expect(try await install(["all", "--uninstall"]).status == 0)
    #expect(try files() == before)
  }

  @Test func `names its own path, or the link that it was started by`() async throws {
    let outcome = try await install(["cursor", "--print"])
    let text = outcome.lines.joined(separator: "\n")
    let entry = try #require(try AgentHost.cursor.entries(in: Array(text.utf8)).first)
    #expect(entry.isClickport)
    #expect(entry.command.hasPrefix("/"))
    let link = home.appending(path: "clickport")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: ServerProcess.binary.resolvingSymlinksInPath())
    let process = try ServerProcess(
      ["install", "cursor", "--print"], program: link, environment: ["HOME": home.path])
    process.closeInput()
    var lines: [String] = []
    for await line in process.lines { lines.append(line) }
    _ = await process.exitStatus()
    #expect(lines.contains { $0.contains("\"command\": \"\(link.path)\"") })
  }
}
