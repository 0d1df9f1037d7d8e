import Foundation
import JSON
import TestSupport
import Testing
import Tools

/// Point F25: what `clickport call` tells a script by its exit code.
@Suite(.timeLimit(.minutes(10)))
struct ExitCodeTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "codes-\(UUID())")
  private static let message = ["send_message", "to=4915123456789", "message=Hello."]

  private func call(
    _ arguments: [String], _ options: [String], _ environment: [String: String] = [:]
  ) async throws -> (status: Int32, error: JSONValue) {
    let outcome = try await ServerProcess.run(
      ["call"] + arguments + options, environment: environment)
    let line = try #require(outcome.lines.first, "\(outcome.errors)")
    return (outcome.status, try JSONValue(parsing: line))
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test(arguments: [
    (#"{"recipients": ["+91*"]}"#, "forbidden"), (#"{"recipients": []}"#, "forbidden"),
    (
      #"{"quiet_hours": {"from": "00:00", "to": "23:59", "utc_offset": "+00:00"}}"#, "forbidden"
    ),
  ])
  func `is 7 where the policy stands in the way`(policy: String, code: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let options = [
      "--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z", "--policy", try file("p", policy),
    ]
    let (status, error) = try await call(Self.message, options)
    #expect(status == 7)
    #expect(error["code"] == .string(code))
    #expect(error["outcome"] == "not_sent")
  }

  @Test func `is 7 for a repetition, and for one too many`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let policy = try file("p", #"{"per_hour": {"send_message": 1}}"#)
    let state = ["--sandbox", "--state-dir", folder.appending(path: "state").path]
    #expect(try await call(Self.message, state).status == 0)
    let again = try await call(Self.message, state)
    #expect(again.status == 7)
    #expect(again.error["code"] == "conflict")
    let another = ["send_message", "to=4915123456789", "message=Another."]
    let capped = try await call(another, state + ["--policy", policy])
    #expect(capped.status == 7)
    #expect(capped.error["code"] == "rate_limited")
    let dependent = try await call(another + ["unless_sent_within=today"], state)
    #expect(dependent.status == 7)
  }

  @Test func `is 7 where nobody can be asked`() async throws {
    let (status, error) = try await call(["delete_rotator", "id=128364"], ["--sandbox"])
    #expect(status == 7)
    #expect(error["code"] == "consent_required")
  }

  @Test func `is 7 where the state can't be used`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try file("file", "x")
    let state = ["--sandbox", "--state-dir", file + "/state"]
    let (status, error) = try await call(Self.message, state)
    #expect(status == 7)
    #expect(error["message"]?.string?.contains("put on record before it is sent") == true)
    #expect(try await call(["list_effects"], state).status == 7)
    #expect(try await call(["list_effects"], ["--sandbox", "--no-ledger"]).status == 7)
    #expect(try await call(["query_rows", "handle=r_aaaaaaaaaaaaaaaaaaaaaa"], state).status != 3)
  }

  @Test func `is what it was for what a service refuses`() async throws {
    let answers = [
      ("401 Unauthorized", 3), ("403 Forbidden", 3), ("404 Not Found", 4), ("409 Conflict", 4),
      ("429 Too Many Requests", 5), ("503 Unavailable", 5), ("400 Bad Request", 4),
    ]
    for (answer, expected) in answers {
      let service = try LoopbackServer { _ in .answer(answer, body: "{}") }
      let (status, _) = try await call(
        Self.message, ["--no-ledger", "--call-timeout", "2"],
        ["KLIK_API_KEY": "a-key", "KLIK_BASE_URL": service.url])
      #expect(status == Int32(expected), "\(answer)")
    }
    let keyless = try await call(Self.message, ["--no-ledger"])
    #expect(keyless.status == 3)
  }

  @Test func `is in the table of the command line, and in the help`() async throws {
    let page = try String(
      contentsOf: Repository.file("docs/command-line.md"), encoding: .utf8)
    #expect(page.contains("\n| 7 | not sent:"))
    let help = try await ServerProcess.run(["help", "call"], environment: ["COLUMNS": "999"])
    #expect(help.lines.joined(separator: " ").contains("7 not sent:"))
  }
}
