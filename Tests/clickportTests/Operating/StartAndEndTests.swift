import Foundation
import JSON
import MCP
import TestSupport
import Testing

@testable import clickport

/// Point F26: the first and the last line of the log, and what is warned of at the start.
@Suite(.timeLimit(.minutes(10)))
struct StartAndEndTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "start-\(UUID())")

  private func lines(_ errors: String) throws -> [JSONValue] {
    try errors.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  @Test func `tell version, protocols, services, state and overlays, and why it ended`()
    async throws
  {
    let overlay = Repository.file("examples/overlay.json").path
    let outcome = try await ServerProcess.run(
      [
        "serve", "--log-level", "info", "--log-format", "json", "--manifest", overlay,
        "--state-dir", folder.path,
      ],
      environment: [
        "HIENERGY_API_KEY": "the-key-of-hienergy", "KLIK_API_KEY": "a b",
        "CLICKMETER_BASE_URL": "nowhere",
      ])
    #expect(outcome.status == 0)
    let lines = try lines(outcome.errors)
    let start = try #require(lines.first { $0["message"] == "clickport has started" }?["metadata"])
    #expect(start["version"] == .string(Clickport.version))
    #expect(start["protocols"]?.array?.count == ProtocolVersion.allCases.count)
    #expect(start["services"]?["hienergy"] == "HIENERGY_API_KEY set")
    #expect(start["services"]?["klik"]?.string?.hasPrefix("KLIK_API_KEY unusable") == true)
    #expect(
      start["services"]?["clickmeter"]?.string?.hasSuffix("CLICKMETER_BASE_URL unusable") == true)
    #expect(start["services"]?["clickmagick"] == "CLICKMAGICK_API_KEY missing")
    #expect(start["state_directory"] == .string(folder.path))
    #expect(start["overlays"] == [.string(overlay)])
    #expect(lines.last?["message"] == "clickport has ended")
    #expect(lines.last?["metadata"]?["reason"] == "the input ended")
    #expect(lines.last?["level"] == "info")
    #expect(!outcome.errors.contains("the-key-of-hienergy"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "state.sqlite").path))
    try? FileManager.default.removeItem(at: folder)
  }

  @Test func `are not told below info`() async throws {
    let outcome = try await ServerProcess.run(["serve", "--log-level", "notice", "--sandbox"])
    #expect(outcome.errors == "")
  }

  // Of the signals that are told of, this is the one that no parent of this test has ignored.
  @Test func `name the signal that ended it, which it ends by`() async throws {
    let process = try ServerProcess(["serve", "--sandbox", "--log-level", "info"])
    process.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
    #expect(await process.nextLine() != nil)
    process.signal(SIGTERM)
    #expect(await process.exitStatus() == -SIGTERM)
    #expect(process.errorOutput.contains("clickport has ended reason=SIGTERM"))
  }

  @Test func `name the output that nobody reads`() async throws {
    let process = try ServerProcess(["serve", "--sandbox", "--log-level", "info"])
    process.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
    #expect(await process.nextLine() != nil)
    process.stopReading()
    #expect(await process.exitStatus() == 0)
    #expect(process.errorOutput.contains(#"clickport has ended reason="nobody reads the output""#))
  }

  /// What the start warns of, by how it is set up.
  private func warnings(
    _ options: [String] = [], _ environment: [String: String]
  ) async throws -> [String] {
    let outcome = try await ServerProcess.run(["serve"] + options, environment: environment)
    #expect(outcome.status == 0)
    return outcome.errors.split(separator: "\n").map(String.init)
  }

  @Test func `stand after a warning of a state that can't be written`() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    for path in [file.path, file.path + "/beneath/it"] {
      let told = try await warnings(["--state-dir", path], ["KLIK_API_KEY": "a-key"])
      #expect(told.count == 1)
      #expect(told.first?.contains("What changes something will be refused: ") == true)
      #expect(told.first?.contains(file.path) == true)
    }
    let unrecorded = try await warnings(
      ["--state-dir", file.path, "--no-ledger"], ["KLIK_API_KEY": "a-key"])
    #expect(unrecorded.first?.contains("limits are kept by this process alone") == true)
    let homeless = try await warnings(
      [], ["KLIK_API_KEY": "a-key", "XDG_STATE_HOME": "", "HOME": ""])
    #expect(homeless.first?.contains("there is no HOME or XDG_STATE_HOME") == true)
    #expect(try await warnings(["--state-dir", folder.path + "/new/one"], [:]) == [])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"))
  }

  @Test func `stand after a warning of a key file that everybody can read`() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "key")
    try Data("the-key-of-klik\n".utf8).write(to: file)
    for (mode, isOpen) in [(0o600, false), (0o644, true)] {
      #expect(chmod(file.path, mode_t(mode)) == 0)
      let told = try await warnings([], ["KLIK_API_KEY_FILE": file.path])
      #expect(told.count == (isOpen ? 1 : 0))
      #expect(told.first?.contains("chmod 600") == (isOpen ? true : nil))
      #expect(!told.joined().contains("the-key-of-klik"))
    }
    // The variable itself wins: the file isn't used.
    #expect(
      try await warnings([], ["KLIK_API_KEY": "a-key", "KLIK_API_KEY_FILE": file.path]) == [])
  }
}
