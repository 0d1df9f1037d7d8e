import Exchange
import Providers
import TestSupport
import Testing
import Tools

@Suite struct `A call that fails` {
  @Test(arguments: [502, 503, 504], [Effect.read, .idempotentWrite, .destructive])
  func `is made again where that does no harm`(status: Int, effect: Effect) async throws {
    let bench = try CallBench([.answer(status), .answer(status), .answer(200)])
    #expect(try await bench.call(effect) == 200)
    #expect(bench.time.slept == [.milliseconds(500), .seconds(1)])
    #expect(bench.transport.requests.last?.timeLimit == .milliseconds(53_500))
  }

  @Test func `is made three times at most`() async throws {
    let bench = try CallBench(Array(repeating: .answer(503), count: 4))
    #expect(try await bench.call() == 503)
    #expect(bench.sent == 3)
  }

  @Test func `waits for a random part of the pause`() async throws {
    let bench = try CallBench([.answer(503), .refused, .answer(200)], random: 0.25)
    #expect(try await bench.call() == 200)
    #expect(bench.time.slept == [.milliseconds(125), .milliseconds(250)])
  }

  @Test(arguments: [502, 503, 504])
  func `is not made again when it adds something and may have been done`(status: Int) async throws {
    let bench = try CallBench([.answer(status), .answer(200)])
    #expect(try await bench.call(.write) == status)
    #expect(bench.sent == 1)
  }

  @Test(arguments: [
    TransportError.interrupted(reason: "reset"), .timedOut(wasSent: true), .cancelled,
  ])
  func `is not made again when it broke off`(fault: TransportError) async throws {
    for effect in Effect.allCases {
      let bench = try CallBench([.failure(fault), .answer(200)])
      #expect(await bench.refusal(effect)?.outcome == (effect == .read ? nil : .unknown))
      #expect(bench.sent == 1)
    }
  }

  @Test(arguments: Effect.allCases)
  func `D15: is made again when it broke off unanswered, if it reads`(effect: Effect) async throws {
    let closed = ScriptedTransport.Line.failure(
      .interrupted(reason: "closed", isUnanswered: true))
    let bench = try CallBench([closed, closed, .answer(200)])
    if effect == .read {
      #expect(try await bench.call() == 200)
      #expect(bench.sent == 3)
    } else {
      #expect(await bench.refusal(effect)?.outcome == .unknown)
      #expect(bench.sent == 1)
    }
    let always = try CallBench(Array(repeating: closed, count: 4))
    #expect(await always.refusal()?.code == .providerUnavailable)
    #expect(always.sent == 3)
  }

  @Test(arguments: Effect.allCases)
  func `D13: is not made again before the operator has changed something`(
    effect: Effect
  ) async throws {
    let fault = ScriptedTransport.Line.failure(.misconfigured(reason: "no trust"))
    let bench = try CallBench(Array(repeating: fault, count: 9))
    // It says nothing about the service, which isn't left alone for it.
    for number in 1...9 {
      let error = await bench.refusal(effect)
      #expect(error?.message == "Acme can't be reached: no trust.")
      #expect(error?.isRetryable == false)
      #expect(bench.sent == number)
    }
  }

  @Test(arguments: [501, 505, 506, 510], Effect.allCases)
  func `D17: is not to be made again where the service never does it`(
    status: Int, effect: Effect
  ) throws {
    let decoder = ResponseDecoder(try #require(try SmallManifest.manifest([]).providers.first))
    let error = #expect(throws: ToolError.self) {
      try decoder.read(ClassifiedResponse(ProviderResponse(status)), effect: effect)
    }
    #expect(error?.isRetryable == false)
    #expect(error?.status == status)
    #expect(error?.outcome == (effect == .read ? nil : .rejected))
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 500, 501])
  func `is not made again when that won't help`(status: Int) async throws {
    let bench = try CallBench([.answer(status), .answer(200)])
    #expect(try await bench.call() == status)
    #expect(bench.sent == 1)
  }

  @Test func `is made again even if it adds something when it was not done`() async throws {
    let bench = try CallBench([.refused, .answer(429, ["Retry-After": "20"]), .answer(200)])
    #expect(try await bench.call(.write) == 200)
    #expect(bench.time.slept == [.milliseconds(500), .seconds(20)])
  }

  @Test func `is not made again past its deadline`() async throws {
    let bench = try CallBench([.answer(503), .answer(200)])
    #expect(try await bench.call(within: .milliseconds(500)) == 503)
    #expect(bench.sent == 1)
    let other = try CallBench([.answer(503), .answer(200)])
    #expect(try await other.call(within: .milliseconds(501)) == 200)
  }

  @Test func `waits as long as a 503 asks for`() async throws {
    let bench = try CallBench([.answer(503, ["Retry-After": "12"]), .answer(200)])
    #expect(try await bench.call() == 200)
    #expect(bench.time.slept == [.seconds(12)])
  }

  @Test func `tells what is known of it when it is cancelled between attempts`() async throws {
    let cases: [(ScriptedTransport.Line, ToolError.Outcome)] = [
      (.refused, .notSent), (.answer(429), .rejected), (.answer(503), .unknown),
    ]
    for (line, outcome) in cases {
      let bench = try CallBench([line], time: ManualTime(isCancelled: true))
      let error = await bench.refusal(.idempotentWrite)
      #expect(error?.code == .cancelled)
      #expect(error?.outcome == outcome)
      #expect(bench.sent == 1)
    }
  }
}

@Suite struct `A service that keeps failing` {
  static let failures: [ScriptedTransport.Line] = [
    .refused, .failure(.interrupted(reason: "reset")), .failure(.timedOut(wasSent: true)),
    .answer(500), .answer(503),
  ]

  @Test(arguments: failures.indices)
  func `is left alone after five failures, then asked once`(kind: Int) async throws {
    let script = Array(repeating: Self.failures[kind], count: 5)
    let bench = try CallBench(script + [.answer(200), .answer(200)])
    while bench.sent < 5 { _ = try? await bench.call() }
    let slept = bench.time.slept
    let error = await bench.refusal(.write)
    #expect(error?.code == .providerUnavailable)
    #expect(error?.retryAfterSeconds == 30)
    #expect(error?.outcome == .notSent)
    #expect(
      error?.message
        == "Acme failed 5 times in a row, so it was not asked. Call again in 30 s.")
    #expect(bench.sent == 5)
    #expect(bench.time.slept == slept)
    bench.time.pass(.seconds(30))
    #expect(try await bench.call() == 200)
    #expect(try await bench.call() == 200)
  }

  @Test func `answers for itself when it is given up on between attempts`() async throws {
    let bench = try CallBench(Array(repeating: .refused, count: 9))
    for _ in 1...2 {
      #expect(await bench.refusal()?.message == "Acme can't be reached: connection refused.")
    }
    #expect(bench.sent == 5)
  }

  @Test(arguments: [400, 404, 429])
  func `is not one that refuses`(status: Int) async throws {
    let bench = try CallBench(Array(repeating: .answer(status), count: 30))
    for _ in 1...10 { #expect(try await bench.call() == status) }
  }
}
