import Foundation
import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

/// What the ledger on disk must do beyond any other.
@Suite struct SQLiteLedgerTests {
  let bench = StateBench()
  static let now = LedgerTests.now

  @Test func `is shared by all processes of a user`() async throws {
    let first = bench.ledger()
    let second = bench.ledger()
    guard case .begun(let id) = try await first.begin(LedgerTests.intent(), at: Self.now) else {
      Issue.record("refused")
      return
    }
    #expect(try await second.begin(LedgerTests.intent(), at: Self.now) != .begun(id + 1))
    try await first.end(id, EffectEnd(.accepted, answer: ["id": 1]), at: Self.now)
    let entry = try #require(try await second.entries(LedgerQuery(limit: 5), at: Self.now).first)
    #expect(entry.state == .accepted)
    #expect(entry.answer == ["id": 1])
  }

  @Test func `lets one of many equal calls through, over all processes`() async throws {
    let ledgers = (1...8).map { _ in bench.ledger() }
    let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
      for round in 0..<40 {
        let ledger = ledgers[round % ledgers.count]
        group.addTask {
          if case .begun = try await ledger.begin(LedgerTests.intent(), at: Self.now) {
            return true
          }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(begun == 1)
  }

  @Test func `calls unknown what a process had begun that is gone`() async throws {
    var gone: SQLiteLedger? = bench.ledger()
    _ = try await gone?.begin(LedgerTests.intent(key: "k"), at: Self.now)
    let other = bench.ledger()
    #expect(try await other.entries(LedgerQuery(limit: 5), at: Self.now).map(\.state) == [.started])
    gone = nil
    #expect(try await other.entries(LedgerQuery(limit: 5), at: Self.now).map(\.state) == [.unknown])
    let again = try await other.begin(LedgerTests.intent(key: "k"), at: Self.now)
    guard case .refused(.sameKey(let entry)) = again else {
      Issue.record("not held back: \(again)")
      return
    }
    #expect(entry.state == .unknown)
  }

  @Test func `keeps what others need when a call's clock was set ahead`() async throws {
    let ledger = bench.ledger()
    guard case .begun(let id) = try await ledger.begin(LedgerTests.intent("a"), at: Self.now) else {
      Issue.record("refused")
      return
    }
    try await ledger.end(id, EffectEnd(.accepted), at: Self.now)
    let later = Self.now.adding(seconds: 400 * 86_400)
    _ = try await bench.ledger().begin(LedgerTests.intent("b"), at: later)
    _ = try await bench.ledger().entries(LedgerQuery(limit: 5), at: later)
    let kept = try await bench.ledger().entries(LedgerQuery(limit: 5), at: Self.now)
    #expect(kept.map(\.intent.fingerprint) == ["b", "a"])
  }

  @Test func `drops what is older than thirty days`() async throws {
    let ledger = bench.ledger()
    for (name, days) in [("a", 31), ("b", 29)] {
      let then = Self.now.adding(seconds: -days * 86_400)
      guard case .begun(let id) = try await ledger.begin(LedgerTests.intent(name), at: then) else {
        Issue.record("refused")
        return
      }
      try await ledger.end(id, EffectEnd(.accepted), at: then)
    }
    #expect(
      try await ledger.entries(LedgerQuery(limit: 5), at: Self.now).map(\.intent.fingerprint) == [
        "b"
      ])
  }

  @Test func `lists what is in one state, newest first`() async throws {
    let ledger = bench.ledger()
    for name in ["a", "b", "c"] {
      _ = try await ledger.begin(LedgerTests.intent(name), at: Self.now)
    }
    try await ledger.end(2, EffectEnd(.unknown), at: Self.now)
    #expect(try await ledger.entries(LedgerQuery(limit: 2), at: Self.now).map(\.id) == [3, 2])
    #expect(
      try await ledger.entries(LedgerQuery(limit: 5, states: [.unknown]), at: Self.now).map(\.id)
        == [2])
  }

  @Test func `records an end even when its task is cancelled`() async throws {
    let ledger = bench.ledger()
    _ = try await ledger.begin(LedgerTests.intent(), at: Self.now)
    await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try? await ledger.end(1, EffectEnd(.unknown), at: Self.now)
    }.value
    #expect(
      try await ledger.entries(LedgerQuery(limit: 1), at: Self.now).map(\.state) == [.unknown])
  }

  @Test func `is read by nobody else`() async throws {
    let ledger = bench.ledger()
    _ = try await ledger.begin(LedgerTests.intent(), at: Self.now)
    #expect(try bench.mode(of: "") == 0o700)
    for file in ["/state.sqlite", "/state.sqlite-wal", "/state.sqlite-shm"] {
      #expect(try bench.mode(of: file) == 0o600, "\(file)")
    }
  }

  @Test func `says why it can't be used, and is used once that is mended`() async throws {
    let blocker = bench.directory.path
    #expect(FileManager.default.createFile(atPath: blocker, contents: Data("no folder".utf8)))
    let ledger = bench.ledger()
    let failure = await #expect(throws: LedgerFailure.self) {
      _ = try await ledger.begin(LedgerTests.intent(), at: Self.now)
    }
    #expect(failure?.reason.contains(blocker) == true)
    try FileManager.default.removeItem(atPath: blocker)
    #expect(try await ledger.begin(LedgerTests.intent(), at: Self.now) == .begun(1))
  }

  @Test(arguments: ["no database at all, only some text", ""])
  func `is not made of another file`(content: String) async throws {
    let path = try bench.directory.file("state.sqlite")
    #expect(FileManager.default.createFile(atPath: path, contents: Data(content.utf8)))
    let ledger = bench.ledger()
    guard content.isEmpty else {
      await #expect(throws: LedgerFailure.self) {
        _ = try await ledger.begin(LedgerTests.intent(), at: Self.now)
      }
      #expect(FileManager.default.contents(atPath: path) == Data(content.utf8))
      return
    }
    #expect(try await ledger.begin(LedgerTests.intent(), at: Self.now) == .begun(1))
  }
}
