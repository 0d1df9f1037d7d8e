import JSON
import Synchronization
import Tables
import Testing
import Tools

@testable import clickport

/// What every store of results must do, be it in memory or on disk.
@Suite struct ResultStoreTests {
  static let now = Timestamp(secondsSince1970: 1_790_000_000)
  static let day = 86_400

  enum Kind: CaseIterable {
    case memory
    case disk
  }

  /// The system's time, which tests set.
  final class SystemTime: Sendable {
    private let seconds = Mutex(0)

    func pass(_ seconds: Int) {
      self.seconds.withLock { $0 += seconds }
    }

    var now: Timestamp { ResultStoreTests.now.adding(seconds: seconds.withLock(\.self)) }
  }

  /// A store that is gone with the test.
  struct Bench {
    let store: any ResultStore
    let system = SystemTime()
    private let keeper: (any Sendable)?

    init(_ kind: Kind, limit: Int = 1000) {
      let system = system
      switch kind {
      case .memory:
        store = MemoryResults(limit: limit) { system.now }
        keeper = nil
      case .disk:
        let bench = StateBench()
        store = bench.results(limit: limit) { system.now }
        keeper = bench
      }
    }

    func begin(_ account: String = "one", after seconds: Int = 0) async throws -> ResultHandle {
      try await store.begin(origin(account), at: now.adding(seconds: seconds))
    }

    func append(_ text: String, to handle: ResultHandle) async throws {
      try await store.append(ResultPage(Array(text.utf8), rows: 1), to: handle)
    }

    /// Keeps a result of one page.
    func keep(
      _ text: String = "[1]", of account: String = "one", after seconds: Int = 0
    ) async throws -> KeptResult {
      let handle = try await begin(account, after: seconds)
      try await append(text, to: handle)
      return try await store.finish(
        handle, describing: [:], at: now.adding(seconds: seconds))
    }

    /// The texts of a result's pages; none where it is gone.
    func texts(of handle: ResultHandle) async throws -> [String] {
      var texts: [String] = []
      for id in try await store.pages(of: handle) {
        let bytes = try #require(try await store.page(id, of: handle))
        texts.append(String(decoding: bytes, as: UTF8.self))
      }
      return texts
    }

    func isThere(_ handle: ResultHandle, after seconds: Int = 0) async throws -> Bool {
      try await store.result(handle, at: now.adding(seconds: seconds)) != nil
    }
  }

  static func origin(_ account: String = "one") -> ResultOrigin {
    ResultOrigin(tool: "list", service: "acme", account: account)
  }

  private static func text(_ size: Int) -> String {
    "[\"" + String(repeating: "x", count: size - 4) + "\"]"
  }

  @Test(arguments: Kind.allCases)
  func `gives back what it was told, in the order of the pages' positions`(kind: Kind) async throws
  {
    let bench = Bench(kind)
    let handle = try await bench.begin()
    for (window, page) in [(1, 0), (0, 10), (0, 2), (1, 0)] {
      let text = "[{\"w\": \(window), \"p\": \(page), \"t\": \"ä\u{0}\"},2]"
      try await bench.store.append(
        ResultPage(Array(text.utf8), rows: 2, at: PagePosition(window: window, page: page)),
        to: handle)
    }
    let description: JSONObject = ["period": ["start": "2026-01-01"], "text": "ä\u{0}\""]
    let later = Self.now.adding(seconds: 5)
    let kept = try await bench.store.finish(handle, describing: description, at: later)
    var expected = KeptResult(handle, of: Self.origin(), keptAt: later)
    expected.description = description
    expected.rows = 8
    expected.bytes = kept.bytes
    #expect(kept == expected)
    #expect(try await bench.store.result(handle, at: later) == expected)
    let texts = try await bench.texts(of: handle)
    #expect(texts.joined().utf8.count == kept.bytes)
    #expect(
      texts.map { $0.prefix(17) } == [
        "[{\"w\": 0, \"p\": 2,", "[{\"w\": 0, \"p\": 10", "[{\"w\": 1, \"p\": 0,",
        "[{\"w\": 1, \"p\": 0,",
      ])
  }

  @Test(arguments: Kind.allCases)
  func `shows a result only when it is finished`(kind: Kind) async throws {
    let bench = Bench(kind)
    let handle = try await bench.begin()
    try await bench.append("[1]", to: handle)
    #expect(try await !bench.isThere(handle))
    #expect(try await bench.store.results(of: ["one"], at: Self.now) == [])
    let kept = try await bench.store.finish(handle, describing: [:], at: Self.now)
    #expect(try await bench.store.results(of: ["one"], at: Self.now) == [kept])
    await #expect(throws: ResultFailure.gone) { try await bench.append("[2]", to: handle) }
    await #expect(throws: ResultFailure.gone) {
      try await bench.store.finish(handle, describing: ["other": 1], at: Self.now)
    }
    #expect(try await bench.store.result(handle, at: Self.now) == kept)
  }

  @Test(arguments: Kind.allCases)
  func `keeps an empty result`(kind: Kind) async throws {
    let bench = Bench(kind)
    let handle = try await bench.begin()
    _ = try await bench.store.finish(handle, describing: [:], at: Self.now)
    #expect(try await bench.isThere(handle))
    #expect(try await bench.texts(of: handle) == [])
  }

  @Test(arguments: Kind.allCases)
  func `drops what is discarded`(kind: Kind) async throws {
    let bench = Bench(kind)
    let begun = try await bench.begin()
    let kept = try await bench.keep().handle
    let id = try #require(try await bench.store.pages(of: kept).first)
    await bench.store.discard(begun)
    await bench.store.discard(kept)
    await bench.store.discard(ResultHandle())
    await #expect(throws: ResultFailure.gone) { try await bench.append("[1]", to: begun) }
    #expect(try await !bench.isThere(kept))
    #expect(try await bench.store.page(id, of: kept) == nil)
  }

  @Test(arguments: Kind.allCases)
  func `gives no page under the handle of another result`(kind: Kind) async throws {
    let bench = Bench(kind)
    let first = try await bench.keep("[1]").handle
    let second = try await bench.keep("[2]", of: "two").handle
    #expect(try await bench.texts(of: first) == ["[1]"])
    #expect(try await bench.texts(of: second) == ["[2]"])
    #expect(try await bench.store.page(9, of: first) == nil)
    #expect(try await bench.store.pages(of: ResultHandle()) == [])
  }

  @Test(arguments: Kind.allCases)
  func `lists an account's results, newest first`(kind: Kind) async throws {
    let bench = Bench(kind)
    let slow = try await bench.begin()
    let first = try await bench.keep().handle
    let other = try await bench.keep(of: "two").handle
    _ = try await bench.store.finish(slow, describing: [:], at: Self.now)
    func list(_ accounts: [String]) async throws -> [ResultHandle] {
      try await bench.store.results(of: accounts, at: Self.now).map(\.handle)
    }
    #expect(try await list(["one"]) == [slow, first])
    #expect(try await list(["two", "three"]) == [other])
    #expect(try await list(["two", "one"]) == [slow, other, first])
    #expect(try await list([]) == [])
  }

  @Test(arguments: Kind.allCases)
  func `keeps a result for 24 hours from its end on`(kind: Kind) async throws {
    let bench = Bench(kind)
    let handle = try await bench.begin()
    bench.system.pass(Self.day - 1)
    try await bench.append("[1]", to: handle)
    _ = try await bench.store.finish(
      handle, describing: [:], at: Self.now.adding(seconds: Self.day - 1))
    bench.system.pass(Self.day - 1)
    #expect(try await bench.isThere(handle, after: 2 * Self.day - 2))
    bench.system.pass(1)
    #expect(try await !bench.isThere(handle, after: 2 * Self.day - 1))
    #expect(try await bench.texts(of: handle) == [])
  }

  @Test(arguments: Kind.allCases)
  func `drops by the system's time, whatever a call's clock says`(kind: Kind) async throws {
    let bench = Bench(kind)
    let handle = try await bench.keep().handle
    #expect(try await !bench.isThere(handle, after: Self.day))
    _ = try await bench.begin(after: 400 * Self.day)
    #expect(try await bench.isThere(handle, after: Self.day - 1))
    let ahead = try await bench.keep(after: 400 * Self.day).handle
    bench.system.pass(Self.day)
    #expect(try await !bench.isThere(handle))
    #expect(try await !bench.isThere(ahead, after: 400 * Self.day))
    #expect(try await bench.texts(of: ahead) == [])
  }

  @Test(arguments: Kind.allCases)
  func `drops what was begun and never finished`(kind: Kind) async throws {
    let bench = Bench(kind)
    let begun = try await bench.begin()
    bench.system.pass(Self.day)
    _ = try await bench.begin()
    await #expect(throws: ResultFailure.gone) { try await bench.append("[1]", to: begun) }
  }

  @Test(arguments: Kind.allCases)
  func `lets the oldest make room, finished or not`(kind: Kind) async throws {
    let bench = Bench(kind, limit: 1000)
    let begun = try await bench.begin()
    try await bench.append(Self.text(300), to: begun)
    bench.system.pass(1)
    let first = try await bench.keep(Self.text(300)).handle
    bench.system.pass(1)
    let second = try await bench.keep(Self.text(400), of: "two").handle
    #expect(try await bench.isThere(first))
    bench.system.pass(1)
    let third = try await bench.begin()
    try await bench.append(Self.text(300), to: third)
    await #expect(throws: ResultFailure.gone) { try await bench.append("[1]", to: begun) }
    #expect(try await bench.isThere(first))
    try await bench.append(Self.text(100), to: third)
    #expect(try await !bench.isThere(first))
    #expect(try await bench.isThere(second))
    _ = try await bench.store.finish(third, describing: [:], at: Self.now)
    #expect(try await bench.texts(of: third) == [Self.text(300), Self.text(100)])
  }

  @Test(arguments: Kind.allCases)
  func `refuses a result that can't fit, and leaves nothing of it`(kind: Kind) async throws {
    let bench = Bench(kind, limit: 1000)
    let handle = try await bench.begin()
    try await bench.append(Self.text(600), to: handle)
    try await bench.append(Self.text(400), to: handle)
    bench.system.pass(1)
    await #expect(throws: ResultFailure.tooLarge(limit: 1000)) {
      try await bench.append(Self.text(10), to: handle)
    }
    await #expect(throws: ResultFailure.gone) { try await bench.append("[1]", to: handle) }
    #expect(try await bench.texts(of: handle) == [])
    let whole = try await bench.keep(Self.text(1000)).handle
    #expect(try await bench.isThere(whole))
  }

  @Test(arguments: Kind.allCases)
  func `takes pages of many results at a time`(kind: Kind) async throws {
    let bench = Bench(kind, limit: 1 << 20)
    let kept = try await withThrowingTaskGroup(of: ResultHandle.self) { group in
      for number in 0..<20 {
        group.addTask {
          let handle = try await bench.begin()
          for page in (0..<5).reversed() {
            let bytes = Array("[\(number),\(page)]".utf8)
            try await bench.store.append(
              ResultPage(bytes, rows: 2, at: PagePosition(window: 0, page: page)), to: handle)
          }
          _ = try await bench.store.finish(handle, describing: [:], at: Self.now)
          #expect(try await bench.texts(of: handle) == (0..<5).map { "[\(number),\($0)]" })
          return handle
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(try await bench.store.results(of: ["one"], at: Self.now).count == kept.count)
  }
}
