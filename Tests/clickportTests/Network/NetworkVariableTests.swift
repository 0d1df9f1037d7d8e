import Exchange
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// The variables about the network, each spelling of them on the wire: over a proxy that records
/// what it is asked, to a plain service and to one whose certificate is of a private authority.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct NetworkVariableTests {
  /// What becomes of a request.
  enum Way: Sendable {
    case proxy
    case direct
    /// It isn't sent, and what is said begins so.
    case refused(String)
  }

  /// A spelling of variables, in whose values `PROXY` and `SERVICE` are hosts with their ports, and
  /// `AUTHORITY` is the file of the private authority.
  struct Spelling: Sendable, CustomTestStringConvertible {
    let variables: [String: String]
    let way: Way

    init(_ variables: [String: String], _ way: Way) {
      self.variables = variables
      self.way = way
    }

    var testDescription: String { "\(variables)" }

    func variables(_ proxy: WireServer, _ servicePort: Int, authority: String = "")
      -> [String: String]
    {
      variables.mapValues {
        $0.replacing("PROXY", with: "127.0.0.1:\(proxy.port)")
          .replacing("SERVICE", with: "127.0.0.1:\(servicePort)")
          .replacing("AUTHORITY", with: authority)
      }
    }
  }

  static let spellings: [Spelling] = [
    Spelling([:], .direct), Spelling(["http_proxy": "http://PROXY"], .proxy),
    Spelling(["HTTP_PROXY": "http://PROXY"], .proxy), Spelling(["Http_Proxy": "PROXY"], .proxy),
    Spelling(["all_proxy": "http://PROXY"], .proxy), Spelling(["ALL_PROXY": "PROXY"], .proxy),
    Spelling(["HTTP_PROXY": "HTTP://PROXY"], .proxy),
    Spelling(["HTTP_PROXY": "\"http://PROXY\""], .proxy),
    Spelling(["HTTP_PROXY": "'http://PROXY/'"], .proxy),
    Spelling(["HTTP_PROXY": " http://PROXY\r\n"], .proxy),
    Spelling(["HTTP_PROXY": "http://ann:open%20sesame@PROXY"], .proxy),
    Spelling(["HTTP_PROXY": ""], .direct), Spelling(["HTTP_PROXY": "''\n"], .direct),
    Spelling(["HTTPS_PROXY": "http://PROXY"], .direct),
    Spelling(["HTTP_PROXY": "socks5://PROXY"], .refused("HTTP_PROXY names a socks5:// proxy")),
    Spelling(["ALL_PROXY": "SOCKS4A://PROXY"], .refused("ALL_PROXY names a socks4a:// proxy")),
    Spelling(["http_proxy": "https://PROXY"], .refused("http_proxy names a https:// proxy")),
    Spelling(["HTTP_PROXY": "${PROXY}"], .refused("HTTP_PROXY holds no address of a proxy")),
    Spelling(["HTTP_PROXY": "http:PROXY"], .refused("HTTP_PROXY holds no address of a proxy")),
    Spelling(["HTTP_PROXY": "socks5://PROXY", "NO_PROXY": "127.0.0.1"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "127.0.0.1"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "no_proxy": " a.example ,127.0.0.1 "], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "No_Proxy": "127.0.0.1"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "SERVICE"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "127.0.0.1:1"], .proxy),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "127.0.0.0/8"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "126.0.0.0/8, ::1"], .proxy),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "*"], .direct),
    Spelling(["HTTP_PROXY": "PROXY", "NO_PROXY": "localhost"], .proxy),
  ]

  @Test(arguments: spellings)
  func `A4 D13: take a plain request where they say`(spelling: Spelling) async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.answer("200 OK", [], "service")
    }
    let proxy = try WireServer { peer in
      peer.read()
      peer.answer("200 OK", [], "proxy")
    }
    let request = TransportBench.request(.get, service.url, "/x", [.authorization: "the-key"])
    let outcome = await TransportBench.outcome(request, spelling.variables(proxy, service.port))
    switch spelling.way {
    case .direct:
      #expect(try outcome.get().text == "service")
      #expect(proxy.connections == 0)
    case .proxy:
      #expect(try outcome.get().text == "proxy")
      #expect(service.connections == 0)
      #expect(proxy.requests.map(\.firstLine) == ["GET \(service.url)/x HTTP/1.1"])
      let isKnown = spelling.variables.values.contains { $0.contains("ann:") }
      #expect(
        proxy.requests[0].fields[.proxyAuthorization]
          == (isKnown ? "Basic YW5uOm9wZW4gc2VzYW1l" : nil))
    case .refused(let words):
      expectRefusal(outcome.error, words)
      #expect(service.connections + proxy.connections == 0)
    }
  }

  static let secureSpellings: [Spelling] = [
    Spelling(["SSL_CERT_FILE": "AUTHORITY"], .direct),
    Spelling(["SSL_CERT_FILE": "\"AUTHORITY\"\n"], .direct),
    Spelling([:], .refused("its certificate isn't trusted")),
    Spelling(["SSL_CERT_FILE": " "], .refused("its certificate isn't trusted")),
    Spelling(
      ["SSL_CERT_FILE": "/nonexistent"], .refused("the certificates to trust can't be read")),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "https_proxy": "http://PROXY"], .proxy),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "HTTPS_PROXY": "'HTTP://PROXY'\n"], .proxy),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "Https_proxy": "ann:open%20sesame@PROXY"], .proxy),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "ALL_PROXY": "PROXY"], .proxy),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "HTTP_PROXY": "PROXY"], .direct),
    Spelling(["SSL_CERT_FILE": "AUTHORITY", "ALL_PROXY": "PROXY", "NO_PROXY": "SERVICE"], .direct),
    Spelling(
      ["SSL_CERT_FILE": "AUTHORITY", "HTTPS_PROXY": "socks5h://PROXY"],
      .refused("HTTPS_PROXY names a socks5h:// proxy")),
    Spelling(
      ["SSL_CERT_FILE": "AUTHORITY", "HTTPS_PROXY": "https://PROXY"],
      .refused("HTTPS_PROXY names a https:// proxy")),
    Spelling(["HTTPS_PROXY": "PROXY"], .refused("its certificate isn't trusted")),
  ]

  @Test(
    .enabled(if: SecureService.isThere, "there is no \(SecureService.program.path)"),
    arguments: secureSpellings)
  func `A4 D13: take a secure request where they say`(spelling: Spelling) async throws {
    let service = try await SecureService(answers: true)
    let port = service.port
    let proxy = try WireServer { peer in
      peer.read()
      peer.write("HTTP/1.1 200 Connection established\r\n\r\n")
      peer.relay(to: port)
    }
    let request = TransportBench.request(.get, service.url, "/", [.authorization: "the-key"])
    let outcome = await TransportBench.outcome(
      request, spelling.variables(proxy, port, authority: service.authority))
    #expect(!proxy.requests.contains { $0.text.contains("the-key") })
    switch spelling.way {
    case .direct:
      #expect(outcome.status == 200)
      #expect(proxy.connections == 0)
    case .proxy:
      #expect(outcome.status == 200)
      #expect(proxy.requests.map(\.firstLine) == ["CONNECT 127.0.0.1:\(port) HTTP/1.1"])
    case .refused(let words):
      expectRefusal(outcome.error, words)
    }
  }

  private func expectRefusal(_ error: TransportError?, _ words: String) {
    guard case .misconfigured(let reason, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.hasPrefix(words), "\(reason)")
  }
}
