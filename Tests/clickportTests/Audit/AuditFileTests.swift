import Foundation
import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

@Suite struct `An audit file` {
  private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl").path

  private func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func remove() { try? FileManager.default.removeItem(atPath: path) }

  @Test func `grows by a line an entry, for its owner's eyes only`() async throws {
    defer { remove() }
    let file = AuditFile(path: path)
    #expect(try await file.append(["event": "started"]) == 1)
    let first = try bytes()
    #expect(try await file.append(["event": "ended", "started": 1]) == 2)
    let all = try bytes()
    #expect(all.starts(with: first))
    #expect(all.filter { $0 == UInt8(ascii: "\n") }.count == 2)
    let report = AuditReport(all)
    #expect(report.fault == nil)
    #expect(report.count == 2)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `holds one whole chain when many write to it at once`() async throws {
    defer { remove() }
    let files = [AuditFile(path: path), AuditFile(path: path)]
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<100 {
        group.addTask { try await files[number % 2].append(["event": "started"]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.sorted() == Array(1...100))
    let report = AuditReport(try bytes())
    #expect(report.fault == nil)
    #expect(report.count == 100)
  }

  @Test func `is written to by a cancelled task too`() async throws {
    defer { remove() }
    let number = try await withThrowingTaskGroup(of: Int.self) { group in
      group.cancelAll()
      group.addTask { try await AuditFile(path: path).append(["event": "ended"]) }
      return try await group.next()
    }
    #expect(number == 1)
  }

  /// How much of a second line reached the disk, and how often that happened.
  @Test(arguments: [1, 7, 8, 9, 60, 100])
  func `goes on behind a torn line, and tells of it`(length: Int) async throws {
    defer { remove() }
    let file = AuditFile(path: path)
    _ = try await file.append(["event": "started", "subject": "Łódź"])
    let line = try bytes()
    // A second writer ends in the middle of its line, then a third in the middle of mending that.
    for piece in [Array(line.prefix(length)), [UInt8(ascii: "\n")], Array(line.prefix(length))] {
      try Data(bytes() + piece).write(to: URL(filePath: path))
      try file.check()
    }
    #expect(try await file.append(["event": "ended", "started": 1]) == 2)
    let report = AuditReport(try bytes())
    #expect(report.fault == nil)
    #expect(report.count == 2)
    #expect(report.tornCount == 2)
  }

  @Test func `takes a line as whole when only its line feed is missing`() async throws {
    defer { remove() }
    let file = AuditFile(path: path)
    _ = try await file.append(["event": "started"])
    try Data(bytes().dropLast()).write(to: URL(filePath: path))
    #expect(try await file.append(["event": "ended"]) == 2)
    let report = AuditReport(try bytes())
    #expect(report.fault == nil)
    #expect(report.tornCount == 0)
  }

  @Test func `begins behind a torn first line`() async throws {
    defer { remove() }
    try write(#"{"seq":1,"time"#)
    #expect(try await AuditFile(path: path).append(["event": "started"]) == 1)
    #expect(AuditReport(try bytes()).fault == nil)
  }

  /// The reach is what is read of a file's end.
  @Test func `goes on when it is longer than what is read of it`() async throws {
    defer { remove() }
    let file = AuditFile(path: path)
    let filler = String(repeating: "é", count: 1000)
    for _ in 0..<40 { _ = try await file.append(["event": "started", "filler": .string(filler)]) }
    #expect(try bytes().count > AuditTail.reach)
    let report = AuditReport(try bytes())
    #expect(report.fault == nil)
    #expect(report.count == 40)
  }

  @Test(arguments: [
    "hello", "hello\n", "\n", "{}\n", #"{"seq":1}"# + "\n", "[1]", #"{"other":1,"#,
    #"{"seq":9223372036854775807,"hash":"\#(AuditEntry.noHash)"}"#, #"{"seq":1,"hash":"x"}"#,
    String(repeating: "x", count: AuditTail.reach + 1),
  ])
  func `is never a file that holds something else`(content: String) async throws {
    defer { remove() }
    try write(content)
    let file = AuditFile(path: path)
    let failure = AuditFailure(reason: "the end of \(path) is not an audit's")
    #expect(throws: failure) { try file.check() }
    await #expect(throws: failure) { try await file.append([:]) }
    #expect(try bytes() == Array(content.utf8))
  }

  @Test(arguments: [
    ("/dev/null", "is not a plain file"), ("/nowhere/audit", "can't be opened: No such file"),
    ("/", "can't be opened: Is a directory"),
  ])
  func `must be one that can be written to`(path: String, reason: String) throws {
    let failure = try #require(throws: AuditFailure.self) { try AuditFile(path: path).check() }
    #expect(failure.reason.contains(reason))
  }
}
