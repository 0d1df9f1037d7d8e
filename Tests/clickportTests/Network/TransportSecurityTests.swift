import Exchange
import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

/// Nothing is said to a service that can't prove who it is.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportSecurityTests {
  fileprivate static let fields: HTTPFields = [.authorization: "the-key"]

  private func request(_ url: String, timeLimit: Duration = .seconds(60)) -> ProviderRequest {
    TransportBench.request(.post, url, "/secret", Self.fields, body: "{}", timeLimit: timeLimit)
  }

  private static let disagreement = TransportError.notConnected(
    reason: "no secure connection could be agreed", at: .security)

  // MARK: - A service with a certificate

  @Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: SecureService.isThere, "there is no \(SecureService.program.path)"))
  struct CertificateTests {
    @Test func `D13: says nothing to a service whose certificate nobody trusts`() async throws {
      let service = try await SecureService(answers: false)
      let request = TransportBench.request(
        .get, service.url, "/secret", TransportSecurityTests.fields)
      expectDistrust(await TransportBench.outcome(request).error, "unable to get local issuer")
      let printed = await service.printed()
      #expect(!printed.contains { $0.contains("the-key") || $0.contains("/secret") })
    }

    @Test func `says it to one whose certificate is trusted`() async throws {
      let service = try await SecureService(answers: false)
      let request = TransportBench.request(
        .get, service.url, "/secret", TransportSecurityTests.fields, timeLimit: .seconds(2))
      let outcome = await TransportBench.outcome(request, service.trustedFile)
      // It prints what it is sent instead of answering it.
      #expect(outcome.error == .timedOut(wasSent: true))
      let printed = await service.printed()
      #expect(printed.contains { $0.lowercased().contains("authorization: the-key") })
    }

    @Test func `trusts the certificates of a file`() async throws {
      let service = try await SecureService(answers: true)
      let request = TransportBench.request(.get, service.url)
      #expect(await TransportBench.outcome(request, service.trustedFile).status == 200)
      // Trusted in this call only.
      expectDistrust(await TransportBench.outcome(request).error)
    }

    @Test func `trusts the certificates of a directory`() async throws {
      let service = try await SecureService(answers: true)
      let request = TransportBench.request(.get, service.url)
      let variables = try await service.trustedDirectory()
      #expect(await TransportBench.outcome(request, variables).status == 200)
    }

    @Test func `D13: refuses a trusted certificate that is another host's`() async throws {
      let service = try await SecureService(answers: true, for: "DNS:services.example")
      let request = TransportBench.request(.get, service.url)
      expectDistrust(await TransportBench.outcome(request, service.trustedFile).error)
    }

    @Test func `D13: trusts no other's certificate`() async throws {
      let service = try await SecureService(answers: true)
      let other = try await SecureService(answers: true)
      let request = TransportBench.request(.get, service.url)
      expectDistrust(await TransportBench.outcome(request, other.trustedFile).error)
    }

    @Test func `D13: says that the certificates to trust can't be read`() async throws {
      let service = try await SecureService(answers: true)
      let request = TransportBench.request(.get, service.url)
      let variables = ["SSL_CERT_FILE": "/nonexistent/certificates.pem"]
      #expect(
        await TransportBench.outcome(request, variables).error
          == .misconfigured(
            reason: "the certificates to trust can't be read; SSL_CERT_FILE names a file of them "
              + "in PEM", at: .security))
    }

    /// Trying again won't help, and the variable that would is named.
    private func expectDistrust(_ error: TransportError?, _ finding: String = "(") {
      guard case .misconfigured(let reason, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.hasPrefix("its certificate isn't trusted ("), "\(reason)")
      #expect(reason.contains("SSL_CERT_FILE"))
      #expect(!reason.contains("no more is known"))
      #expect(reason.contains(finding))
    }
  }

  // MARK: - A service without

  /// Does that with whatever a secure connection begins with, and keeps what it was.
  private func expectDisagreement(
    _ error: TransportError = TransportSecurityTests.disagreement,
    _ script: @escaping @Sendable (WirePeer) -> Void
  ) async throws {
    let received = Mutex<[UInt8]>([])
    let service = try WireServer { peer in
      received.withLock { $0 += peer.readBytes() }
      script(peer)
    }
    let outcome = await TransportBench.outcome(request("https://127.0.0.1:\(service.port)"))
    #expect(outcome.error == error)
    #expect(service.connections == 1)
    let text = String(decoding: received.withLock(\.self), as: UTF8.self)
    #expect(!text.isEmpty)
    #expect(!text.contains("the-key"))
    #expect(!text.contains("/secret"))
  }

  @Test func `agrees on nothing with a service that speaks plainly`() async throws {
    let error = TransportError.notConnected(
      reason: "no TLS is spoken there, so https:// or the port is wrong", at: .connection)
    try await expectDisagreement(error) { peer in
      peer.answer()
      peer.waitForEnd()
    }
  }

  @Test func `agrees on nothing with one that hangs up`() async throws {
    try await expectDisagreement { _ in }
  }

  @Test func `agrees on nothing with one that resets`() async throws {
    try await expectDisagreement { $0.reset() }
  }

  @Test func `says of a handshake that stalls that nothing was sent`() async throws {
    let service = try WireServer { peer in
      _ = peer.readBytes()
      peer.waitForEnd()
    }
    let request = request("https://127.0.0.1:\(service.port)", timeLimit: .seconds(1))
    #expect(await TransportBench.outcome(request).error == .timedOut(wasSent: false))
    await service.wait(for: .end)
  }
}
