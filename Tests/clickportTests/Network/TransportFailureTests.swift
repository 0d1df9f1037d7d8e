import Exchange
import HTTPTypes
import Host
import Synchronization
import TestSupport
import Testing

/// Every way in which a request can get no answer, and what is said of it: above all whether the
/// service may have acted.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportFailureTests {
  /// What a service does instead of answering.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: TransportError
    var maximumAnswer = 1000
    let script: @Sendable (WirePeer) -> Void

    init(
      _ description: String, _ error: TransportError,
      _ script: @escaping @Sendable (WirePeer) -> Void
    ) {
      testDescription = description
      self.error = error
      self.script = script
    }
  }

  private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
  private static let reset = TransportError.interrupted(reason: "the connection was reset")
  private static let closed = TransportError.interrupted(
    reason: "it was closed before the answer was whole")
  private static let unanswered = TransportError.interrupted(
    reason: "it was closed before the answer was whole", isUnanswered: true)
  private static let invalid = TransportError.interrupted(reason: "the answer is no valid HTTP")
  private static let long = TransportError.interrupted(reason: "its header fields are too long")
  private static let tooLarge = TransportError.answerTooLarge(limit: 1000)

  static let faults = [
    Fault(
      "reset at once", .interrupted(reason: "the connection was reset", isUnanswered: true)
    ) {
      $0.read()
      $0.reset()
    },
    Fault("reset in the head", reset) {
      $0.read()
      $0.write(head + "X-Ne")
      $0.reset()
    },
    Fault("reset in the body", reset) {
      $0.read()
      $0.write(head + "Content-Length: 10\r\n\r\n12345")
      $0.reset()
    },
    Fault("closed at once", unanswered) { $0.read() },
    Fault("closed in the status line", unanswered) {
      $0.read()
      $0.write("HTTP/1.1 20")
    },
    Fault("closed in the head", closed) {
      $0.read()
      $0.write(head + "X-Ne")
    },
    Fault("closed after a field", closed) {
      $0.read()
      $0.write(head)
    },
    Fault("closed after a head that promises another", closed) {
      $0.read()
      $0.write("HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n")
    },
    Fault("closed in the body", closed) {
      $0.read()
      $0.write(head + "Content-Length: 10\r\n\r\n12345")
    },
    Fault("closed in a chunk", closed) {
      $0.read()
      $0.write(head + "Transfer-Encoding: chunked\r\n\r\n10\r\n12345")
    },
    Fault("closed before the last chunk", closed) {
      $0.read()
      $0.write(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")
    },
    Fault("no HTTP", invalid) {
      $0.read()
      $0.write("220 mail.example ESMTP\r\n")
    },
    Fault("a status of two digits", invalid) {
      $0.read()
      $0.write("HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n")
    },
    Fault("a status of letters", invalid) {
      $0.read()
      $0.write("HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n")
    },
    Fault("a length below zero", invalid) {
      $0.read()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")
    },
    Fault("a chunk without a size", .interrupted(reason: "it broke off")) {
      $0.read()
      $0.write(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n12345\r\n0\r\n\r\n")
    },
    Fault("a long header field", long) {
      $0.read()
      $0.write(head + "X-Long: \(String(repeating: "x", count: 300 << 10))\r\n\r\n")
      $0.waitForEnd()
    },
    Fault("many header fields", long) {
      $0.read()
      let line = "X-Many: \(String(repeating: "x", count: 990))\r\n"
      $0.write(head + String(repeating: line, count: 270) + "Content-Length: 0\r\n\r\n")
      $0.waitForEnd()
    },
    Fault("a body too long, announced", tooLarge) {
      $0.read()
      // None of it is written: what is refused is the announcement.
      $0.write(head + "Content-Length: 1001\r\n\r\n")
      $0.waitForEnd()
    },
    Fault("a body without end, in chunks", tooLarge) {
      $0.read()
      $0.write(head + "Transfer-Encoding: chunked\r\n\r\n")
      while $0.write("64\r\n" + String(repeating: "x", count: 100) + "\r\n") {}
      $0.waitForEnd()
    },
    Fault("a body without end, until the connection's", tooLarge) {
      $0.read()
      $0.write(head + "\r\n")
      while $0.write(String(repeating: "x", count: 100)) {}
      $0.waitForEnd()
    },
    Fault("a body that is long once unpacked", tooLarge) {
      $0.read()
      let packed = ZeroRun.gzipped(60_000)
      #expect(packed.count < 1000)
      $0.write(head + "Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n")
      $0.write(packed)
      $0.waitForEnd()
    },
    Fault("badly compressed", .interrupted(reason: "the answer is badly compressed")) {
      $0.read()
      $0.answer("200 OK", ["Content-Encoding: gzip"], "not at all compressed")
      $0.waitForEnd()
    },
  ]

  @Test(arguments: faults, [true, false])
  func `says what became of a request`(fault: Fault, withEffect: Bool) async throws {
    let service = try WireServer(fault.script)
    let request = TransportBench.request(
      withEffect ? .post : .get, service.url, body: withEffect ? "{}" : "",
      maximumAnswer: fault.maximumAnswer)
    #expect(await TransportBench.outcome(request).error == fault.error)
    #expect(service.requests.count == 1)
    #expect(service.connections == 1)
  }

  @Test(arguments: [
    (
      "http://127.0.0.1:\(LoopbackServer.closedPort)",
      TransportError.notConnected(reason: "the connection was refused")
    ),
    (
      "http://services.invalid",
      .notConnected(reason: "its host name can't be found (DNS)", at: .name)
    ),
    // The kernel makes no connection to the broadcast address.
    ("http://255.255.255.255", .notConnected(reason: "it is unreachable from this machine")),
    ("file://", .misconfigured(reason: "its address is none of HTTP", at: .name)),
    ("ftp://127.0.0.1", .misconfigured(reason: "its address is none of HTTP", at: .name)),
    ("gopher://127.0.0.1", .misconfigured(reason: "its address is none of HTTP", at: .name)),
    ("http://127.0.0.1:99999", .misconfigured(reason: "its address is malformed", at: .name)),
  ])
  func `D13: says why nothing was sent`(url: String, error: TransportError) async {
    let request = TransportBench.request(.post, url, "/etc/hostname", body: "{}")
    #expect(await TransportBench.outcome(request).error == error)
  }

  // MARK: - Time

  private static let limit = Duration.seconds(2)

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
  ])
  func `ends a stalled answer at the time limit`(start: String) async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.write(start)
      peer.waitForEnd()
    }
    try await expectTimeout(service)
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x"),
    ("HTTP/1.1 200 OK\r\n", "X-Drip: 1\r\n"),
  ])
  func `ends a dripping answer at the time limit`(start: String, drop: String) async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.write(start)
      while peer.pause(.milliseconds(20)), peer.write(drop) {}
      peer.waitForEnd()
    }
    try await expectTimeout(service)
  }

  private func expectTimeout(_ service: WireServer) async throws {
    let start = ContinuousClock.now
    let request = TransportBench.request(.get, service.url, timeLimit: Self.limit)
    #expect(await TransportBench.outcome(request).error == .timedOut(wasSent: true))
    let end = ContinuousClock.now
    #expect(end - start >= Self.limit - .milliseconds(10))
    #expect(end - start < Self.limit + Machine.allows(.milliseconds(200)))
    // Nothing of it is left open.
    await service.wait(for: .end)
  }

  @Test func `says of a connection that doesn't come about that nothing was sent`() async throws {
    let port = try FullPort()
    let request = TransportBench.request(
      .post, "http://127.0.0.1:\(port.port)", body: "{}", timeLimit: .seconds(1))
    #expect(await TransportBench.outcome(request).error == .timedOut(wasSent: false))
  }

  @Test func `gives up a connection before the whole time is spent`() async throws {
    let port = try FullPort()
    let start = ContinuousClock.now
    let request = TransportBench.request(
      .post, "http://127.0.0.1:\(port.port)", body: "{}", timeLimit: .seconds(3600))
    #expect(
      await TransportBench.outcome(request).error
        == .notConnected(reason: "no connection came about in time"))
    #expect(.now - start >= .seconds(9))
  }

  // MARK: - How much is read

  @Test func `stops reading soon after the most that is wanted`() async throws {
    let written = Mutex(0)
    let service = try WireServer { peer in
      peer.read()
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = "10000\r\n" + String(repeating: "x", count: 1 << 16) + "\r\n"
      while peer.write(chunk) { written.withLock { $0 += 1 << 16 } }
      peer.waitForEnd()
    }
    let request = TransportBench.request(.get, service.url, maximumAnswer: 1 << 16)
    #expect(await TransportBench.outcome(request).error == .answerTooLarge(limit: 1 << 16))
    await service.wait(for: .end)
    // What the two sides' buffers take in, some megabytes, is written before.
    #expect(written.withLock(\.self) < 32 << 20)
  }
}
