import Analysis
import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// Texts in a request to any endpoint that are meant to break out of their place.
@Suite struct `An injection into any endpoint` {
  private func request(_ arguments: JSONObject) async throws -> ProviderRequest? {
    let transport = RecordingTransport(SandboxedTools.freshTransport())
    let manifest = try Repository.manifest()
    let surface = try ToolSelection(toolsets: ["api"], allowsAPIWrites: true)
      .surface(of: manifest, configured: [])
    let catalog = ToolCatalog(
      surface, providers: SandboxedTools.providers(manifest, over: transport),
      guards: CallGuards(allowsDestructive: true))
    _ = try await catalog.run(
      "api_request", arguments: arguments,
      context: RequestContext(version: .july2026, requestID: "1"))
    return transport.requests.first
  }

  @Test(arguments: [
    "//host", "///a", "/\\evil.example", "\\\\evil.example", "/a\r\nX-Evil: 1", "/a\rb", "/a\u{0}",
    "https://evil.example", "HTTPS://evil.example/a", "http:/a", "@evil.example/a", ":80/a", "/..",
    "/.", "/a/%2e%2E/b", "/a/.%2e/b", "/%2f%2fevil.example", "/a%5c..%5cb", "/a%0a", "/a%7f",
    "/a%+1", "/a%-1", "/a%1", "/a\u{FF0F}b", "/a\u{2215}..", "/a\u{202E}b", "/a[b]", "/a|b",
    "/a\"b",
    "/a<b>", "/a`b", "/a^b", "/a{b}", " /a", "/a ", "?a=b", "#a", "/a;/../b/..",
  ])
  func `never leads its path elsewhere`(path: String) async throws {
    for method in ["GET", "POST", "DELETE"] {
      let request = try await request(
        ["provider": "klik", "path": .string(path), "method": .string(method)])
      #expect(request == nil, "\(request?.line ?? "")")
    }
  }

  @Test(arguments: ["/a@evil.example", "/@evil.example", "/a:80", "/a;b=c", "/a&x=1", "/%E2%80%AE"])
  func `is a path like any other where it can't lead away`(path: String) async throws {
    let request = try await request(["provider": "klik", "path": .string(path)])
    #expect(request?.line == "GET /klik\(path)")
    #expect(request?.head.authority == "sandbox.invalid")
  }

  @Test(arguments: InjectedValue.ofContents)
  func `stays a name or a value of the query`(text: String) async throws {
    let given = try #require(
      try await request([
        "provider": "clickmedias", "path": "/clients",
        "query": ["a": .string(text), "b\(text)": "2"],
      ]))
    let sent = try SentRequest(given, beneath: "/clickmedias")
    #expect(sent.path == ["clients"])
    #expect(sent.query.map(\.name) == ["a", "b\(text)"])
    #expect(sent.query.map(\.value) == [text, "2"])
  }

  @Test(arguments: InjectedValue.ofContents, ["clickmedias", "clickmagick"])
  func `stays a name or a value of the body`(text: String, provider: String) async throws {
    let given = try #require(
      try await request([
        "provider": .string(provider), "path": "/x", "method": "POST",
        "body": ["a": .string(text), "b\(text)": "2"],
      ]))
    let sent = try SentRequest(given, beneath: "/\(provider)")
    let pairs =
      provider == "clickmagick"
      ? sent.form.map { [$0.name, $0.value] } : sent.body.map { [$0.key, $0.value.string ?? ""] }
    #expect(pairs == [["a", text], ["b\(text)", "2"]])
    #expect(sent.headers.count == 3)
  }
}
