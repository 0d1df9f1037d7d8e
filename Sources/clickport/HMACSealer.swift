import Host
import JSON
import JSONRPC
import MCP
import Tools

/// Gives the state to the client, under an HMAC-SHA-256 with a key that lives as long as the
/// process. The payload names request and expiry, so that it fits no other.
struct HMACSealer: RequestStateSealer {
  private let hmac = HMAC()
  private let now: @Sendable () -> Int

  /// `now` gives seconds since 1970.
  init(now: @escaping @Sendable () -> Int) {
    self.now = now
  }

  func seal(_ memory: JSONObject, for request: Request) -> String {
    let payload: JSONObject = [
      "for": .string(Self.digest(of: request)),
      "until": .number(JSONNumber(now() + RequestState.lifetime)),
      "memory": .object(memory),
    ]
    let bytes = JSONValue.object(payload).serialized()
    return [bytes, hmac.code(of: bytes)].map { Base64Text(encoding: $0).text }
      .joined(separator: ".")
  }

  func open(_ text: String, for request: Request) throws(ResponseError) -> JSONObject {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    // Any bytes have one spelling only.
    guard parts.count == 2, let bytes = Base64Text(String(parts[0]))?.bytes,
      let code = Base64Text(String(parts[1]))?.bytes, hmac.isValid(code, for: bytes),
      let payload = try? JSONValue(parsing: bytes)
    else { throw RequestState.altered }
    guard payload["for"]?.string == Self.digest(of: request) else { throw RequestState.foreign }
    guard let until = payload["until"]?.int, now() <= until else { throw RequestState.expired }
    return payload["memory"]?.object ?? [:]
  }

  private static func digest(of request: Request) -> String {
    Base64Text(encoding: SHA256.digest(of: RequestState.identity(of: request))).text
  }
}
