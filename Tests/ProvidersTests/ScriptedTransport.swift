import Exchange
import HTTPTypes
import Providers
import Synchronization

/// Answers each request with the next line of a script, and remembers the requests.
final class ScriptedTransport: HTTPTransport {
  typealias Line = Result<ProviderResponse, TransportError>

  private struct State {
    var script: [Line]
    var requests: [ProviderRequest] = []
  }

  private let state: Mutex<State>

  init(_ script: [Line]) {
    state = Mutex(State(script: script))
  }

  convenience init(_ responses: ProviderResponse...) {
    self.init(responses.map(Line.success))
  }

  /// Oldest first.
  var requests: [ProviderRequest] { state.withLock { $0.requests } }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let line = state.withLock { state in
      state.requests.append(request)
      return state.script.isEmpty
        ? Line.failure(.notConnected(reason: "the script has ended")) : state.script.removeFirst()
    }
    return try line.get()
  }
}

/// Remembers what passes through it.
final class RecordingTransport: HTTPTransport {
  private let next: any HTTPTransport
  private let record = Mutex<[ProviderRequest]>([])

  init(_ next: any HTTPTransport) {
    self.next = next
  }

  /// Oldest first.
  var requests: [ProviderRequest] { record.withLock { $0 } }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    record.withLock { $0.append(request) }
    return try await next.send(request)
  }
}

extension ProviderRequest {
  /// Method and path with query.
  var line: String { "\(head.method) \(head.path ?? "")" }

  var text: String { String(decoding: body, as: UTF8.self) }

  func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
}

extension ProviderResponse {
  init(_ status: Int, _ body: String = "", _ fields: [String: String] = [:]) {
    var head = HTTPResponse(status: HTTPResponse.Status(code: status))
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { head.headerFields[name] = value }
    }
    self.init(head: head, body: Array(body.utf8))
  }
}
