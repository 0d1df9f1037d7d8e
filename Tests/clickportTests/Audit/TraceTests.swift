import Foundation
import JSON
import TestSupport
import Testing

/// What a whole process tells of its calls, on standard error and in an audit file.
@Suite(.timeLimit(.minutes(10)))
struct TraceTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")

  private static func call(_ id: Int, _ tool: String, _ arguments: String) -> String {
    """
    {"jsonrpc":"2.0","id":\(id),"method":"tools/call","params":{"name":"\(tool)",\
    "arguments":\(arguments),"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientCapabilities":{}}}}

    """
  }

  private static let input =
    call(1, "get_scores", #"{"client_id":1}"#)
    + call(2, "send_message", #"{"mobile":"919999999999","message":"Hush now"}"#)
    + call(3, "get_scores", #"{"client_id":"none"}"#)
    + call(4, "use_tool", #"{"name":"get_scores","arguments":{"client_id":1}}"#)
    + call(5, "no_such_tool", "{}")

  private func trace(_ options: String...) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["serve", "--sandbox", "--audit", file.path] + options, input: Self.input)
  }

  private func verify(_ options: String...) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(["audit", "verify", file.path] + options)
  }

  @Test func `is a line of JSON a call, and two entries for one with an effect`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try await trace("--log-level", "info", "--log-format", "json")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 5)
    let lines = try outcome.errors.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      .filter { $0["metadata"]?["request_id"] != nil }
    let told = Set(
      lines.compactMap { line in
        line["metadata"].map { metadata in
          let words = ["request_id", "tool", "code", "status"].map {
            metadata[$0].map { $0.string ?? $0.description } ?? "-"
          }
          return words.joined(separator: " ")
        }
      })
    #expect(lines.count == 4)
    #expect(
      told == [
        "1 get_scores - 200", "2 send_message - 200", "3 get_scores invalid_arguments -",
        "4 get_scores - 200",
      ])

    let account = try String(contentsOf: file, encoding: .utf8)
    #expect(account.contains(#""event":"started","request_id":"2","tool":"send_message""#))
    #expect(account.contains(#""state":"accepted""#))
    for text in [account, outcome.errors] {
      #expect(!text.contains("Hush"))
      #expect(!text.contains("client_id"))
    }
    let whole = try await verify()
    #expect(whole.status == 0)
    #expect(whole.lines.first?.hasPrefix("2 entries, from 20") == true)
    #expect(whole.lines.last == "The chain is whole.")
  }

  @Test func `has a line for a call that was cancelled`() async throws {
    let cancel =
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
    let outcome = try await ServerProcess.run(
      [
        "serve", "--sandbox", "--log-level", "notice", "--faults",
        "rate=1 kinds=latency latency=40-50",
      ], input: Self.call(1, "get_scores", #"{"client_id":1}"#) + cancel + "\n")
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains("notice clickport: the call was cancelled"))
    #expect(outcome.errors.contains("code=cancelled"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func `goes on with one chain in the next process, and shows what was cut off`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: file) }
    for number in 1...2 {
      let outcome = try await ServerProcess.run([
        "call", "send_message", "mobile=91999999999\(number)", "message=Hush", "--sandbox",
        "--audit", file.path, "--log-level", "info",
      ])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("info clickport: the call was answered attempts=1"))
    }
    let whole = try await verify()
    #expect(whole.lines.first?.hasPrefix("4 entries") == true)
    let hash = try #require(
      whole.lines.first { $0.hasPrefix("last hash: ") }?.split(separator: " ").last)
    #expect(try await verify("--expect", String(hash)).status == 0)

    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    try (lines.prefix(3).joined(separator: "\n") + "\n").write(
      to: file, atomically: true, encoding: .utf8)
    let cut = try await verify()
    #expect(cut.status == 0)
    #expect(cut.lines.contains("without an end: 1, begun at number 3"))
    let missed = try await verify("--expect", String(hash))
    #expect(missed.status == 1)
    #expect(missed.lines.last?.hasPrefix("No line has the expected hash") == true)

    try lines.dropFirst().joined(separator: "\n").write(
      to: file, atomically: true, encoding: .utf8)
    let broken = try await verify()
    #expect(broken.status == 1)
    #expect(broken.lines.last?.hasPrefix("Line 1: it has number 2 where 1 belongs") == true)
  }

  @Test func `is asked for before anything is called, or nothing starts`() async throws {
    let outcome = try await ServerProcess.run([
      "call", "list_projects", "--sandbox", "--audit", "/nowhere/audit",
    ])
    #expect(outcome.status == 64)
    #expect(outcome.lines.isEmpty)
    #expect(outcome.errors.contains("--audit: /nowhere/audit can't be opened"))
  }

  @Test(arguments: [["--log-format", "xml"], ["--log-level", "loud"]])
  func `has no other format or level`(options: [String]) async throws {
    let outcome = try await ServerProcess.run(["serve"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.lines.isEmpty)
  }

  @Test func `can't be verified where there is none`() async throws {
    let outcome = try await verify()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("can't be opened: No such file"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }
}
