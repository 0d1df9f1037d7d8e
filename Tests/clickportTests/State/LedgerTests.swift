import JSON
import Testing
import Tools

@testable import clickport

/// What every ledger must do, be it in memory or on disk.
@Suite struct LedgerTests {
  static let now = Timestamp(secondsSince1970: 1_790_000_000)

  enum Kind: CaseIterable {
    case memory
    case disk
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
      case .disk:
        let bench = StateBench()
        ledger = bench.ledger()
        keeper = bench
      }
    }

    func begin(_ intent: EffectIntent, after seconds: Int = 0) async throws -> Beginning {
      try await ledger.begin(intent, at: now.adding(seconds: seconds))
    }
  }

  static func intent(
    _ fingerprint: String = "f", tool: String = "send", key: String? = nil,
    effect: Effect = .write, subject: String? = nil, caps: [EffectCap] = []
  ) -> EffectIntent {
    var intent = EffectIntent(
      tool: tool, provider: "acme", account: "one", effect: effect, fingerprint: fingerprint)
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
    intent.recipients = ["4915112345678", "someone else"]
    intent.parts = EffectParts(tool: "add", count: 3)
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
  func `counts the parts of a call for their tool`(kind: Kind) async throws {
    let bench = Bench(kind)
    func begin(_ name: String, parts count: Int, after seconds: Int) async throws -> Beginning {
      let parts = EffectParts(tool: "add", count: count)
      var intent = Self.intent(name, caps: [EffectCap(count: 4, parts: parts)])
      intent.parts = parts
      return try await bench.begin(intent, after: seconds)
    }
    func beginPart(_ name: String, after seconds: Int) async throws -> Beginning {
      let intent = Self.intent(name, tool: "add", caps: [EffectCap(count: 4)])
      return try await bench.begin(intent, after: seconds)
    }
    func until(_ beginning: Beginning) -> Int? {
      guard case .capped(_, let until)? = conflict(beginning) else { return nil }
      return until.secondsSince1970 - Self.now.secondsSince1970
    }
    #expect(until(try await begin("a", parts: 5, after: 0)) == 3600)
    let rejected = try id(try await begin("b", parts: 4, after: 1))
    try await bench.ledger.end(rejected, EffectEnd(.rejected), at: Self.now)
    _ = try id(try await begin("c", parts: 2, after: 10))
    _ = try id(try await beginPart("d", after: 20))
    #expect(until(try await begin("e", parts: 2, after: 30)) == 3610)
    #expect(until(try await begin("e", parts: 4, after: 30)) == 3620)
    _ = try id(try await beginPart("f", after: 40))
    #expect(until(try await beginPart("g", after: 50)) == 3610)
    _ = try id(try await beginPart("g", after: 3610))
  }

  private func message(
    _ name: String, to recipients: [String], unlessAfter seconds: Int? = nil
  ) -> EffectIntent {
    var intent = Self.intent(name, subject: recipients.joined(separator: " "))
    intent.recipients = recipients
    intent.unlessSentSince = seconds.map(Self.now.adding)
    return intent
  }

  @Test(arguments: Kind.allCases)
  func `holds back a message that follows another too soon`(kind: Kind) async throws {
    let bench = Bench(kind)
    _ = try id(try await bench.begin(message("a", to: ["15", "some one"])))
    _ = try id(try await bench.begin(message("b", to: ["5", "1"], unlessAfter: 0), after: 9))
    _ = try id(try await bench.begin(message("c", to: ["15"], unlessAfter: 1), after: 9))
    for recipients in [["15"], ["7", "some one"], ["5"]] {
      let again = message("d", to: recipients, unlessAfter: 0)
      guard case .sent? = conflict(try await bench.begin(again, after: 9)) else {
        Issue.record("not held back: \(recipients)")
        continue
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `lets one of many messages to a recipient through`(kind: Kind) async throws {
    let bench = Bench(kind)
    let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 1...50 {
        let intent = message("\(number)", to: ["15", "\(100 + number)"], unlessAfter: 0)
        group.addTask {
          if case .begun = try await bench.begin(intent) { return true }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(begun == 1)
  }

  @Test(arguments: Kind.allCases)
  func `finds what is asked for, newest first`(kind: Kind) async throws {
    let bench = Bench(kind)
    for (seconds, name) in ["a", "b", "c"].enumerated() {
      let begun = try await bench.begin(message(name, to: [name, "all"]), after: seconds)
      if name == "b" { try await bench.ledger.end(id(begun), EffectEnd(.unknown), at: Self.now) }
    }
    func found(_ limit: Int = 5, _ change: (inout LedgerQuery) -> Void) async throws -> [String] {
      var query = LedgerQuery(limit: limit)
      change(&query)
      return try await bench.ledger.entries(query, at: Self.now).map(\.intent.fingerprint)
    }
    #expect(try await found { _ in } == ["c", "b", "a"])
    #expect(try await found(2) { _ in } == ["c", "b"])
    #expect(try await found { $0.states = [.unknown] } == ["b"])
    #expect(try await found { $0.states = [.unknown, .started] } == ["c", "b", "a"])
    #expect(try await found { $0.tool = "other" } == [])
    #expect(try await found { $0.since = Self.now.adding(seconds: 1) } == ["c", "b"])
    #expect(try await found { $0.accounts = [] } == [])
    #expect(try await found { $0.accounts = ["two", "one"] } == ["c", "b", "a"])
    #expect(try await found { $0.recipients = ["a", "c", "x"] } == ["c", "a"])
    #expect(try await found(1) { $0.recipients = ["all"] } == ["c"])
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
