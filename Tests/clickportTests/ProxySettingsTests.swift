import TestSupport
import Testing

/// Proxies as the environment of a process names them.
@Suite(.timeLimit(.minutes(10)))
struct ProxySettingsTests {
  private func call(
    _ variables: [String: String], base: String = "http://clicks.invalid", options: [String] = []
  ) async throws -> (status: Int32, output: String) {
    let outcome = try await ServerProcess.run(
      ["call", "get_clicks", "from=2026-03-01", "to=2026-03-02"] + options,
      environment: variables.merging(["HIENERGY_BASE_URL": base, "HIENERGY_API_KEY": "the-key"]) {
        given, _ in given
      })
    return (outcome.status, outcome.lines.joined(separator: "\n") + outcome.errors)
  }

  private static let answer = LoopbackServer.Behaviour.answer("200 OK", body: #"{"data":[]}"#)

  @Test(arguments: [
    "HTTP_PROXY", "http_proxy", "Http_Proxy", "ALL_PROXY", "all_proxy", "All_proxy",
  ])
  func `sends a plain call through the proxy`(variable: String) async throws {
    let proxy = try LoopbackServer { _ in Self.answer }
    let (status, output) = try await call([variable: proxy.url])
    #expect(status == 0, "\(output)")
    let request = try #require(proxy.requests.first)
    #expect(request.hasPrefix("GET http://clicks.invalid/api/v1/clicks?"), "\(request)")
    #expect(!request.contains("CONNECT"))
  }

  @Test(arguments: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
  func `asks the proxy for a tunnel, and shows it no key`(variable: String) async throws {
    let proxy = try LoopbackServer { _ in .answer("503 Service Unavailable", body: "") }
    let (status, output) = try await call([variable: proxy.url], base: "https://clicks.invalid")
    #expect(status == 5)
    #expect(output.contains("the proxy in \(variable) ("), "\(output)")
    #expect(output.contains("fails: it answered with status 503"), "\(output)")
    let request = try #require(proxy.requests.first)
    #expect(request.hasPrefix("CONNECT clicks.invalid:443 HTTP/1.1\r\n"))
    #expect(!request.contains("the-key"))
  }

  @Test func `gives the proxy the user and the password of its address, and shows them nobody`()
    async throws
  {
    let proxy = try LoopbackServer { _ in .answer("502 Bad Gateway", body: "") }
    let address = proxy.url.replacing("http://", with: "http://ann:opensesame@")
    let (_, output) = try await call(
      ["HTTPS_PROXY": address], base: "https://clicks.invalid", options: ["--log-level", "trace"])
    let request = try #require(proxy.requests.first)
    #expect(request.contains("Proxy-Authorization: Basic YW5uOm9wZW5zZXNhbWU=\r\n"), "\(request)")
    #expect(!output.contains("opensesame"))
    #expect(!output.contains("YW5uOm9wZW5zZXNhbWU"))
  }

  @Test(arguments: ["http://clicks.invalid", "https://clicks.invalid"])
  func `says when the proxy wants a password`(base: String) async throws {
    let proxy = try LoopbackServer { _ in .answer("407 Proxy Authentication Required", body: "") }
    let (status, output) = try await call(["ALL_PROXY": proxy.url], base: base)
    #expect(status == 5)
    #expect(output.contains("wants a user and a password"), "\(output)")
  }

  @Test(arguments: ["*", "127.0.0.1", "example.com, 127.0.0.1"])
  func `goes directly to the hosts that are named`(direct: String) async throws {
    let service = try LoopbackServer { _ in Self.answer }
    let (status, output) = try await call(
      ["HTTP_PROXY": "http://proxy.invalid:3128", "NO_PROXY": direct], base: service.url)
    #expect(status == 0, "\(output)")
  }

  @Test(arguments: ["example.com", "ids.invalid"])
  func `goes through the proxy to every other host`(direct: String) async throws {
    let proxy = try LoopbackServer { _ in Self.answer }
    let (status, output) = try await call(["HTTP_PROXY": proxy.url, "NO_PROXY": direct])
    #expect(status == 0, "\(output)")
  }

  @Test func `says when the proxy can't be found`() async throws {
    let (status, output) = try await call(["HTTP_PROXY": "http://proxy.invalid:3128"])
    #expect(status == 5)
    #expect(output.contains("the proxy in HTTP_PROXY (proxy.invalid:3128) fails"), "\(output)")
    #expect(output.contains("its host name can't be found (DNS)"), "\(output)")
  }
}
