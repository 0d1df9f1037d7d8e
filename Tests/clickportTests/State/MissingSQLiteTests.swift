#if os(Linux)
@testable import Host
import Foundation
import JSON
import TestSupport
import Testing
import Tools

/// The server on a machine whose SQLite can't be opened: the loader finds an empty file first.
@Suite(.timeLimit(.minutes(10)))
struct MissingSQLiteTests {
  let bench = StateBench()

  private func environment() throws -> [String: String] {
    let library = try bench.directory.file("libsqlite3.so.0")
    #expect(FileManager.default.createFile(atPath: library, contents: Data()))
    let inherited = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    return ["LD_LIBRARY_PATH": bench.directory.path + (inherited.map { ":\($0)" } ?? "")]
  }

  @Test func `reads, and changes nothing unrecorded`() async throws {
    let client = try ToolClient(
      [
        "serve", "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z", "--state-dir",
        bench.directory.path,
      ], environment: environment())
    let reading = try #require(
      await client.call("query_rows", ["tool": "get_clicks", "range": "2026-03"]))
    #expect(!reading.isError)
    let sending = try #require(
      await client.call("send_message", ["mobile": "919999999999", "message": "Hello"]))
    #expect(sending.isError)
    #expect(sending.answer["outcome"] == "not_sent")
    #expect(sending.answer["message"]?.string?.contains("install libsqlite3-0") == true)
    client.process.closeInput()
    #expect(await client.process.exitStatus() == 0)
  }

  @Test func `says what to install when the ledger is asked for`() async throws {
    _ = try await bench.ledger().entries(LedgerQuery(limit: 1), at: LedgerTests.now)
    let outcome = try await ServerProcess.run(
      ["ledger", "--state-dir", bench.directory.path], environment: environment())
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("install libsqlite3-0"))
  }
}
#endif
