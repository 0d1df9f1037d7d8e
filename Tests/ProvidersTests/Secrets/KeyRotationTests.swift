import Exchange
import JSON
import MCP
import Providers
import Synchronization
import TestSupport
import Testing
import Tools

/// A key file that is replaced while the server runs.
@Suite struct `A key file` {
  static let old = "the-old-key-1234"
  static let new = "the-new-key-5678"

  final class File: Sendable {
    private let content: Mutex<String?>

    init(_ content: String?) { self.content = Mutex(content) }

    var text: String? { content.withLock { $0 } }

    func write(_ text: String?) { content.withLock { $0 = text } }
  }

  private func bench(_ file: File, _ script: [ScriptedTransport.Line]) throws -> SecretBench {
    try SecretBench(
      script,
      environment: Environment {
        $0 == SecretBench.variable + "_FILE" ? "/run/key" : nil
      } file: {
        $0 == "/run/key" ? file.text : nil
      })
  }

  @Test func `is read anew at each call, and its new key concealed`() async throws {
    let file = File(Self.old)
    let echo = ScriptedTransport.Line.success(
      ProviderResponse(400, #"{"message":"\#(Self.old) or \#(Self.new)?"}"#))
    let bench = try bench(file, [echo, echo])
    let first = try await bench.call()
    file.write(Self.new + "\n")
    let second = try await bench.call()
    #expect(bench.transport.requests.map { $0.field("X-Key") } == [Self.old, Self.new])
    #expect(SecretSearch(Self.old).findings(in: bench.traces(of: first)) == [])
    #expect(bench.traces(of: first).contains("<redacted> or \(Self.new)?"))
    #expect(SecretSearch(Self.new).findings(in: bench.traces(of: second)) == [])
  }

  @Test func `replaced while a call waits doesn't let out the key it was made with`() async throws {
    let file = File(Self.old)
    let transport = SwappingTransport(
      answer: ProviderResponse(200, #"{"echo":"\#(Self.old)"}"#)
    ) { file.write(Self.new) }
    let manifest = try SmallManifest.manifest([])
    let descriptor = try #require(manifest.providers.first)
    let tool = try #require(descriptor.tools.first)
    let provider = Provider(
      descriptor, base: BaseURL(scheme: "https", authority: "acme.example", path: ""),
      environment: Environment(variable: { $0.hasSuffix("_FILE") ? "/k" : nil }) { _ in file.text },
      transport: transport)
    let parts = try RequestParts(#require(tool.request), of: tool, Arguments([:]))
    let answer = try await provider.send(
      parts, effect: .read, by: Deadline(in: .seconds(9), by: ManualTime().source))
    #expect(try await answer.read() == ["echo": "<redacted>"])
  }

  @Test func `is read once a call, and names another account when its key is another`()
    async throws
  {
    let file = File(Self.old)
    let digest = TextDigest { $0 == Self.old ? "0123456789abcdef.." : "fedcba9876543210.." }
    let reads = Mutex(0)
    let manifest = try SmallManifest.manifest([])
    let descriptor = try #require(manifest.providers.first)
    let tool = try #require(descriptor.tools.first)
    let provider = Provider(
      descriptor, base: BaseURL(scheme: "https", authority: "acme.example", path: ""),
      environment: Environment(variable: { $0.hasSuffix("_FILE") ? "/k" : nil }) { _ in
        reads.withLock { $0 += 1 }
        return file.text
      },
      transport: ScriptedTransport(ProviderResponse(200, "{}")), digest: digest)
    let parts = try RequestParts(#require(tool.request), of: tool, Arguments([:]))
    _ = try await provider.send(
      parts, effect: .read, by: Deadline(in: .seconds(9), by: ManualTime().source))
    #expect(reads.withLock(\.self) == 1)
    let names = [Self.old, Self.new, nil, Self.old].map { key in
      file.write(key)
      return provider.account
    }
    #expect(names[0] == "acme https://acme.example 0123456789abcdef")
    #expect(names[1] == "acme https://acme.example fedcba9876543210")
    #expect(names[2] == "acme https://acme.example no key")
    #expect(names[3] == names[0])
  }

  @Test(arguments: [
    nil, "", "\n", " \r\n", "half\nof-a-key", "\u{0}\u{0}\u{0}\u{0}\u{0}", "${KEY}",
  ])
  func `that holds no key for a moment is told of, and right again afterwards`(
    content: String?
  ) async throws {
    let file = File(Self.old)
    let ok = ScriptedTransport.Line.success(ProviderResponse(200, #"{"a":1}"#))
    let bench = try bench(file, [ok, ok])
    #expect(try await !bench.call().isError)
    file.write(content)
    let result = try await bench.call()
    #expect(result.isError)
    #expect(bench.traces(of: result).contains(#"missing_credentials"#))
    #expect(bench.transport.requests.count == 1)
    file.write(Self.new)
    #expect(try await !bench.call().isError)
    #expect(bench.transport.requests.last?.field("X-Key") == Self.new)
  }
}

/// Does something while a request is under way.
private struct SwappingTransport: HTTPTransport {
  let answer: ProviderResponse
  let swap: @Sendable () -> Void

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    swap()
    return answer
  }
}
