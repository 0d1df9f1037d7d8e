import JSON
import Testing
import Tools

@testable import clickport

/// What every ledger must do, be it in memory or on disk.
@Suite struct LedgerTests {
  static let now = Timestamp(secondsSince1970: 1_790_000_000)

  enum Kind: CaseIterable {
    case memory
    #if Ledger
    case disk
    #endif
  }

  /// A ledger that is gone with the test.
  struct Bench {
    let ledger: any EffectLedger
    private let keeper: (any Sendable)?

    init(_ kind: Kind) {
      switch kind {
      case .memory:
        ledger = MemoryLedger()
        keeper = nil
      #if Ledger
      case .disk:
        let bench = StateBench()
        ledger = bench.ledger()
        keeper = bench
      #endif
      }
    }

    func begin(_ intent: EffectIntent, after seconds: Int = 0) async throws -> Beginning {
      try await ledger.begin(intent, at: now.adding(seconds: seconds))
    }
  }

  static func intent(
    _ fingerprint: String = "f", key: String? = nil, effect: Effect = .write,
    subject: String? = nil, caps: [EffectCap] = []
  ) -> EffectIntent {
    var intent = EffectIntent(
      tool: "send", provider: "acme", account: "one", effect: effect, fingerprint: fingerprint)
    intent.key = key
    intent.subject = subject
    intent.caps = caps
    return intent
  }

  private func id(_ beginning: Beginning) throws -> Int {
    guard case .begun(let id) = beginning else {
      Issue.record("refused: \(beginning)")
      return 0
    }
    return id
  }

  private func conflict(_ beginning: Beginning) -> Conflict? {
    guard case .refused(let conflict) = beginning else { return nil }
    return conflict
  }

  @Test(arguments: Kind.allCases)
  func `gives back what it was told`(kind: Kind) async throws {
    let bench = Bench(kind)
    var intent = Self.intent(key: "k", subject: "4915112345678")
    intent.caps = []
    let id = try id(try await bench.begin(intent))
    let end = EffectEnd(.accepted, code: .badAnswer, answer: ["id": 15, "text": "ä\u{0}\""])
    try await bench.ledger.end(id, end, at: Self.now.adding(seconds: 2))
    var expected = LedgerEntry(id: id, intent: intent, startedAt: Self.now)
    expected.end(end, at: Self.now.adding(seconds: 2))
    #expect(conflict(try await bench.begin(intent)) == .sameKey(expected))
  }

  @Test(arguments: Kind.allCases)
  func `holds back the same call for ten minutes`(kind: Kind) async throws {
    let bench = Bench(kind)
    _ = try id(try await bench.begin(Self.intent()))
    guard case .identical? = conflict(try await bench.begin(Self.intent(), after: 599)) else {
      Issue.record("not held back")
      return
    }
    _ = try id(try await bench.begin(Self.intent("g"), after: 599))
    _ = try id(try await bench.begin(Self.intent(), after: 600))
  }

  @Test(arguments: Kind.allCases)
  func `lets a call be repeated that was rejected`(kind: Kind) async throws {
    let bench = Bench(kind)
    let first = try id(try await bench.begin(Self.intent(key: "k")))
    try await bench.ledger.end(first, EffectEnd(.rejected), at: Self.now)
    _ = try id(try await bench.begin(Self.intent(key: "k")))
  }

  @Test(arguments: Kind.allCases)
  func `refuses a key that stands for another call`(kind: Kind) async throws {
    let bench = Bench(kind)
    _ = try id(try await bench.begin(Self.intent(key: "k")))
    guard case .keyOfAnother? = conflict(try await bench.begin(Self.intent("g", key: "k"))) else {
      Issue.record("not refused")
      return
    }
  }

  @Test(arguments: Kind.allCases)
  func `counts what was done in an hour`(kind: Kind) async throws {
    let bench = Bench(kind)
    let cap = EffectCap(count: 2)
    func begin(_ name: String, after seconds: Int) async throws -> Beginning {
      try await bench.begin(Self.intent(name, caps: [cap]), after: seconds)
    }
    _ = try id(try await begin("a", after: 0))
    let rejected = try id(try await begin("b", after: 10))
    try await bench.ledger.end(rejected, EffectEnd(.rejected), at: Self.now)
    _ = try id(try await begin("c", after: 20))
    #expect(
      conflict(try await begin("d", after: 30))
        == .capped(cap, until: Self.now.adding(seconds: 3600)))
    _ = try id(try await begin("d", after: 3600))
    #expect(
      conflict(try await begin("e", after: 3601))
        == .capped(cap, until: Self.now.adding(seconds: 3620)))
  }

  @Test(arguments: Kind.allCases)
  func `counts each recipient alone`(kind: Kind) async throws {
    let bench = Bench(kind)
    let cap = EffectCap(count: 1, isPerSubject: true)
    func begin(_ name: String, to subject: String) async throws -> Beginning {
      try await bench.begin(Self.intent(name, subject: subject, caps: [cap]))
    }
    _ = try id(try await begin("a", to: "1"))
    _ = try id(try await begin("b", to: "2"))
    #expect(conflict(try await begin("c", to: "1")) != nil)
  }

  @Test(arguments: Kind.allCases)
  func `lets one of many equal calls through`(kind: Kind) async throws {
    let bench = Bench(kind)
    let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 1...50 {
        group.addTask {
          if case .begun = try await bench.begin(Self.intent()) { return true }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(begun == 1)
  }
}
