#if Ledger
import Crypto
import FoundationEssentials
import JSON
import JSONRPC
import MCP

/// Gives the state to the client, under an HMAC-SHA-256 with a key that lives as long as the
/// process. The payload names request and expiry, so that it fits no other.
struct HMACSealer: RequestStateSealer {
  private let key = SymmetricKey(size: .bits256)
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
    let bytes = Data(JSONValue.object(payload).serialized())
    let code = Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    return Self.written(bytes, code)
  }

  func open(_ text: String, for request: Request) throws(ResponseError) -> JSONObject {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[0])),
      let code = Data(base64Encoded: String(parts[1])),
      // Base64 can be spelled in several ways; only the one that was handed out counts.
      Self.written(bytes, code) == text,
      HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key),
      let payload = try? JSONValue(parsing: Array(bytes))
    else { throw RequestState.altered }
    guard payload["for"]?.string == Self.digest(of: request) else { throw RequestState.foreign }
    guard let until = payload["until"]?.int, now() <= until else { throw RequestState.expired }
    return payload["memory"]?.object ?? [:]
  }

  private static func written(_ payload: Data, _ code: Data) -> String {
    payload.base64EncodedString() + "." + code.base64EncodedString()
  }

  private static func digest(of request: Request) -> String {
    Data(SHA256.hash(data: Data(RequestState.identity(of: request)))).base64EncodedString()
  }
}
#endif
