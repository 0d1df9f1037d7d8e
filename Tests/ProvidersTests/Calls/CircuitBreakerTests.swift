import Providers
import Testing

@Suite struct `A circuit breaker` {
  static let start = Duration.seconds(1_000)
  static let reopened = start + CircuitBreaker.pause

  @Test func `opens at the fifth failure in a row`() {
    var breaker = CircuitBreaker()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    #expect(breaker.admit(at: Self.start))
    breaker.fail(at: Self.start)
    #expect(!breaker.admit(at: Self.start))
    #expect(breaker.refusal(at: Self.start + .seconds(10)) == .seconds(20))
  }

  @Test func `counts only failures in a row`() {
    var breaker = CircuitBreaker()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    breaker.succeed()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    #expect(breaker.admit(at: Self.start))
  }

  @Test func `lets one probe through after a pause, and closes when that succeeds`() {
    var breaker = opened()
    #expect(!breaker.admit(at: Self.reopened - .nanoseconds(1)))
    #expect(breaker.admit(at: Self.reopened))
    #expect(!breaker.admit(at: Self.reopened))
    breaker.succeed()
    #expect(breaker.admit(at: Self.reopened))
    #expect(breaker.admit(at: Self.reopened))
  }

  @Test func `opens again when the probe fails`() {
    var breaker = opened()
    #expect(breaker.admit(at: Self.reopened))
    breaker.fail(at: Self.reopened)
    #expect(breaker.refusal(at: Self.reopened) == CircuitBreaker.pause)
  }

  @Test func `sends another probe when the first was given up or lost`() {
    var breaker = opened()
    #expect(breaker.admit(at: Self.reopened))
    breaker.abandon(at: Self.reopened)
    #expect(breaker.admit(at: Self.reopened))
    #expect(breaker.admit(at: Self.reopened + CircuitBreaker.pause))
  }

  private func opened() -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 1...CircuitBreaker.limit { breaker.fail(at: Self.start) }
    return breaker
  }
}
