import Exchange
import JSON
import Sandbox
import Testing

@Suite struct `A faulty transport` {
  private static func always(_ kind: FaultKind, _ more: String = "") throws -> FaultyWorld {
    try FaultyWorld("rate=1 kinds=\(kind.rawValue) \(more)")
  }

  @Test func `answers late, within the plan's range`() async throws {
    let world = try Self.always(.latency, "latency=0.5-2")
    for _ in 0..<20 { #expect(try await world.send().status == 200) }
    #expect(world.waited.count == 20)
    #expect(world.waited.allSatisfy { (.milliseconds(500)...(.seconds(2))).contains($0) })
    #expect(Set(world.waited).count > 10)
    #expect(world.sent == 20)
  }

  @Test func `times out where the answer is later than allowed, after the deed`() async throws {
    let world = try Self.always(.latency, "latency=31")
    await #expect(throws: TransportError.timedOut(wasSent: true)) { try await world.send() }
    #expect(world.waited == [.seconds(30)])
    #expect(world.sent == 1)
  }

  @Test func `turns away with the time to come back`() async throws {
    let world = try Self.always(.rateLimited, "retry_after=900")
    let answer = try await world.send()
    #expect(answer.status == 429)
    #expect(answer.header("Retry-After") == "900")
    #expect(world.sent == 0)
  }

  @Test func `turns away without a word on when to come back`() async throws {
    let world = try Self.always(.rateLimitedBare)
    let answer = try await world.send()
    #expect(answer.status == 429)
    #expect(answer.header("Retry-After") == nil)
    #expect(world.sent == 0)
  }

  @Test func `fails with 500 before anything is done`() async throws {
    let world = try Self.always(.serverError)
    #expect(try await world.send().status == 500)
    #expect(world.sent == 0)
  }

  @Test func `is unavailable several times in a row, one service at a time`() async throws {
    let plan = "kinds=unavailable burst=4 rate=0.2"
    var found = false
    for seed in 1...50 where !found {
      let world = try FaultyWorld("\(plan) seed=\(seed)")
      guard try await world.read().status == 503 else { continue }
      // The next draw is another service's: take a seed where that one is well.
      guard try await world.read(service: "clickmagick/rotators").status == 200 else { continue }
      for _ in 0..<3 { #expect(try await world.send().status == 503) }
      #expect(world.sent == 0)
      found = true
    }
    #expect(found)
  }

  @Test func `breaks before the request was read: nothing is done`() async throws {
    let world = try Self.always(.resetBefore)
    let reset = TransportError.interrupted(reason: "the connection was reset")
    for _ in 0..<3 { await #expect(throws: reset) { try await world.send() } }
    #expect(world.sent == 0)
    #expect(world.client.world.messages.isEmpty)
  }

  @Test func `breaks after the request was done: done once, and the same to see`() async throws {
    let world = try Self.always(.resetAfter)
    let reset = TransportError.interrupted(reason: "the connection was reset")
    await #expect(throws: reset) { try await world.send() }
    #expect(world.sent == 1)
    #expect(world.client.world.messages.count == 1)
  }

  @Test func `stops the body half-way`() async throws {
    let whole = try await FaultyWorld("rate=0").send()
    let world = try Self.always(.truncated)
    let answer = try await world.send()
    #expect(answer.status == 200)
    #expect(answer.bytes == Array(whole.bytes.prefix(whole.bytes.count / 2)))
    #expect(answer.body.isNull)
    #expect(world.sent == 1)
  }

  @Test func `answers more than was allowed`() async throws {
    let world = try Self.always(.oversized)
    await #expect(throws: TransportError.answerTooLarge(limit: 32 << 20)) {
      try await world.send()
    }
    #expect(world.sent == 1)
  }

  @Test func `drips until the time is over`() async throws {
    let world = try Self.always(.slowDrip)
    await #expect(throws: TransportError.timedOut(wasSent: true)) { try await world.send() }
    #expect(world.waited == [.seconds(30)])
    #expect(world.sent == 1)
  }

  @Test func `answers with a page of HTML`() async throws {
    let world = try Self.always(.wrongType)
    let answer = try await world.send()
    #expect(answer.status == 200)
    #expect(answer.header("Content-Type") == "text/html")
    #expect(world.sent == 1)
  }

  @Test func `answers with what is no JSON`() async throws {
    let world = try Self.always(.invalidJSON)
    let answer = try await world.send()
    #expect(answer.header("Content-Type") == "application/json")
    #expect(!answer.bytes.isEmpty)
    #expect(answer.body.isNull)
    #expect(world.sent == 1)
  }

  @Test(arguments: FaultKind.allCases)
  func `passes a cancelled task's request to nobody`(kind: FaultKind) async throws {
    let world = try Self.always(kind)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await world.transport.send(world.message)
    }
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(world.sent == 0)
  }
}
