#if Network
@testable import Host
import Providers
import TestSupport
import Testing

@testable import clickport

@Suite(.timeLimit(.minutes(10)))
struct ProxySettingsTests {
  private func proxy(
    _ variables: [String: String], scheme: String = "https", host: String = "api.example.com"
  ) -> String? {
    let settings = ProxySettings(Environment(variables))
    return settings.proxy(scheme: scheme, authority: host).map { "\($0.host):\($0.port)" }
  }

  @Test func `uses the proxy of the request's scheme`() {
    let variables = ["HTTPS_PROXY": "http://secure:3128", "http_proxy": "plain"]
    #expect(proxy(variables) == "secure:3128")
    #expect(proxy(variables, scheme: "http") == "plain:80")
    #expect(proxy([:]) == nil)
  }

  @Test(arguments: ["*", "example.com", ".example.com", "x.org, api.example.com"])
  func `goes directly to the hosts that are named`(direct: String) {
    #expect(proxy(["HTTPS_PROXY": "p:1", "NO_PROXY": direct]) == nil)
  }

  @Test(arguments: ["ample.com", "other.com", ""])
  func `goes through the proxy to every other host`(direct: String) {
    #expect(proxy(["HTTPS_PROXY": "p:1", "NO_PROXY": direct]) == "p:1")
  }

  @Test(arguments: ["", "http://", "p:0", "p:x", "p:1:2"])
  func `takes no proxy from a malformed variable`(text: String) {
    #expect(proxy(["HTTPS_PROXY": text]) == nil)
  }

  @Test func `sends a call through the proxy, and says when that refuses`() async throws {
    let proxy = try LoopbackServer { _ in .answer("407 Proxy Authentication Required", body: "") }
    let outcome = try await ServerProcess.run(
      ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02"],
      environment: [
        "HTTP_PROXY": proxy.url, "HIENERGY_BASE_URL": "http://clicks.invalid",
        "HIENERGY_API_KEY": "key",
      ])
    #expect(outcome.status == 5)
    #expect(outcome.lines.first?.contains("the proxy wants a password") == true)
    #expect(proxy.requests.first?.hasPrefix("CONNECT clicks.invalid:80 HTTP/1.1\r\n") == true)
  }
}
#endif
