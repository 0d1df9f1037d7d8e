import Exchange
import HTTPTypes
import JSON
import Sandbox

/// Talks to a world as a client of one service would.
struct SandboxClient {
  var world: SandboxWorld
  var key = "ordinary-key"

  static let now = "2026-03-31T15:30:00Z"

  init(seed: UInt64 = SandboxWorld.defaultSeed, now: String = SandboxClient.now) {
    let instant = Timestamp(parsing: now) ?? Timestamp(secondsSince1970: 0)
    world = SandboxWorld(seed: seed, now: { instant })
  }

  init(clock: TestClock) {
    world = SandboxWorld(now: { clock.now })
  }

  /// As another caller of the same world; an empty key sends none.
  func with(key: String) -> SandboxClient {
    var client = self
    client.key = key
    return client
  }

  func get(_ path: String) -> Answer { send(.get, path) }

  func delete(_ path: String) -> Answer { send(.delete, path) }

  func post(_ path: String, form: String) -> Answer {
    send(.post, path, type: "application/x-www-form-urlencoded", body: form)
  }

  func patch(_ path: String, form: String) -> Answer {
    send(.patch, path, type: "application/x-www-form-urlencoded", body: form)
  }

  func post(_ path: String, json: String) -> Answer {
    send(.post, path, type: "application/json; charset=utf-8", body: json)
  }

  func put(_ path: String, json: String) -> Answer {
    send(.put, path, type: "application/json; charset=utf-8", body: json)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, type: String? = nil, body: String = ""
  ) -> Answer {
    Answer(world.answer(request(method, path, type: type, body: body)))
  }

  func request(
    _ method: HTTPRequest.Method, _ path: String, type: String? = nil, body: String = ""
  ) -> ProviderRequest {
    var head = HTTPRequest(
      method: method, scheme: "https", authority: "sandbox.invalid", path: path)
    head.headerFields[.contentType] = type
    if !key.isEmpty, let header = keyHeader(path) { head.headerFields.append(header) }
    return ProviderRequest(head: head, body: Array(body.utf8))
  }

  private func keyHeader(_ path: String) -> HTTPField? {
    let (name, value) =
      switch path.split(separator: "/").first {
      case "hienergy": ("X-Api-Key", key)
      case "clickmedias": ("X-API-Key", key)
      case "clickmagick": ("x-apikey", key)
      case "klik": ("Authorization", "Bearer \(key)")
      default: ("X-Clickmeter-AuthKey", key)
      }
    return HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
  }
}

/// An answer of the sandbox, its body read.
struct Answer {
  let status: Int
  let body: JSONValue
  let bytes: [UInt8]
  private let headers: HTTPFields

  init(_ response: ProviderResponse) {
    status = response.head.status.code
    headers = response.head.headerFields
    bytes = response.body
    body = (try? JSONValue(parsing: response.body)) ?? .null
  }

  subscript(pointer: String) -> JSONValue? {
    JSONPointer(parsing: pointer)?.value(in: body)
  }

  func rows(_ pointer: String) -> [JSONValue] { self[pointer]?.array ?? [] }

  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
