import Foundation
import Platform
import Providers
import TestSupport
import Testing
import Tools

@testable import Host

/// Point F27: where the state is, and what looking for it makes.
@Suite(.timeLimit(.minutes(5)))
struct StateDirectoryTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "state-\(UUID())")

  @Test(
    arguments: [
      (
        ["STATE_DIRECTORY": "/var/lib/clickport", "XDG_STATE_HOME": "/x", "HOME": "/h"],
        "/var/lib/clickport"
      ),
      (["STATE_DIRECTORY": "/var/lib/a:/var/lib/b", "HOME": "/h"], "/var/lib/a"),
      (["STATE_DIRECTORY": "/var/lib/a"], "/var/lib/a"),
      (["STATE_DIRECTORY": "", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/clickport"),
      (["STATE_DIRECTORY": "here", "HOME": "/h"], "/h/.local/state/clickport"),
      (["XDG_STATE_HOME": "here", "HOME": "/h"], "/h/.local/state/clickport"),
      (["HOME": "here"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func `is what the environment says`(variables: [String: String], path: String?) {
    #expect(StateDirectory(Environment(variables))?.path == path)
  }

  @Test func `is systemd's, for a whole process`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = ["STATE_DIRECTORY": folder.path, "KLIK_API_KEY": "a-key"]
    // Nothing answers, but the call is on record.
    let call = [
      "call", "send_message", "to=4915123456789", "message=Hello.", "--call-timeout", "3",
    ]
    let sent = try await ServerProcess.run(
      call,
      environment: environment.merging([
        "KLIK_BASE_URL": "http://127.0.0.1:\(LoopbackServer.closedPort)"
      ]) { $1 })
    #expect(sent.status == 5)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/state.sqlite"))
    let listed = try await ServerProcess.run(["ledger"], environment: environment)
    #expect(listed.lines.count == 1)
  }

  @Test func `is not made by looking for a record in it`() async throws {
    let typo = folder.path + "/TYPO"
    let outcome = try await ServerProcess.run(["ledger", "--state-dir", typo])
    #expect(outcome.status == 1)
    #expect(outcome.lines == [])
    #expect(outcome.errors.contains("There is no record in \(typo)"))
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    // In one that is there, nothing is made either.
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let empty = try await ServerProcess.run(["ledger", "--state-dir", folder.path])
    #expect(empty.status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    // Who has sent nothing yet, and named no directory, made no mistake.
    let fresh = try await ServerProcess.run(["ledger"])
    #expect(fresh.status == 0)
    #expect(fresh.errors.contains("There is no record in "))
  }

  @Test func `says why it can't be written, without a try`() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.path + "/file"
    try Data().write(to: URL(filePath: file))
    #expect(StateDirectory(folder.path).fault == nil)
    #expect(StateDirectory(folder.path + "/").fault == nil)
    #expect(StateDirectory(folder.path + "/a/b/c").fault == nil)
    #expect(StateDirectory(file).fault == "\(file) is no directory")
    #expect(StateDirectory(file + "/a").fault?.contains("Not a directory") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
    // Root may write everywhere.
    guard geteuid() != 0 else { return }
    #expect(chmod(folder.path, 0o500) == 0)
    #expect(StateDirectory(folder.path).fault?.contains("can't be written to") == true)
    #expect(chmod(folder.path, 0o700) == 0)
  }
}
