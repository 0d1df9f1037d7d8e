import JSON
import JSONRPC
import MCP
import Synchronization
import Testing

@testable import clickport

/// What every way to seal a request's state must do.
struct RequestStateTests {
  enum Kind: CaseIterable {
    case inMemory
    case hmac

    /// A sealer as a process has it, by a clock that gives seconds.
    func sealer(_ now: @escaping @Sendable () -> Int = { 0 }) -> any RequestStateSealer {
      switch self {
      case .inMemory: InMemorySealer(now: now)
      case .hmac: HMACSealer(now: now)
      }
    }

    /// Other texts that could be taken for this one.
    func respelled(_ sealed: String) throws -> [String] {
      switch self {
      case .inMemory: return [sealed.uppercased(), "0" + sealed, sealed + " "]
      case .hmac:
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        // Of the last sextet of 32 bytes only four bits count.
        let last = try #require(sealed.dropLast().last.flatMap(alphabet.firstIndex(of:)))
        return [sealed.dropLast(2) + String(alphabet[last ^ 1]) + "="]
      }
    }
  }

  private final class Clock: Sendable {
    private let seconds = Mutex(0)
    var now: Int { seconds.withLock { $0 } }
    func advance(_ by: Int) { seconds.withLock { $0 += by } }
  }

  private func request(
    _ arguments: JSONObject = [:], id: Int = 1, method: String = "tools/call", name: String = "a",
    more: JSONObject = [:]
  ) -> Request {
    let params: JSONObject = ["name": .string(name), "arguments": .object(arguments)]
    return Request(id: .number(JSONNumber(id)), method: method, params: params.merging(more))
  }

  private func expect(
    _ error: ResponseError, from sealer: any RequestStateSealer, opening text: String,
    for request: Request
  ) {
    #expect(throws: error) { try sealer.open(text, for: request) }
  }

  @Test(arguments: Kind.allCases)
  func `opens what it sealed, for the same request under another id`(kind: Kind) throws {
    let sealer = kind.sealer()
    let sealed = sealer.seal(["a": 1], for: request(["x": 1, "y": 2]))
    let again = request(
      ["y": 2, "x": 1], id: 2, more: ["requestState": "s", "inputResponses": [:], "_meta": [:]])
    #expect(try sealer.open(sealed, for: again) == ["a": 1])
    #expect(try sealer.open(sealed, for: again) == ["a": 1])
  }

  @Test(arguments: Kind.allCases)
  func `refuses it for another tool, other arguments or another method`(kind: Kind) {
    let sealer = kind.sealer()
    let sealed = sealer.seal([:], for: request(["x": 1]))
    for other in [
      request(["x": 1], name: "b"), request(["x": 2]), request(["x": 1], method: "prompts/get"),
    ] {
      expect(RequestState.foreign, from: sealer, opening: sealed, for: other)
    }
  }

  @Test(arguments: Kind.allCases)
  func `refuses it after its time`(kind: Kind) throws {
    let clock = Clock()
    let sealer = kind.sealer { clock.now }
    let sealed = sealer.seal([:], for: request())
    clock.advance(600)
    #expect(try sealer.open(sealed, for: request()) == [:])
    clock.advance(1)
    expect(RequestState.expired, from: sealer, opening: sealed, for: request())
  }

  @Test(arguments: Kind.allCases)
  func `refuses what was changed, cut or made up, and another process's`(kind: Kind) {
    let sealer = kind.sealer()
    let sealed = sealer.seal(["a": 1], for: request())
    let flipped = (sealed.first == "e" ? "f" : "e") + sealed.dropFirst()
    let other = kind.sealer().seal(["a": 1], for: request())
    let payload = sealed.split(separator: ".")[0]
    for text in [flipped, String(sealed.dropLast()), "", ".", "\(payload).", "garbage", other] {
      expect(RequestState.altered, from: sealer, opening: text, for: request())
    }
  }

  @Test(arguments: Kind.allCases)
  func `refuses another spelling of the same bytes`(kind: Kind) throws {
    let sealer = kind.sealer()
    let sealed = sealer.seal(["a": 1], for: request())
    for text in try kind.respelled(sealed) {
      expect(RequestState.altered, from: sealer, opening: text, for: request())
    }
  }
}
