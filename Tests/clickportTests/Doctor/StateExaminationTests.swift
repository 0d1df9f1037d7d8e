import Foundation
import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

/// What is found of a state directory, which stays as it is.
@Suite(.timeLimit(.minutes(10)))
struct StateExaminationTests {
  private let bench = StateBench()

  private var findings: [Finding] {
    StateExamination(inspection: StateInspection(of: bench.directory)).findings
  }

  @Test func `makes nothing where there is nothing`() {
    #expect(findings.map(\.level) == [.ok])
    #expect(!FileManager.default.fileExists(atPath: bench.directory.path))
  }

  @Test func `says that there is no place`() {
    #expect(StateExamination(inspection: nil).findings.map(\.level) == [.failed])
  }

  private var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: bench.directory.path).sorted()
    }
  }

  @Test func `takes what is under way for nothing wrong, and changes nothing`() async throws {
    let ledger = bench.ledger()
    _ = try await ledger.begin(LedgerTests.intent(), at: LedgerTests.now)
    let before = try names
    #expect(findings.map(\.level) == [.ok], "\(findings)")
    #expect(findings.first?.text.contains("version \(StateInspection.newestVersion)") == true)
    #expect(findings.first?.text.contains("writable, 0700") == true)
    #expect(try names == before)
    _ = try await ledger.begin(LedgerTests.intent("other"), at: LedgerTests.now)
  }

  /// Ends with one effect that is told to be unknown, and one that nothing was told of.
  private func leaveUnknown() async throws {
    let ledger = bench.ledger()
    _ = try await ledger.begin(LedgerTests.intent("a"), at: LedgerTests.now)
    let begun = try await ledger.begin(LedgerTests.intent("b"), at: LedgerTests.now)
    guard case .begun(let id) = begun else {
      Issue.record("it was refused")
      return
    }
    try await ledger.end(id, EffectEnd(.unknown), at: LedgerTests.now)
  }

  @Test func `counts what may or may not have been done`() async throws {
    try await leaveUnknown()
    // The one was told so, the other's process is gone.
    #expect(findings.map(\.level) == [.warning])
    #expect(findings.first?.text.hasPrefix("2 effects on record") == true, "\(findings)")
    #expect(findings.first?.fix?.contains("clickport ledger --state unknown") == true)
    let before = try names
    _ = findings
    #expect(try names == before)
  }

  @Test func `says that a newer version has changed it`() async throws {
    try await leaveUnknown()
    let database = try SQLiteDatabase(
      bench.directory.path + "/state.sqlite", SQLiteLibrary(named: SQLiteLibrary.name), patience: 1)
    try database.run("INSERT INTO grdb_migrations (identifier) VALUES ('from the future')")
    #expect(findings.map(\.level) == [.failed])
    #expect(findings.first?.text.contains("has version") == true, "\(findings)")
  }

  @Test func `says that the record is none`() throws {
    try FileManager.default.createDirectory(
      atPath: bench.directory.path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try Data("no database".utf8).write(to: URL(filePath: bench.directory.path + "/state.sqlite"))
    #expect(findings.map(\.level) == [.failed])
    #expect(findings.first?.text.contains("can't be read") == true, "\(findings)")
  }

  @Test func `says that others can look into it`() throws {
    try FileManager.default.createDirectory(
      atPath: bench.directory.path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    #expect(findings.map(\.level) == [.warning])
    #expect(findings.first?.fix == "chmod 700 \(bench.directory.path)")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func `says that it belongs to somebody else`() throws {
    try FileManager.default.createDirectory(
      atPath: bench.directory.path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    #expect(chown(bench.directory.path, 12345, 12345) == 0)
    #expect(findings.map(\.level) == [.failed])
    #expect(findings.first?.text.contains("12345") == true)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func `says that it can't be written to`() throws {
    try FileManager.default.createDirectory(
      atPath: bench.directory.path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o500])
    #expect(findings.map(\.level) == [.failed])
  }
}
