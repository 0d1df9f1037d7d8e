import Foundation
import Host
import Platform
import TestSupport
import Testing

/// `clickport setup`, as somebody at a terminal meets it.
@Suite(.timeLimit(.minutes(10)))
struct SetupOnTerminalTests {
  private let home: KeyedHome
  private let service: LoopbackServer

  init() throws {
    home = try KeyedHome()
    service = try KeyedHome.service()
  }

  private func setup(
    _ arguments: [String], _ variables: [String: String] = [:]
  ) throws -> TerminalProcess {
    try TerminalProcess(
      // The service is in this process, which has other things to do.
      ["setup", "--timeout", "120"] + arguments,
      environment: try home.variables(at: service.url).merging(variables) { $1 })
  }

  @Test func `asks without showing, tries, asks again where it is refused, and keeps`() async throws
  {
    let terminal = try setup(["--service", "hienergy"])
    #expect(await terminal.shows("It belongs to your user at https://app.hienergy.ai"))
    #expect(await terminal.shows("Key for HIENERGY_API_KEY (not shown; Enter skips it): "))
    #expect(!terminal.echoes)
    terminal.type("a b\n")
    #expect(await terminal.shows("HIENERGY_API_KEY holds a space"))
    #expect(await terminal.shows("Enter skips it): "))
    terminal.type(KeyedHome.wrong + "\n")
    #expect(await terminal.shows("Hi Energy AI refuses it."))
    #expect(await terminal.shows("Keep it all the same? [y/N] "))
    #expect(terminal.echoes)
    terminal.type("\n")
    #expect(await terminal.shows("Enter skips it): "))
    #expect(!terminal.echoes)
    terminal.type("\"\(KeyedHome.key)\"\n")
    #expect(await terminal.shows("accepts it: get_clicks answered in "))
    #expect(await terminal.shows("Kept in \(home.store.path(of: "HIENERGY_API_KEY"))"))
    let (shown, status) = await terminal.finish()
    #expect(status == 0)
    #expect(terminal.echoes)
    #expect(shown.contains("1 key kept."))
    #expect(KeyedHome.traces(in: shown) == [])
    #expect(home.kept == ["HIENERGY_API_KEY": KeyedHome.key + "\n"])
    #expect(home.store.entries.map(\.mode) == [0o600])
  }

  @Test func `leaves what is set with Enter, and says where it comes from`() async throws {
    try home.store.keep(KeyedHome.key, as: "HIENERGY_API_KEY")
    let terminal = try setup(
      ["--service", "hienergy", "--service", "klik"],
      ["KLIK_API_KEY": KeyedHome.key, "KLIK_INTERNAL_KEY": "${user_config.internal}"])
    #expect(await terminal.shows("HIENERGY_API_KEY is set, kept by clickport setup."))
    #expect(await terminal.shows("Enter leaves it): "))
    terminal.type("\n")
    #expect(
      await terminal.shows(
        "KLIK_API_KEY is set, from the variable KLIK_API_KEY, which counts before a kept key."))
    #expect(await terminal.shows("Enter leaves it): "))
    terminal.type("\n")
    #expect(await terminal.shows("left unfilled."))
    #expect(await terminal.shows("for KLIK_INTERNAL_KEY (not shown; Enter skips it): "))
    terminal.type(KeyedHome.wrong + "\n")
    #expect(await terminal.shows("kept unchecked: no read uses it"))
    let (shown, status) = await terminal.finish()
    #expect(status == 0)
    #expect(KeyedHome.traces(in: shown) == [])
    #expect(home.kept["HIENERGY_API_KEY"] == KeyedHome.key + "\n")
    #expect(home.kept["KLIK_INTERNAL_KEY"] == KeyedHome.wrong + "\n")
    #expect(home.kept.count == 2)
    #expect(service.requests.isEmpty)
  }

  @Test func `takes a user's name and a password where there is no key`() async throws {
    let terminal = try setup(["--service", "clickmedias"])
    #expect(await terminal.shows("Key for CLICKMEDIAS_API_KEY (not shown; Enter skips it): "))
    terminal.type("\n")
    #expect(await terminal.shows("Username for CLICKMEDIAS_USERNAME (Enter skips it): "))
    #expect(terminal.echoes)
    terminal.type("jane\n")
    #expect(
      await terminal.shows("Password for CLICKMEDIAS_PASSWORD (not shown; Enter goes back): "))
    #expect(!terminal.echoes)
    terminal.type(KeyedHome.key + "\n")
    #expect(await terminal.shows("accepts it: list_clients answered"))
    let (shown, status) = await terminal.finish()
    #expect(status == 0)
    #expect(KeyedHome.traces(in: shown) == [])
    #expect(
      home.kept
        == ["CLICKMEDIAS_USERNAME": "jane\n", "CLICKMEDIAS_PASSWORD": KeyedHome.key + "\n"])
  }

  @Test func `keeps what can't be tried when it is told to`() async throws {
    let terminal = try setup(
      ["--service", "clickmeter"],
      ["CLICKMETER_BASE_URL": "http://127.0.0.1:\(LoopbackServer.closedPort)"])
    #expect(await terminal.shows("Enter skips it): "))
    terminal.type(KeyedHome.wrong + "\n")
    #expect(await terminal.shows("It couldn't be checked."))
    #expect(await terminal.shows("Keep it unchecked? [Y/n] "))
    terminal.type("perhaps\n")
    #expect(await terminal.shows("Keep it unchecked? [Y/n] "))
    terminal.type("y\n")
    let (shown, status) = await terminal.finish()
    #expect(status == 0)
    #expect(KeyedHome.traces(in: shown) == [])
    #expect(home.kept == ["CLICKMETER_API_KEY": KeyedHome.wrong + "\n"])
  }

  @Test func `keeps no half of a key`() async throws {
    let terminal = try setup(["--service", "hienergy", "--no-check"])
    #expect(await terminal.shows("Enter skips it): "))
    terminal.type(String(KeyedHome.key.prefix(9)) + "\u{4}\u{4}")
    let end = await terminal.finish()
    #expect(end.status == 1)
    #expect(end.shown.contains("Ended. 0 keys kept."))
    #expect(home.kept.isEmpty)
  }

  /// However it ends, the terminal shows again what is typed.
  @Test(arguments: [("\u{3}", -SIGINT), ("\u{4}", 1), ("kill", -SIGTERM), ("hang up", -SIGHUP)])
  func `leaves the terminal as it was`(typed: String, status: Int32) async throws {
    let terminal = try setup(["--service", "hienergy"])
    #expect(await terminal.shows("Enter skips it): "))
    #expect(!terminal.echoes)
    switch typed {
    case "kill": terminal.signal(SIGTERM)
    case "hang up": terminal.signal(SIGHUP)
    default: terminal.type(typed)
    }
    let end = await terminal.finish()
    #expect(end.status == status)
    #expect(terminal.echoes)
    #expect(end.shown.contains("Ended. 0 keys kept.") == (status == 1))
    #expect(home.kept.isEmpty)
  }

  @Test func `offers the agent hosts that are here`() async throws {
    let codex = try home.makeFolder(".codex")
    let terminal = try setup(["--service", "clickmeter", "--no-check"])
    #expect(await terminal.shows("Enter skips it): "))
    terminal.type(KeyedHome.key + "\n")
    #expect(await terminal.shows("1 key kept."))
    #expect(await terminal.shows("Set it up for Codex? [y/N] "))
    terminal.type("y\n")
    #expect(await terminal.shows(" [y/N] "))
    terminal.type("y\n")
    let (shown, status) = await terminal.finish()
    #expect(status == 0)
    #expect(KeyedHome.traces(in: shown) == [])
    let text = try String(contentsOfFile: codex + "/config.toml", encoding: .utf8)
    #expect(text.contains("[mcp_servers.clickport]"))
    #expect(KeyedHome.traces(in: text) == [])
  }

  @Test func `asks nothing where keys can't be kept`() async throws {
    try home.store.keep(KeyedHome.key, as: "HIENERGY_API_KEY")
    #expect(chmod(home.store.path, 0o755) == 0)
    let end = await (try setup([])).finish()
    #expect(end.status == 1)
    let sentence = end.shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(sentence.contains("chmod 700 \(home.store.path)"))
  }
}
