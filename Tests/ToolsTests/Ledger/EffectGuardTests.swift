import JSON
import Testing
import Tools

@Suite struct `A call with an effect` {
  static func failure(_ outcome: ToolError.Outcome?) -> Result<JSONObject, ToolError> {
    var error = ToolError(.providerUnavailable, "Acme is down.")
    error.outcome = outcome
    return .failure(error)
  }

  @Test func `is on record as started while it is under way`() async throws {
    let bench = EffectBench()
    _ = try await bench.call { #expect(bench.entries.map(\.state) == [.started]) }
    #expect(bench.entries.map(\.state) == [.accepted])
    #expect(bench.entries[0].answer == ["id": 7])
    #expect(bench.entries[0].intent.tool == "create_thing")
    #expect(bench.entries[0].endedAt != nil)
  }

  @Test(arguments: [
    (ToolError.Outcome?.some(.notSent), LedgerEntry.State.rejected), (.rejected, .rejected),
    (.unknown, .unknown), (.accepted, .accepted), (nil, .unknown),
  ])
  func `is on record with what became of it`(
    outcome: ToolError.Outcome?, state: LedgerEntry.State
  ) async throws {
    let bench = EffectBench([Self.failure(outcome)])
    #expect(try await bench.call().failure?.message == "Acme is down.")
    #expect(bench.entries.map(\.state) == [state])
    #expect(bench.entries[0].code == .providerUnavailable)
    // Only what changed nothing may simply be done again.
    let again = try await bench.call()
    #expect((again.failure?.code == .conflict) == (state != .rejected))
  }

  @Test func `is held back when the same was done in the last ten minutes`() async throws {
    let bench = EffectBench()
    _ = try await bench.call(["name": "Summer", "note": ["a": 1, "b": 2]])
    bench.pass(seconds: 599)
    let error = try await bench.call(["note": ["b": 2, "a": 1], "name": "Summer"]).failure
    #expect(error?.code == .conflict)
    #expect(error?.outcome == .notSent)
    #expect(error?.isRetryable == false)
    #expect(error?.first?["state"] == "accepted")
    #expect(error?.first?["answer"] == ["id": 7])
    #expect(
      error?.message
        == "The same call was accepted 599 s ago, so this one was not sent. To do it again on "
        + "purpose, set allow_duplicate to true.")
    #expect(bench.done == 1)
    bench.pass(seconds: 1)
    #expect(try await bench.call(["name": "Summer", "note": ["a": 1, "b": 2]]).failure == nil)
    #expect(bench.done == 2)
  }

  @Test func `is held back while the same is being done`() async throws {
    let bench = EffectBench()
    _ = try await bench.call {
      let error = try? await bench.call().failure
      #expect(error?.first?["state"] == "started")
    }
    #expect(bench.done == 1)
  }

  @Test(
    arguments: [
      ["name": "Winter"], ["name": "Summer", "allow_duplicate": true],
      ["name": "Summer", "allow_duplicate": "sure"], ["name": "Summer", "idempotency_key": "2"],
    ] as [JSONObject])
  func `is done when it is another, or wanted again`(second: JSONObject) async throws {
    let bench = EffectBench()
    _ = try await bench.call()
    let result = try await bench.call(second)
    // What is no truth value must not pass for one.
    if second["allow_duplicate"] == "sure" {
      #expect(result.failure?.code == .invalidArguments)
      #expect(bench.done == 1)
    } else {
      #expect(result.failure == nil)
      #expect(bench.done == 2)
    }
  }

  @Test func `is not held back for what another account did`() async throws {
    let bench = EffectBench()
    _ = try await bench.call()
    bench.use(account: "two")
    #expect(try await bench.call().failure == nil)
    #expect(bench.done == 2)
  }

  @Test func `answers as it did before when its key is known`() async throws {
    let bench = EffectBench()
    let first = try await bench.call(["name": "Summer", "idempotency_key": "a"])
    bench.pass(seconds: 86_400)
    var replayed = try await bench.call(["name": "Summer", "idempotency_key": "a"]).get()
    #expect(replayed["_notes"]?.array?.first?.string?.hasPrefix("This was done at ") == true)
    replayed["_notes"] = nil
    #expect(try replayed == first.get())
    #expect(bench.done == 1)
  }

  @Test func `is refused under the key of another`() async throws {
    let bench = EffectBench()
    _ = try await bench.call(["name": "Summer", "idempotency_key": "a"])
    let error = try await bench.call(["name": "Winter", "idempotency_key": "a"]).failure
    #expect(error?.code == .conflict)
    #expect(error?.message.contains("used at 2026-09-21T") == true)
    #expect(bench.done == 1)
  }

  @Test func `is not done again under a key whose effect is unknown`() async throws {
    let bench = EffectBench([Self.failure(.unknown)])
    _ = try await bench.call(["name": "Summer", "idempotency_key": "a"])
    let error = try await bench.call(["name": "Summer", "idempotency_key": "a"]).failure
    #expect(error?.first?["state"] == "unknown")
    #expect(error?.message.contains("may have been done") == true)
    #expect(bench.done == 1)
  }

  @Test(arguments: [Effect.idempotentWrite, .destructive])
  func `that can be repeated is on record, and never held back`(effect: Effect) async throws {
    let bench = EffectBench(effect: effect)
    for _ in 1...3 { #expect(try await bench.call().failure == nil) }
    #expect(bench.entries.map(\.state) == [.accepted, .accepted, .accepted])
  }

  @Test func `that only reads is not on record`() async throws {
    let bench = EffectBench(effect: .read)
    _ = try await bench.call()
    #expect(bench.entries.isEmpty)
    #expect(bench.done == 1)
  }

  @Test func `that is wrong is not on record`() async throws {
    let bench = EffectBench()
    #expect(try await bench.call(["name": 5, "colour": "red"]).failure?.code == .invalidArguments)
    #expect(bench.entries.isEmpty)
  }

  @Test func `keeps no secrets of its answer, and no long ones`() async throws {
    let bench = EffectBench([
      .success(["id": 1, "api_key": "s3cret", "user": ["accessToken": "s3cret", "name": "Jo"]]),
      .success(["text": .string(String(repeating: "a", count: 70_000))]),
    ])
    _ = try await bench.call(["idempotency_key": "a"])
    _ = try await bench.call(["idempotency_key": "b"])
    #expect(
      bench.entries[0].answer
        == ["id": 1, "api_key": "<redacted>", "user": ["accessToken": "<redacted>", "name": "Jo"]])
    #expect(bench.entries[1].answer == nil)
    let error = try await bench.call(["idempotency_key": "b"]).failure
    #expect(error?.code == .conflict)
    #expect(error?.first?["state"] == "accepted")
  }

  @Test func `is refused when it can't be put on record`() async throws {
    let bench = EffectBench(ledger: BrokenLedger(failsAtBeginning: true))
    let error = try await bench.call().failure
    #expect(error?.code == .forbidden)
    #expect(error?.outcome == .notSent)
    #expect(error?.message.contains("the disk is full") == true)
    #expect(error?.message.contains("--no-ledger") == true)
    #expect(bench.done == 0)
  }

  @Test func `is answered even when its end can't be put on record`() async throws {
    let bench = EffectBench(ledger: BrokenLedger(failsAtBeginning: false))
    #expect(try await bench.call().failure == nil)
    #expect(bench.done == 1)
  }

  private struct BrokenLedger: EffectLedger {
    let failsAtBeginning: Bool

    func begin(_ intent: EffectIntent, at now: Timestamp) throws(LedgerFailure) -> Beginning {
      if failsAtBeginning { throw LedgerFailure(reason: "the disk is full") }
      return .begun(1)
    }

    func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) throws(LedgerFailure) {
      throw LedgerFailure(reason: "the disk is full")
    }

    func entries(_ query: LedgerQuery, at now: Timestamp) -> [LedgerEntry] { [] }
  }
}
