import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

@Suite struct `The report on an audit file` {
  /// Entries of three calls; the last has no end.
  private static let entries: [AuditEntry] = {
    var entries: [AuditEntry] = []
    for (place, start) in [nil, 1, nil, 3, nil].enumerated() {
      var members: JSONObject = [
        "time": .string("2026-04-15T12:00:0\(place)Z"),
        "event": .string(start == nil ? "started" : "ended"), "tool": "send_message",
      ]
      members["started"] = start.map { .number(JSONNumber($0)) }
      entries.append(
        AuditEntry(place + 1, members, after: entries.last?.hash ?? AuditEntry.noHash))
    }
    return entries
  }()

  private static let lines = entries.map { String(decoding: $0.line, as: UTF8.self) }

  private func report(_ lines: [String], expecting hash: String? = nil) -> AuditReport {
    AuditReport(Array(lines.map { $0 + "\n" }.joined().utf8), expecting: hash)
  }

  @Test func `tells what a whole file holds`() {
    let report = report(Self.lines)
    #expect(report.fault == nil)
    #expect(report.count == 5)
    #expect(report.firstTime == "2026-04-15T12:00:00Z")
    #expect(report.lastTime == "2026-04-15T12:00:04Z")
    #expect(report.lastHash == Self.entries[4].hash)
    #expect(report.openStarts == [5])
    #expect(report.tornCount == 0)
  }

  @Test func `finds an empty file whole`() {
    let report = report([])
    #expect(report.fault == nil)
    #expect(report.count == 0)
    #expect(report.lastHash == AuditEntry.noHash)
  }

  @Test func `takes a hash that anybody can compute`() throws {
    let line = Self.lines[1]
    let hash = Self.entries[1].hash
    let content = line.replacing(#","hash":"\#(hash)"}"#, with: "}")
    #expect(content.count == line.count - 74)
    #expect(hexDigest(of: Array(content.utf8)) == hash)
  }

  /// What was done to the lines, the first line that doesn't fit then, and words of the reason.
  struct Tampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let line: Int
    let reason: String
    let change: @Sendable (inout [String]) -> Void

    init(
      _ description: String, line: Int, _ reason: String,
      _ change: @escaping @Sendable (inout [String]) -> Void
    ) {
      testDescription = description
      self.line = line
      self.reason = reason
      self.change = change
    }
  }

  /// A line as somebody would write it who knows how hashes are made.
  private static func forged(_ number: Int, after previous: String) -> AuditEntry {
    AuditEntry(number, ["tool": "get_scores"], after: previous)
  }

  private static func text(_ entry: AuditEntry) -> String {
    String(decoding: entry.line, as: UTF8.self)
  }

  private static let tamperings = [
    Tampering("a value changed", line: 3, "was changed") {
      $0[2] = $0[2].replacing("send_message", with: "send_nothing")
    },
    Tampering("the last line changed", line: 5, "was changed") {
      $0[4] = $0[4].replacing("started", with: "stopped")
    },
    Tampering("a member added", line: 1, "was changed") {
      $0[0] = $0[0].replacing(#""tool":"#, with: #""tool":"other","tool":"#)
    },
    Tampering("white space added", line: 2, "was changed") {
      $0[1] = $0[1].replacing(#","previous""#, with: #", "previous""#)
    },
    Tampering("members after the hash", line: 2, "was changed") {
      $0[1] = $0[1].dropLast() + #","note":1}"#
    },
    Tampering("a hash changed", line: 2, "was changed") {
      $0[1] = $0[1].replacing(entries[1].hash, with: entries[0].hash)
    },
    Tampering("the first line removed", line: 1, "number 2 where 1 belongs") {
      $0.removeFirst()
    },
    Tampering("a line removed", line: 3, "number 4 where 3 belongs") { $0.remove(at: 2) },
    Tampering("two lines swapped", line: 2, "number 3 where 2 belongs") { $0.swapAt(1, 2) },
    Tampering("a line repeated", line: 3, "number 2 where 3 belongs") {
      $0.insert($0[1], at: 2)
    },
    Tampering("a forged line inserted", line: 4, "number 3 where 4 belongs") {
      $0.insert(text(forged(3, after: entries[1].hash)), at: 2)
    },
    Tampering("a line replaced by a forged one", line: 4, "doesn't follow") {
      $0[2] = text(forged(3, after: entries[1].hash))
    },
    Tampering("a line of another chain", line: 3, "doesn't follow") {
      $0[2] = text(forged(3, after: AuditEntry.noHash))
    },
    Tampering("a text inserted", line: 2, "no entry") { $0.insert("hello", at: 1) },
    Tampering("an empty line inserted", line: 4, "no entry") { $0.insert("", at: 3) },
    Tampering("an object inserted", line: 1, "no entry") { $0.insert(#"{"seq":1}"#, at: 0) },
    Tampering("a torn line inserted", line: 4, "inserted") {
      $0.insert(String($0[2].prefix(40)), at: 2)
    },
    Tampering("the last line cut", line: 5, "torn") { $0[4] = String($0[4].dropLast(9)) },
  ]

  @Test(arguments: tamperings)
  func `names the first line that doesn't fit`(tampering: Tampering) {
    var lines = Self.lines
    tampering.change(&lines)
    let report = report(lines)
    #expect(report.fault?.line == tampering.line)
    #expect(report.fault?.reason.contains(tampering.reason) == true)
  }

  @Test func `misses lines that were cut off only when it is told of them`() {
    let cut = Array(Self.lines.dropLast())
    let last = Self.entries[4].hash
    #expect(report(cut).fault == nil)
    #expect(report(cut, expecting: last).countSinceExpected == nil)
    #expect(report(Self.lines, expecting: last).countSinceExpected == 0)
    #expect(report(Self.lines, expecting: Self.entries[1].hash).countSinceExpected == 3)
  }

  /// Two entries with a torn line between them that the second tells of.
  private static let mended: [String] = {
    let torn = String(lines[1].prefix(50))
    let members: JSONObject = [
      "event": "started", "torn": .string(hexDigest(of: Array(torn.utf8))),
    ]
    return [lines[0], torn, text(AuditEntry(2, members, after: entries[0].hash))]
  }()

  @Test func `counts a torn line that the next one tells of`() {
    let report = report(Self.mended)
    #expect(report.fault == nil)
    #expect(report.count == 2)
    #expect(report.tornCount == 1)
  }

  @Test func `misses a torn line that was changed or removed`() {
    var changed = Self.mended
    changed[1] = changed[1].replacing("2026", with: "2025")
    #expect(report(changed).fault?.reason.contains("torn line before it was changed") == true)
    var removed = Self.mended
    removed.remove(at: 1)
    #expect(report(removed).fault?.reason.contains("was removed") == true)
  }
}
