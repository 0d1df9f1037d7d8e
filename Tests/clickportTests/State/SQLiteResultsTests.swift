import Foundation
import JSON
import Testing
import Tools

@testable import Host
@testable import clickport

/// What the store of results on disk must do beyond any other.
@Suite struct SQLiteResultsTests {
  let bench = StateBench()
  static let now = ResultStoreTests.now

  private func results(limit: Int = 1 << 20) -> SQLiteResults {
    bench.results(limit: limit) { Self.now }
  }

  @discardableResult
  private func keep(
    _ text: String = "[1]", in store: SQLiteResults
  ) async throws -> ResultHandle {
    let handle = try await store.begin(ResultStoreTests.origin(), at: Self.now)
    try await store.append(ResultPage(Array(text.utf8), rows: 1), to: handle)
    _ = try await store.finish(handle, describing: [:], at: Self.now)
    return handle
  }

  private func size() throws -> Int {
    let path = bench.directory.path + "/results.sqlite"
    return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  @Test func `is shared by all processes of a user, and outlives them`() async throws {
    let handle = try await keep(in: results())
    let second = results()
    #expect(try await second.result(handle, at: Self.now)?.rows == 1)
    #expect(try await second.pages(of: handle).count == 1)
  }

  @Test func `lets the oldest of all processes make room`() async throws {
    let (first, second) = (results(limit: 1000), results(limit: 1000))
    let text = "[\"\(String(repeating: "x", count: 600))\"]"
    let old = try await keep(text, in: first)
    let new = try await keep(text, in: second)
    #expect(try await first.result(old, at: Self.now) == nil)
    #expect(try await first.result(new, at: Self.now) != nil)
  }

  @Test func `gives back the room of what is dropped`() async throws {
    let text = "[\"\(String(repeating: "x", count: 900_000))\"]"
    var store: SQLiteResults? = results(limit: 1 << 20)
    for _ in 1...4 { try await keep(text, in: #require(store)) }
    store = nil
    #expect(try (900_000..<1_400_000).contains(size()))
  }

  @Test func `is read by nobody else`() async throws {
    let store = results()
    try await keep(in: store)
    #expect(try bench.mode(of: "") == 0o700)
    for file in ["/results.sqlite", "/results.sqlite-wal", "/results.sqlite-shm"] {
      #expect(try bench.mode(of: file) == 0o600, "\(file)")
    }
  }

  @Test func `keeps a page even when its task is cancelled`() async throws {
    let store = results()
    let handle = try await store.begin(ResultStoreTests.origin(), at: Self.now)
    await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try? await store.append(ResultPage(Array("[1]".utf8), rows: 1), to: handle)
    }.value
    #expect(try await store.finish(handle, describing: [:], at: Self.now).rows == 1)
  }

  @Test func `says why it can't be used, and is used once that is mended`() async throws {
    let blocker = bench.directory.path
    #expect(FileManager.default.createFile(atPath: blocker, contents: Data("no folder".utf8)))
    let store = results()
    let failure = await #expect(throws: ResultFailure.self) { try await keep(in: store) }
    #expect(failure?.description.contains(blocker) == true)
    try FileManager.default.removeItem(atPath: blocker)
    try await keep(in: store)
  }
}
