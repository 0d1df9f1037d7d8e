import Exchange
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// A proxy that fails before there is a tunnel, or while the service's end of it is being proven:
/// the service has seen nothing. libcurl reads the variable itself, so each is a process.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportProxyTests {
  static let established = "HTTP/1.1 200 Connection established\r\n\r\n"

  /// What comes of a request with an effect that goes through a proxy which does that.
  static func outcome(
    timeLimit: Duration = .seconds(60), _ script: @escaping @Sendable (WirePeer) -> Void
  ) async throws -> TransportError? {
    let proxy = try WireServer { peer in
      peer.read()
      script(peer)
    }
    setenv("https_proxy", proxy.url, 1)
    let request = TransportBench.request(
      .post, "https://clicks.invalid", body: "{}", timeLimit: timeLimit)
    let outcome = await TransportBench.outcome(request)
    #expect(proxy.requests.first?.firstLine == "CONNECT clicks.invalid:443 HTTP/1.1")
    return outcome.error
  }

  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `says that nothing was sent when it hangs up`() async {
    await #expect(processExitsWith: .success) {
      let error = try await TransportProxyTests.outcome { _ in }
      guard case .notConnected = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `says that nothing was sent when it resets`() async {
    await #expect(processExitsWith: .success) {
      let error = try await TransportProxyTests.outcome { $0.reset() }
      #expect(error == .notConnected(reason: "the connection was reset"))
    }
  }

  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `says that nothing was sent when the tunnel ends in the handshake`() async {
    await #expect(processExitsWith: .success) {
      let error = try await TransportProxyTests.outcome { peer in
        peer.write(TransportProxyTests.established)
        _ = peer.readBytes()
      }
      #expect(error == .notConnected(reason: "no secure connection could be agreed"))
    }
  }

  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `says that nothing was sent when the tunnel doesn't come about in time`() async {
    await #expect(processExitsWith: .success) {
      let error = try await TransportProxyTests.outcome(timeLimit: .seconds(1)) { peer in
        peer.waitForEnd()
      }
      #expect(error == .timedOut(wasSent: false))
    }
  }

  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `says that nothing was sent when the handshake in the tunnel stalls`() async {
    await #expect(processExitsWith: .success) {
      let error = try await TransportProxyTests.outcome(timeLimit: .seconds(1)) { peer in
        peer.write(TransportProxyTests.established)
        peer.waitForEnd()
      }
      #expect(error == .timedOut(wasSent: false))
    }
  }
}
