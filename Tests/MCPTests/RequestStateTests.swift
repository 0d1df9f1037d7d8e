import JSON
import JSONRPC
import Synchronization
import Testing

@testable import MCP

struct RequestStateTests {
  private final class Clock: Sendable {
    private let seconds = Mutex(0)
    var now: Int { seconds.withLock { $0 } }
    func advance(_ by: Int) { seconds.withLock { $0 += by } }
  }

  private let clock = Clock()
  private var state: RequestState { RequestState { [clock] in clock.now } }

  private func request(
    _ arguments: JSONObject = [:], id: Int = 1, method: String = "tools/call", name: String = "a",
    more: JSONObject = [:]
  ) -> Request {
    let params: JSONObject = ["name": .string(name), "arguments": .object(arguments)]
    return Request(id: .integer(JSONNumber(id)), method: method, params: params.merging(more))
  }

  @Test func `opens what it sealed, for the same request under another id`() throws {
    let state = state
    let sealed = state.seal(["a": 1], for: request(["x": 1, "y": 2]))
    let again = request(
      ["y": 2, "x": 1], id: 2, more: ["requestState": "s", "inputResponses": [:], "_meta": [:]])
    #expect(try state.open(sealed, for: again) == ["a": 1])
  }

  @Test func `refuses it for another tool, other arguments or another method`() {
    let state = state
    let sealed = state.seal([:], for: request(["x": 1]))
    for other in [
      request(["x": 1], name: "b"), request(["x": 2]), request(["x": 1], method: "prompts/get"),
    ] {
      let error = #expect(throws: ResponseError.self) { try state.open(sealed, for: other) }
      #expect(error?.code == .invalidParams)
    }
  }

  @Test func `refuses it after its time`() throws {
    let state = state
    let sealed = state.seal([:], for: request())
    clock.advance(600)
    #expect(try state.open(sealed, for: request()) == [:])
    clock.advance(1)
    #expect(throws: ResponseError.self) { try state.open(sealed, for: request()) }
  }

  @Test func `refuses what was changed, cut or made up, and another process's`() {
    let state = state
    let sealed = state.seal(["a": 1], for: request())
    let flipped = (sealed.first == "e" ? "f" : "e") + sealed.dropFirst()
    let other = RequestState { 0 }.seal(["a": 1], for: request())
    let payload = sealed.split(separator: ".")[0]
    for text in [flipped, String(sealed.dropLast()), "", ".", "\(payload).", "garbage", other] {
      #expect(throws: ResponseError.self) { try state.open(text, for: request()) }
    }
  }

  @Test func `refuses another spelling of the same bytes`() throws {
    let state = state
    let sealed = state.seal(["a": 1], for: request())
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    // Of the last sextet of 32 bytes only four bits count.
    let last = try #require(sealed.dropLast().last.flatMap(alphabet.firstIndex(of:)))
    let respelled = sealed.dropLast(2) + String(alphabet[last ^ 1]) + "="
    #expect(throws: ResponseError.self) {
      try state.open(String(respelled), for: request())
    }
  }
}
