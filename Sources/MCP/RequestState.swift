internal import Crypto
internal import FoundationEssentials
internal import JSON
internal import JSONRPC

/// What a server hands a client that it asks for input, and gets back with the answers.
///
/// A client could write anything into it (`basic/patterns/mrtr#server-requirements`), so it is
/// sealed: an HMAC-SHA-256 over the payload, with a key that lives as long as the process. The
/// payload names method, target, arguments and expiry, so that it fits no other request.
struct RequestState: Sendable {
  private let key = SymmetricKey(size: .bits256)
  private let now: @Sendable () -> Int

  /// How long an answer may take, in seconds.
  private static let lifetime = 600

  /// `now` gives seconds since 1970.
  init(now: @escaping @Sendable () -> Int) {
    self.now = now
  }

  /// Seals what is to be remembered until `request` is asked again with the answers.
  func seal(_ memory: JSONObject, for request: Request) -> String {
    let payload: JSONObject = [
      "for": .string(Self.identity(of: request)),
      "until": .number(JSONNumber(now() + Self.lifetime)),
      "memory": .object(memory),
    ]
    let bytes = Data(JSONValue.object(payload).serialized())
    let code = Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    return Self.written(bytes, code)
  }

  /// What was sealed for this request; −32602 when the seal is broken, expired or another's.
  func open(_ text: String, for request: Request) throws(ResponseError) -> JSONObject {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[0])),
      let code = Data(base64Encoded: String(parts[1])),
      // Base64 can be spelled in several ways; only the one that was handed out counts.
      Self.written(bytes, code) == text,
      HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key),
      let payload = try? JSONValue(parsing: Array(bytes))
    else { throw Self.rejected("it is not as it was handed out") }
    guard payload["for"]?.string == Self.identity(of: request) else {
      throw Self.rejected("it belongs to another request")
    }
    guard let until = payload["until"]?.int, now() <= until else {
      throw Self.rejected("it has expired; send the request again without it")
    }
    return payload["memory"]?.object ?? [:]
  }

  private static func written(_ payload: Data, _ code: Data) -> String {
    payload.base64EncodedString() + "." + code.base64EncodedString()
  }

  /// Method, target and arguments of a request, without what changes from round to round.
  private static func identity(of request: Request) -> String {
    var params = request.params ?? [:]
    for key in ["_meta", "inputResponses", "requestState"] { params[key] = nil }
    let identity = JSONValue.array([.string(request.method), .object(params)])
    let text = identity.canonical.serialized()
    return Data(SHA256.hash(data: Data(text))).base64EncodedString()
  }

  private static func rejected(_ reason: String) -> ResponseError {
    ResponseError(.invalidParams, "requestState was rejected: \(reason)")
  }
}
