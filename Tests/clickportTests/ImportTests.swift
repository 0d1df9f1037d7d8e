import Foundation
import JSON
import TestSupport
import Testing

/// `clickport import`, as a person runs it.
@Suite(.timeLimit(.minutes(10)))
struct ImportTests {
  private static let document = Repository.file("examples/library.openapi.json").path
  private static let overlay = Repository.file("examples/library.overlay.json")

  private func importing(
    _ file: String = document, _ options: String...
  ) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["import", "openapi", file, "--provider", "town_library"] + options)
  }

  private func temporaryFile(_ text: String = "") throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test func `makes the overlay that lies among the examples`() async throws {
    let outcome = try await importing()
    #expect(outcome.status == 0)
    let text = outcome.lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try text.write(to: Self.overlay, atomically: true, encoding: .utf8)
      Issue.record("recorded; look at the difference")
    }
    #expect(try String(contentsOf: Self.overlay, encoding: .utf8) == text)
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors.contains { $0.contains("/components/securitySchemes/session") })
    #expect(errors.last?.hasPrefix("6 of 6 operations became tools of town_library") == true)
  }

  @Test func `gives tools that can be listed`() async throws {
    let check = try await ServerProcess.run(["check", "--manifest", Self.overlay.path])
    #expect(check.status == 0)
    #expect(check.lines.contains { $0.hasPrefix("town_library: 6 tools") })
    let tools = try await ServerProcess.run([
      "tools", "--manifest", Self.overlay.path, "--toolsets", "all",
    ])
    #expect(tools.lines.contains { $0.hasPrefix("remove_book ") && $0.contains("destructive") })
  }

  @Test func `writes into a file, and replaces one only when it is told to`() async throws {
    let file = try temporaryFile("mine")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let refused = try await importing(Self.document, "--output", file)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("is there already"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    let written = try await importing(Self.document, "--output", file, "--force")
    #expect(written.status == 0)
    #expect(written.lines == [])
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == String(contentsOf: Self.overlay, encoding: .utf8))
  }

  @Test(arguments: [
    ("openapi: 3.0.0\ninfo: {}\n", "yq -o json"), ("{\"openapi\": ", "not JSON"),
    (#"{"openapi": "3.0.0", "servers": [{"url": "/"}]}"#, "--base-url"),
    (#"{"openapi": "3.0.0", "servers": [{"url": "https://a.example"}]}"#, "no operation"),
    ("[]", "is an object"),
  ])
  func `says what is wrong with a document`(text: String, words: String) async throws {
    let file = try temporaryFile(text)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let outcome = try await importing(file)
    #expect(outcome.status == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
