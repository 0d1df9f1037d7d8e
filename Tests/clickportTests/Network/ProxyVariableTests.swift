import Exchange
import HTTPTypes
import Providers
import Testing

@testable import Host

/// What the variables about proxies mean, without a network.
@Suite struct ProxyVariableTests {
  /// `direct`, the proxy's URL for libcurl, or why none is used.
  private func route(
    to url: String = "http://clicks.example", _ variables: [String: String]
  ) -> String {
    let head = TransportBench.request(.get, url).head
    do throws(TransportError) {
      return try ProxySettings(Environment(variables)).proxy(for: head)?.url.secret ?? "direct"
    } catch {
      guard case .misconfigured(let reason, _) = error else { return "\(error)" }
      return reason
    }
  }

  @Test(arguments: [
    "http://p.example:3128", "HTTP://p.example:3128", "Http://p.example:3128/", "p.example:3128",
    "p.example:3128/", "\"http://p.example:3128\"", "'http://p.example:3128'",
    "http://p.example:3128\n", "http://p.example:3128\r\n", "  http://p.example:3128\t",
    " \"http://p.example:3128\n\" ", "\u{FEFF}http://p.example:3128", "'p.example:3128'",
  ])
  func `A4: understands a proxy in every spelling`(value: String) {
    #expect(route(["HTTP_PROXY": value]) == "http://p.example:3128")
    #expect(route(to: "https://clicks.example", ["HTTPS_PROXY": value]) == "http://p.example:3128")
  }

  @Test(arguments: [
    ("p.example", "http://p.example"), ("http://10.0.0.1:80", "http://10.0.0.1:80"),
    ("http://[::1]:3128", "http://[::1]:3128"), ("[fe80::1%25eth0]", "http://[fe80::1%25eth0]"),
    ("http://ann@p.example", "http://ann@p.example"), ("ann:x@p.example", "http://ann:x@p.example"),
    ("http://ann:p%40ss%2fw@p.example:1", "http://ann:p%40ss%2fw@p.example:1"),
    ("http://ann:p@ss:w%rd@p.example", "http://ann:p%40ss:w%25rd@p.example"),
    ("http://ann:\u{E4}%4@p.example", "http://ann:%C3%A4%254@p.example"),
    ("http://proxy_1.example:3128", "http://proxy_1.example:3128"),
  ])
  func `A4: understands hosts, ports, users and passwords`(value: String, url: String) {
    #expect(route(["http_proxy": value]) == url)
  }

  @Test(arguments: [
    "http_proxy", "HTTP_PROXY", "Http_Proxy", "all_proxy", "ALL_PROXY", "All_proxy",
  ])
  func `A4: reads the variables of plain addresses in any case`(variable: String) {
    #expect(route([variable: "p.example"]) == "http://p.example")
  }

  @Test(arguments: ["https_proxy", "HTTPS_PROXY", "Https_Proxy", "all_proxy", "ALL_PROXY"])
  func `A4: reads the variables of secure addresses in any case`(variable: String) {
    #expect(route(to: "https://clicks.example", [variable: "p.example"]) == "http://p.example")
  }

  @Test(arguments: [
    (["http_proxy": "a.example", "HTTP_PROXY": "b.example"], "http://a.example"),
    (["Http_Proxy": "a.example", "HTTP_PROXY": "b.example"], "http://b.example"),
    (["http_proxy": "", "HTTP_PROXY": "b.example"], "http://b.example"),
    (["HTTP_PROXY": "a.example", "all_proxy": "b.example"], "http://a.example"),
    (["HTTP_PROXY": " \"\" ", "ALL_PROXY": "b.example"], "http://b.example"),
    (["HTTPS_PROXY": "a.example"], "direct"), (["HTTP_PROXY": ""], "direct"),
    (["HTTP_PROXY": "\n"], "direct"), (["PROXY": "a.example"], "direct"), ([:], "direct"),
  ])
  func `A4: lets the variables count in curl's order`(
    variables: [String: String], route expected: String
  ) {
    #expect(route(variables) == expected)
  }

  @Test(arguments: ["socks", "socks4", "socks4a", "socks5", "socks5h", "SOCKS5", "https", "HTTPS"])
  func `A4: refuses a proxy of another kind, and says which variable names it`(scheme: String) {
    for variable in ["HTTP_PROXY", "all_proxy"] {
      let reason = route([variable: "\(scheme)://ann:opensesame@p.example:1"])
      #expect(reason.hasPrefix("\(variable) names a \(scheme.lowercased()):// proxy"), "\(reason)")
      #expect(!reason.contains("opensesame"))
    }
  }

  @Test(arguments: [
    "ftp://p.example", "http://", "http:p.example", "http:/p.example:1", "http//p.example", "//p:1",
    "p.example:", "p.example:0", "p.example:65536", "p.example:3128x", "p.example:31 28", "::1",
    "[::1", "[::1]x", "[x]:1", "p.example/proxy.pac", "http://p.example:1?x", "http://p.example#x",
    "p example", "${HTTP_PROXY}", "{{proxy}}", "<proxy>", "p.example,q.example", "a\nb",
    "=p.example",
    "http://ann:opensesame/x@p.example", "http://ann:1#opensesame@p.example", "http://ann:@",
    "http:///p.example", "http://http://p.example",
  ])
  func `A4: refuses what is no proxy, and shows nothing of it`(value: String) {
    let reason = route(["HTTP_PROXY": value])
    #expect(reason.hasPrefix("HTTP_PROXY holds no address of a proxy that is understood"))
    #expect(reason.hasSuffix("nothing is sent around it"))
    #expect(!reason.contains("opensesame"))
    #expect(route(["HTTP_PROXY": value, "NO_PROXY": "clicks.example"]) == "direct")
    #expect(
      ProxySettings(Environment(["http_proxy": value])).problems.count == 1)
  }

  @Test func `A4: shows a proxy's password to nobody`() throws {
    let proxy = try Proxy("http://ann:opensesame@p.example:3128", of: "HTTP_PROXY")
    var dumped = ""
    dump(proxy, to: &dumped)
    for text in ["\(proxy)", String(reflecting: proxy), dumped] {
      #expect(!text.contains("opensesame"))
      #expect(text.contains("p.example:3128"))
    }
  }

  // MARK: - NO_PROXY

  @Test(arguments: [
    (
      "clicks.example", ["clicks.example", "CLICKS.Example", "a.clicks.example", "clicks.example."]
    ),
    ("CLICKS.example", ["clicks.example"]),
    (".clicks.example", ["clicks.example", "a.clicks.example"]),
    ("clicks.example.", ["clicks.example"]), ("a.example,clicks.example", ["clicks.example"]),
    (" a.example , clicks.example ", ["clicks.example"]),
    ("a.example clicks.example\nb.example", ["clicks.example", "b.example"]),
    ("'clicks.example'", ["clicks.example"]),
    ("\"a.example\", \"clicks.example\"", ["clicks.example"]),
    ("clicks.example:80", ["clicks.example", "clicks.example:80", "a.clicks.example"]),
    ("clicks.example:8080", ["clicks.example:8080"]), ("clicks.example", ["clicks.example:8080"]),
    ("*", ["clicks.example", "127.0.0.1", "[::1]:80"]), (" * ", ["clicks.example"]),
    ("\"*\"", ["clicks.example"]), ("127.0.0.1", ["127.0.0.1", "127.0.0.1:8080"]),
    ("127.0.0.1:8080", ["127.0.0.1:8080"]), ("10.0.0.0/8", ["10.0.0.1", "10.255.3.4:81"]),
    ("10.1.2.3/8", ["10.200.0.1"]), ("192.168.1.0/25", ["192.168.1.127"]),
    ("10.0.0.1/32", ["10.0.0.1"]), ("0.0.0.0/0", ["8.8.8.8"]),
    ("::1", ["[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]"]), ("[::1]", ["[::1]:8080"]),
    ("[::1]:8080", ["[::1]:8080"]), ("fe80::/10", ["[fe80::1]", "[febf::1]"]),
    ("FD00::/8", ["[fdab::1]"]), ("[fd00::]/8", ["[fdab::1]"]), ("localhost", ["localhost:8080"]),
  ])
  func `A4: goes directly to what NO_PROXY names`(value: String, hosts: [String]) {
    for host in hosts {
      for variable in ["NO_PROXY", "no_proxy", "No_Proxy"] {
        let variables = ["HTTP_PROXY": "p.example", variable: value]
        #expect(route(to: "http://\(host)", variables) == "direct", "\(host)")
      }
    }
  }

  @Test(arguments: [
    ("clicks.example", ["notclicks.example", "example", "clicks.example.org", "127.0.0.1"]),
    ("clicks.example:8080", ["clicks.example", "clicks.example:80"]),
    ("clicks.example:x", ["clicks.example"]), ("*.clicks.example", ["a.clicks.example"]),
    ("a.example,*", ["clicks.example"]), ("", ["clicks.example"]), (",", ["clicks.example"]),
    (".", ["clicks.example", "clicks.example."]), ("127.0.0.1:8080", ["127.0.0.1", "127.0.0.1:1"]),
    ("0.0.1", ["127.0.0.1"]), ("10.0.0.0/8", ["11.0.0.1", "x10.0.0.1", "[::a00:1]"]),
    ("192.168.1.0/25", ["192.168.1.128"]), ("10.0.0.0/33", ["10.0.0.1"]),
    ("10.0.0.0/", ["10.0.0.0", "10.0.0.1"]), ("10.0.0.0/-1", ["10.0.0.0"]),
    ("10.0.0.0/x", ["10.0.0.0"]),
    ("10.0.0/8", ["10.0.0.1"]), ("::1", ["[::2]", "127.0.0.1"]), ("fe80::/10", ["[fec0::1]"]),
    ("[::1]:8080", ["[::1]"]), ("http://clicks.example", ["clicks.example"]),
  ])
  func `A4: goes through the proxy to everything else`(value: String, hosts: [String]) {
    for host in hosts {
      let variables = ["HTTP_PROXY": "p.example", "NO_PROXY": value]
      #expect(route(to: "http://\(host)", variables) == "http://p.example", "\(host)")
    }
  }

  @Test func `A4: knows the port that a scheme has`() {
    let variables = ["ALL_PROXY": "p.example", "NO_PROXY": "clicks.example:443"]
    #expect(route(to: "https://clicks.example", variables) == "direct")
    #expect(route(to: "http://clicks.example:443", variables) == "direct")
    #expect(route(to: "http://clicks.example", variables) == "http://p.example")
  }
}
