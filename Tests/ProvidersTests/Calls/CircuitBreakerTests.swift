import Providers
import Testing

@Suite struct `A circuit breaker` {
  static let start = Duration.seconds(1_000)
  static let reopened = start + CircuitBreaker.pause

  @Test func `opens at the fifth failure in a row`() {
    var breaker = CircuitBreaker()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    expect(&breaker, admits: Self.start)
    breaker.fail(at: Self.start)
    expect(&breaker, refuses: Self.start)
    #expect(breaker.refusal(at: Self.start + .seconds(10)) == .seconds(20))
  }

  @Test func `counts only failures in a row`() {
    var breaker = CircuitBreaker()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    breaker.succeed()
    for _ in 1...4 { breaker.fail(at: Self.start) }
    expect(&breaker, admits: Self.start)
  }

  @Test func `lets one probe through after a pause, and closes when that succeeds`() {
    var breaker = opened()
    expect(&breaker, refuses: Self.reopened - .nanoseconds(1))
    expect(&breaker, admits: Self.reopened)
    expect(&breaker, refuses: Self.reopened)
    breaker.succeed()
    expect(&breaker, admits: Self.reopened)
    expect(&breaker, admits: Self.reopened)
  }

  @Test func `opens again when the probe fails`() {
    var breaker = opened()
    expect(&breaker, admits: Self.reopened)
    breaker.fail(at: Self.reopened)
    #expect(breaker.refusal(at: Self.reopened) == CircuitBreaker.pause)
  }

  @Test func `sends another probe when the first was given up or lost`() {
    var breaker = opened()
    expect(&breaker, admits: Self.reopened)
    breaker.abandon(at: Self.reopened)
    expect(&breaker, admits: Self.reopened)
    expect(&breaker, admits: Self.reopened + CircuitBreaker.pause)
  }

  private func expect(
    _ breaker: inout CircuitBreaker, admits now: Duration,
    at place: SourceLocation = #_sourceLocation
  ) {
    let isAdmitted = breaker.admit(at: now)
    #expect(isAdmitted, sourceLocation: place)
  }

  private func expect(
    _ breaker: inout CircuitBreaker, refuses now: Duration,
    at place: SourceLocation = #_sourceLocation
  ) {
    let isAdmitted = breaker.admit(at: now)
    #expect(!isAdmitted, sourceLocation: place)
  }

  private func opened() -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 1...CircuitBreaker.limit { breaker.fail(at: Self.start) }
    return breaker
  }
}
