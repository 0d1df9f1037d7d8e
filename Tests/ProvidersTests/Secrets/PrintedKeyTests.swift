import Exchange
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// Whatever holds a key, printed in every way Swift knows.
@Suite struct `A key in something that is printed` {
  static let key = SecretSearch.key

  private func texts(_ value: some Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    dump([value], to: &dumped)
    return [
      "\(value)", String(describing: value), String(reflecting: value), "\([value])",
      "\(Optional(value) as Any)", dumped, "\(Mirror(reflecting: value))",
      "\(Mirror(reflecting: value).children.map { "\($0)" })",
    ]
  }

  @Test func `shows in nothing that holds it`() async throws {
    let bench = try SecretBench([.success(ProviderResponse(200, "{}"))])
    let credential = Credential(secret: Self.key)
    let provider = try #require(bench.providers.first)
    let tool = try #require(provider.descriptor.tools.first)
    let operation = HTTPOperation(try #require(tool.request), at: provider)
    _ = try await bench.call()
    let request = try #require(bench.transport.requests.first)
    #expect(request.field("X-Key") == Self.key)
    let environment = Environment([SecretBench.variable: Self.key])
    let printed =
      texts(credential) + texts(provider) + texts(operation) + texts(bench.catalog)
      + texts(environment)
      + texts(ResponseDecoder(provider.descriptor, concealing: Redaction(of: [Self.key])))
      + texts(request) + texts(["key": credential])
      + texts(Result<Credential, ToolError>.success(credential))
      + texts(bench.ledger) + texts(APIRequest(bench.providers))
    for text in printed { #expect(SecretSearch().findings(in: text) == [], "\(text)") }
    #expect(printed.count > 80)
    #expect(String(describing: request) == "GET https://acme.example/v1/things")
  }

  /// A Swift error that carries a key, as one thrown by a mistake would.
  struct Mistake: Error {
    let credential = Credential(secret: SecretSearch.key)
  }

  @Test func `shows in no error that carries it`() {
    for text in texts(Mistake()) { #expect(SecretSearch().findings(in: text) == []) }
  }

  @Test(arguments: ["\u{7}", " x", "ä", "\r\nX-Evil: 1"])
  func `shows in no word about why it can't be used`(end: String) {
    let environment = Environment([SecretBench.variable: Self.key + end])
    let missing = #expect(throws: MissingCredential.self) {
      try environment.credential(SecretBench.variable)
    }
    for text in missing.map({ texts($0) }) ?? [] {
      #expect(SecretSearch().findings(in: text) == [])
    }
  }
}
