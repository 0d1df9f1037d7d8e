import Exchange
import HTTPTypes
import TestSupport
import Testing

/// A proxy that fails before there is a tunnel, or while the service's end of it is being proven:
/// the service has seen nothing, and it is said that it was the proxy.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportProxyTests {
  private static let established = "HTTP/1.1 200 Connection established\r\n\r\n"

  /// What comes of a request with an effect that goes through a proxy which does that; the proxy's
  /// name in it is `PROXY`.
  private func outcome(
    of url: String = "https://clicks.invalid", login: String = "",
    timeLimit: Duration = .seconds(60), _ script: @escaping @Sendable (WirePeer) -> Void
  ) async throws -> TransportError? {
    let proxy = try WireServer { peer in
      peer.read()
      script(peer)
    }
    let request = TransportBench.request(.post, url, body: "{}", timeLimit: timeLimit)
    let outcome = await TransportBench.outcome(
      request, ["ALL_PROXY": "http://\(login)127.0.0.1:\(proxy.port)"])
    #expect(proxy.requests.count == 1)
    return outcome.error?.replacing("the proxy in ALL_PROXY (127.0.0.1:\(proxy.port))", "PROXY")
  }

  @Test func `D13: says that it was the proxy when it hangs up`() async throws {
    guard case .notConnected(let reason, _) = try await outcome({ _ in }) else {
      Issue.record("it was another error")
      return
    }
    #expect(reason.hasPrefix("PROXY fails: "), "\(reason)")
  }

  @Test func `D13: says that it was the proxy when it resets`() async throws {
    #expect(
      try await outcome { $0.reset() }
        == .notConnected(reason: "PROXY fails: the connection was reset", at: .proxy))
  }

  @Test(arguments: [
    (
      "502 Bad Gateway",
      TransportError.notConnected(reason: "PROXY fails: it answered with status 502", at: .proxy)
    ),
    ("429 Wait", .notConnected(reason: "PROXY fails: it answered with status 429", at: .proxy)),
    (
      "403 Forbidden",
      .misconfigured(reason: "PROXY refuses: it answered with status 403", at: .proxy)
    ),
    ("407 Password", .misconfigured(reason: "PROXY wants a user and a password", at: .proxy)),
  ])
  func `D13: says that it was the proxy when it refuses`(
    status: String, error: TransportError
  ) async throws {
    #expect(try await outcome { $0.answer(status) } == error)
  }

  @Test(arguments: ["http://clicks.invalid", "https://clicks.invalid"])
  func `D13: says that the proxy doesn't accept the password`(url: String) async throws {
    let error = try await outcome(of: url, login: "ann:wrong@") {
      $0.answer("407 Proxy Authentication Required", ["Proxy-Authenticate: Basic realm=\"x\""])
    }
    #expect(
      error == .misconfigured(reason: "PROXY doesn't accept its user and password", at: .proxy))
  }

  @Test func `leaves a 407 alone that a service answers by itself`() async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.answer("407 Odd")
    }
    #expect(await TransportBench.outcome(TransportBench.request(.get, service.url)).status == 407)
  }

  @Test(arguments: ["http://clicks.invalid", "https://clicks.invalid"])
  func `D13: says that it was the proxy when it is dead`(url: String) async throws {
    let port = LoopbackServer.closedPort
    let outcome = await TransportBench.outcome(
      TransportBench.request(.post, url, body: "{}"), ["all_proxy": "127.0.0.1:\(port)"])
    #expect(
      outcome.error
        == .notConnected(
          reason: "the proxy in all_proxy (127.0.0.1:\(port)) fails: the connection was refused",
          at: .proxy))
  }

  @Test func `D13: says that it was the proxy to which no connection came about`() async throws {
    let port = try FullPort()
    let outcome = await TransportBench.outcome(
      TransportBench.request(.post, "http://clicks.invalid", timeLimit: .seconds(1)),
      ["HTTP_PROXY": "127.0.0.1:\(port.port)"])
    #expect(
      outcome.error
        == .timedOut(wasSent: false, proxy: "the proxy in HTTP_PROXY (127.0.0.1:\(port.port))"))
  }

  @Test func `says of a plain request that broke off that a proxy was between`() async throws {
    #expect(
      try await outcome(of: "http://clicks.invalid") { $0.reset() }
        == .interrupted(reason: "the connection was reset, behind PROXY", isUnanswered: true))
  }

  @Test func `says that nothing was sent when the tunnel ends in the handshake`() async throws {
    let error = try await outcome { peer in
      peer.write(Self.established)
      _ = peer.readBytes()
    }
    #expect(error == .notConnected(reason: "no secure connection could be agreed", at: .security))
  }

  @Test func `says that nothing was sent when the tunnel doesn't come about in time`() async throws
  {
    let error = try await outcome(timeLimit: .seconds(1)) { $0.waitForEnd() }
    #expect(error == .timedOut(wasSent: false, proxy: "PROXY"))
  }

  @Test func `says that nothing was sent when the handshake in the tunnel stalls`() async throws {
    let error = try await outcome(timeLimit: .seconds(1)) { peer in
      peer.write(Self.established)
      peer.waitForEnd()
    }
    #expect(error == .timedOut(wasSent: false, proxy: "PROXY"))
  }
}

extension TransportError {
  /// With another text in place of one in its words.
  fileprivate func replacing(_ old: String, _ new: String) -> TransportError {
    switch self {
    case .notConnected(let reason, let layer):
      .notConnected(reason: reason.replacing(old, with: new), at: layer)
    case .misconfigured(let reason, let layer):
      .misconfigured(reason: reason.replacing(old, with: new), at: layer)
    case .interrupted(let reason, let isUnanswered):
      .interrupted(reason: reason.replacing(old, with: new), isUnanswered: isUnanswered)
    case .timedOut(let wasSent, let proxy):
      .timedOut(wasSent: wasSent, proxy: proxy?.replacing(old, with: new))
    case .answerTooLarge, .cancelled: self
    }
  }
}
