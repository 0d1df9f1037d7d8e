import Foundation
import TestSupport
import Testing
import Tools

/// `examples/hosts` is what `clickport install HOST --print` prints with a key of each service set.
@Suite(.timeLimit(.minutes(10)))
struct HostExampleTests {
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test(arguments: [
    ("claude-desktop", "claude-desktop.json"), ("claude-code", "claude-code.mcp.json"),
    ("cursor", "cursor.mcp.json"), ("vscode", "vscode.mcp.json"), ("codex", "codex.config.toml"),
    ("gemini", "gemini.settings.json"), ("zed", "zed.settings.json"),
    ("windsurf", "windsurf.mcp_config.json"), ("goose", "goose.config.yaml"),
  ])
  func `are what is installed`(host: String, file: String) async throws {
    var environment = ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"]
    for service in try Repository.manifest().providers {
      if let variable = service.keyVariables.first { environment[variable] = "example-key-12345" }
    }
    let outcome = try await ServerProcess.run(
      ["install", host, "--print", "--command", "/path/to/clickport"], environment: environment)
    #expect(outcome.status == 0)
    let text = outcome.lines.joined(separator: "\n") + "\n"
    let example = Repository.file("examples/hosts/\(file)")
    if Self.isRecording {
      try text.write(to: example, atomically: true, encoding: .utf8)
      Issue.record("\(file) was recorded; look at it, then run again without RECORD=1")
      return
    }
    #expect(try text == String(contentsOf: example, encoding: .utf8))
  }
}
