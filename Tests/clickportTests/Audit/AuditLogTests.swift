import Foundation
import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

@Suite struct `The audit log` {
  private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl").path
  private let log = LogCollector()

  private var audit: AuditLog { AuditLog(file: AuditFile(path: path), logger: log.logger(.text)) }

  private static let now = Timestamp(secondsSince1970: 1_776_254_400)

  private static let call: AuditedCall = {
    var intent = EffectIntent(
      tool: "send_message", provider: "klik", account: "klik account", effect: .write,
      fingerprint: "f00d")
    intent.subject = "919999999999"
    intent.key = "order-7"
    return AuditedCall(requestID: "r7", intent: intent)
  }()

  private func lines() throws -> [JSONObject] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      try #require(try JSONValue(parsing: String(line)).object)
    }
  }

  @Test func `tells of a call before and after it, and links the two`() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let start = try await audit.recordStart(of: Self.call, at: Self.now)
    await audit.recordEnd(
      of: Self.call, start: start, EffectEnd(.unknown, code: .timedOut),
      at: Self.now.adding(seconds: 9))
    let lines = try lines()
    let common = ["request_id", "tool", "provider", "effect", "subject", "fingerprint"]
    #expect(
      lines.map(\.keys) == [
        ["seq", "time", "event"] + common + ["previous", "hash"],
        ["seq", "time", "event"] + common + ["started", "state", "code", "previous", "hash"],
      ])
    #expect(lines.map { $0["event"] } == ["started", "ended"])
    #expect(lines.map { $0["time"] } == ["2026-04-15T12:00:00Z", "2026-04-15T12:00:09Z"])
    #expect(lines.map { $0["subject"] } == ["919999999999", "919999999999"])
    #expect(lines[1]["started"] == 1)
    #expect(lines[1]["state"] == "unknown")
    #expect(lines[1]["code"] == "timed_out")
    #expect(lines[1]["previous"] == lines[0]["hash"])
  }

  @Test func `takes hostile texts for what they are`() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var intent = Self.call.intent
    intent.subject = "x\n{\"seq\":2}\u{202E}" + String(repeating: "y", count: 9_000)
    let call = AuditedCall(requestID: "\u{0}\n\n", intent: intent)
    _ = try await audit.recordStart(of: call, at: Self.now)
    #expect(try lines().count == 1)
    #expect(try lines()[0]["subject"]?.string?.count ?? 0 < 400)
    #expect(AuditReport(Array(try Data(contentsOf: URL(filePath: path)))).fault == nil)
  }

  @Test func `logs an end that can't be written`() async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    await audit.recordEnd(of: Self.call, start: 3, EffectEnd(.accepted), at: Self.now)
    #expect(log.lines.count == 1)
    #expect(log.lines[0].contains("error clickport: the end of a call is missing"))
    #expect(log.lines[0].hasSuffix("request_id=r7 started=3"))
    #expect(!log.lines[0].contains("919999999999"))
  }
}
