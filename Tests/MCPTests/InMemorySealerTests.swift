import JSON
import JSONRPC
import MCP
import Testing

/// What only the sealer that keeps everything in the process has: limits.
struct InMemorySealerTests {
  private let sealer = InMemorySealer { 0 }

  private func request(_ arguments: JSONObject = [:]) -> Request {
    Request(
      id: .string("r"), method: "tools/call",
      params: ["name": "a", "arguments": .object(arguments)])
  }

  @Test func `keeps a thousand, and forgets the oldest for one more`() throws {
    let sealed = (0..<1001).map { sealer.seal(["n": .number(JSONNumber($0))], for: request()) }
    #expect(throws: RequestState.altered) { try sealer.open(sealed[0], for: request()) }
    #expect(try sealer.open(sealed[1], for: request()) == ["n": 1])
    #expect(try sealer.open(sealed[1000], for: request()) == ["n": 1000])
  }

  @Test func `forgets the oldest when requests are large`() throws {
    let sealer = InMemorySealer(byteLimit: 1000) { 0 }
    let large = request(["text": .string(String(repeating: "x", count: 300))])
    let sealed = (0..<4).map { _ in sealer.seal([:], for: large) }
    #expect(throws: RequestState.altered) { try sealer.open(sealed[0], for: large) }
    #expect(try sealer.open(sealed[3], for: large) == [:])
  }

  @Test func `hands out names that differ for the same request`() {
    let names = (0..<100).map { _ in sealer.seal([:], for: request()) }
    #expect(Set(names).count == 100)
    #expect(names.allSatisfy { $0.utf8.count > 16 })
  }
}
