import Foundation
import Host
import JSON
import TestSupport
import Testing

/// What hosts' files say of Clickport, by the real command.
@Suite(.timeLimit(.minutes(10)))
struct HostSurveyTests {
  private let bench: DoctorBench

  init() throws {
    bench = try DoctorBench()
  }

  private typealias Told = DoctorBench.Told

  private func install(
    _ command: String, _ environment: JSONObject = [:], in file: String = ".cursor/mcp.json"
  ) throws -> String {
    let entry: JSONValue = ["command": .string(command), "env": .object(environment)]
    return try bench.write(
      JSONValue.object(["mcpServers": ["clickport": entry, "other": ["command": "other"]]])
        .description, to: file)
  }

  private func script(_ text: String, isExecutable: Bool = true) throws -> String {
    let draft = try bench.write("#!/bin/sh\n\(text)\n", to: "bin/draft")
    let path = draft.replacing(/draft$/, with: "clickport")
    // A program that somebody has open for writing can't be started, and every process that another
    // test starts just now would have it: the one that writes it is `cp`.
    _ = try ProgramRun("/bin/cp", [draft, path]).output(within: .seconds(120))
    try FileManager.default.setAttributes(
      [.posixPermissions: isExecutable ? 0o755 : 0o644], ofItemAtPath: path)
    return path
  }

  @Test func `knows this program`() async throws {
    let file = try install(ServerProcess.binary.path)
    let outcome = try await bench.run()
    #expect(outcome.failed == [])
    let text = outcome.finding("host", "cursor")?["text"]?.string ?? ""
    #expect(text == "\(file) starts this program, \(ServerProcess.binary.path)")
  }

  @Test func `says that a path is stale`() async throws {
    let file = try install("/nonexistent/clickport")
    let outcome = try await bench.run()
    #expect(outcome.status == 1)
    #expect(outcome.failed == [Told("host", "cursor")])
    let finding = outcome.finding("host", "cursor")
    #expect(
      finding?["text"]?.string
        == "\(file) starts /nonexistent/clickport, and there is no such program")
    #expect(finding?["fix"] == "clickport install cursor")
  }

  @Test func `looks for a path whatever its name is`() async throws {
    _ = try install("/nonexistent/run.sh")
    #expect(try await bench.run().failed == [Told("host", "cursor")])
  }

  @Test func `lets no file steer the terminal, or write lines of its own`() async throws {
    _ = try install("/nonexistent\u{1B}]0;title\u{7}\nok  build\u{202E}/clickport")
    let outcome = try await bench.lines()
    #expect(outcome.status == 1)
    let text = outcome.lines.joined(separator: "\n")
    for hidden in ["\u{1B}", "\u{7}", "\u{202E}"] { #expect(!text.contains(hidden)) }
    #expect(!outcome.lines.contains { $0.hasPrefix("ok  build/") })
    #expect(text.contains("starts /nonexistent]0;title ok  build/clickport,"), "\(text)")
  }

  @Test func `says that a program can't be executed`() async throws {
    _ = try install(try script("", isExecutable: false))
    #expect(try await bench.run().failed == [Told("host", "cursor")])
  }

  @Test func `tells another version from this one`() async throws {
    _ = try install(try script("echo clickport 0.0.1"))
    let outcome = try await bench.run()
    #expect(outcome.status == 0)
    #expect(outcome.told("warning") == [Told("host", "cursor")])
    let text = outcome.finding("host", "cursor")?["text"]?.string ?? ""
    #expect(text.contains("is 0.0.1"), "\(text)")
  }

  @Test(arguments: ["exit 3", "sleep 100 & wait", "echo; echo no version here"])
  func `doesn't wait for a program that tells no version`(text: String) async throws {
    _ = try install(try script(text))
    let outcome = try await bench.run(["--timeout", "10"])
    #expect(outcome.told("warning") == [Told("host", "cursor")])
    let found = outcome.finding("host", "cursor")?["text"]?.string ?? ""
    #expect(found.contains("tells no version"), "\(found)")
  }

  @Test func `gives a program no keys`() async throws {
    let copy = bench.home.appending(path: "seen").path
    _ = try install(try script("env > \(copy); echo 0.0.1"))
    _ = try await bench.run()
    let seen = try String(contentsOfFile: copy, encoding: .utf8)
    #expect(!seen.contains("API_KEY"))
  }

  @Test func `says that an entry passes a placeholder`() async throws {
    _ = try install(
      ServerProcess.binary.path, ["KLIK_API_KEY": "your-api-key", "HIENERGY_API_KEY": "a-real-key"])
    let outcome = try await bench.run()
    #expect(outcome.failed == [Told("host", "cursor")])
    let text = outcome.finding("host", "cursor")?["text"]?.string ?? ""
    #expect(text.contains("KLIK_API_KEY holds a placeholder"), "\(text)")
    #expect(!outcome.text.contains("a-real-key"))
  }

  @Test func `leaves hosts alone that don't start Clickport`() async throws {
    _ = try bench.write(
      #"{"mcpServers": {"other": {"command": "/none/other"}}}"#, to: ".cursor/mcp.json")
    _ = try bench.write("nonsense {", to: ".codeium/windsurf/mcp_config.json")
    let outcome = try await bench.run()
    #expect(outcome.failed == [])
    #expect(outcome.finding("host", "host")?["level"] == "skipped")
  }

  @Test func `says that a file can't be understood`() async throws {
    _ = try bench.write("{ clickport", to: ".cursor/mcp.json")
    let outcome = try await bench.run()
    #expect(outcome.told("warning") == [Told("host", "cursor")])
  }

  @Test func `shows no key of an entry`() async throws {
    let key = SecretSearch.key
    for command in [ServerProcess.binary.path, "/none/clickport"] {
      _ = try install(command, ["KLIK_API_KEY": .string(key), "X": .string(key)])
      let outcome = try await bench.run()
      #expect(SecretSearch().findings(in: outcome.text) == [])
    }
    _ = try install("/none/\(key.filter { $0 != "/" })/clickport", ["KLIK_API_KEY": .string(key)])
    let outcome = try await bench.run()
    #expect(SecretSearch().findings(in: outcome.text) == [])
  }
}
