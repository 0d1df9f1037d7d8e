import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that does to each request what a test says, good or bad.
package final class LoopbackServer: Sendable {
  /// What a request meets.
  package enum Behaviour: Sendable {
    /// These bytes, then the connection is closed in order.
    case answer(String)
    /// These bytes, then a reset.
    case reset(after: String)
    /// These bytes once so many requests are held, then the connections are closed in order.
    case hold(String, until: Int)
    /// Nothing, for as long as the server lives.
    case stall

    /// A whole answer with this status, type and body.
    package static func answer(
      _ status: String, type: String = "application/json", headers: [String] = [], body: String
    ) -> Behaviour {
      .answer(text(status, type: type, headers: headers, body: body))
    }

    /// The bytes of such an answer.
    package static func text(
      _ status: String, type: String = "application/json", headers: [String] = [], body: String
    ) -> String {
      let head = [
        "HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)",
        "Connection: close",
      ]
      return (head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
    }
  }

  private struct State {
    var requests: [String] = []
    var stalled: [Int32] = []
    var held: [(connection: Int32, text: String)] = []
    var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let listener: LoopbackListener
  private let behaviour: @Sendable (String) -> Behaviour
  private let state = Mutex(State())

  /// `behaviour` is given each request, head and body, as it came.
  package init(_ behaviour: @escaping @Sendable (String) -> Behaviour) throws {
    self.behaviour = behaviour
    listener = try LoopbackListener()
    listener.start { [weak self, listener] connection, _ in
      var reader = WireReader(connection)
      // What is no request is met like one, so that whoever sent it learns of it.
      let request = reader.next()?.text ?? String(decoding: reader.bytes, as: UTF8.self)
      guard let self, !request.isEmpty else { return listener.end(connection) }
      self.serve(request, on: connection)
    }
  }

  deinit {
    listener.stop()
    let open = state.withLock { $0.stalled + $0.held.map(\.connection) }
    for connection in open { listener.end(connection) }
  }

  package var port: Int { listener.port }

  package var url: String { "http://127.0.0.1:\(port)" }

  /// The requests that came, in order.
  package var requests: [String] { state.withLock { $0.requests } }

  /// Returns once so many requests have come and met their behaviour.
  package func waitForRequests(_ count: Int) async {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiters.append((count, continuation)) }
      resumeWaiters()
    }
  }

  /// A port that refuses connections: tcpmux, below those that systems hand out, so that no other
  /// test is ever given it.
  package static let closedPort = 1

  private func serve(_ request: String, on connection: Int32) {
    switch behaviour(request) {
    case .answer(let text): finish(connection, with: text)
    case .hold(let text, let count): hold(connection, text, until: count)
    case .reset(let text): reset(connection, after: text)
    case .stall: state.withLock { $0.stalled.append(connection) }
    }
    state.withLock { $0.requests.append(request) }
    resumeWaiters()
  }

  private func hold(_ connection: Int32, _ text: String, until count: Int) {
    let ready = state.withLock { state in
      state.held.append((connection, text))
      guard state.held.count >= count else { return [(connection: Int32, text: String)]() }
      defer { state.held = [] }
      return state.held
    }
    for (connection, text) in ready { finish(connection, with: text) }
  }

  private func resumeWaiters() {
    let ready = state.withLock { state in
      let count = state.requests.count
      defer { state.waiters.removeAll { $0.count <= count } }
      return state.waiters.filter { $0.count <= count }
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  private func finish(_ connection: Int32, with text: String) {
    WireWriter.write(text, on: connection)
    shutdown(connection, Int32(SHUT_WR))
    listener.end(connection)
  }

  private func reset(_ connection: Int32, after text: String) {
    WireWriter.write(text, on: connection)
    listener.reset(connection)
  }
}
