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
    /// Nothing, for as long as the server lives.
    case stall

    /// A whole answer with this status, type and body.
    package static func answer(
      _ status: String, type: String = "application/json", headers: [String] = [], body: String
    ) -> Behaviour {
      let head = [
        "HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)",
        "Connection: close",
      ]
      return .answer((head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
  }

  private struct State {
    var requests: [String] = []
    var stalled: [Int32] = []
  }

  package let port: Int
  private let listener: Int32
  private let behaviour: @Sendable (String) -> Behaviour
  private let state = Mutex(State())

  /// `behaviour` is given each request's head, with as much of the body as came along.
  package init(_ behaviour: @escaping @Sendable (String) -> Behaviour) throws {
    self.behaviour = behaviour
    listener = socket(AF_INET, Self.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    port = Int(UInt16(bigEndian: address.sin_port))
    DispatchQueue(label: "test.server").async { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let self else { return }
        self.serve(connection)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    for connection in state.withLock({ $0.stalled }) { close(connection) }
  }

  package var url: String { "http://127.0.0.1:\(port)" }

  /// The heads of the requests that came, in order.
  package var requests: [String] { state.withLock { $0.requests } }

  /// A port of this machine that nobody listens on.
  package static func closedPort() throws -> Int {
    try LoopbackServer { _ in .stall }.port
  }

  private func serve(_ connection: Int32) {
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(connection, &bytes, bytes.count, 0)
    let request = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    state.withLock { $0.requests.append(request) }
    switch behaviour(request) {
    case .answer(let text):
      send(text, on: connection)
      shutdown(connection, Int32(SHUT_WR))
      close(connection)
    case .reset(let text):
      send(text, on: connection)
      // Closing with nothing to linger for sends a reset instead of an orderly end.
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
      close(connection)
    case .stall: state.withLock { $0.stalled.append(connection) }
    }
  }

  private func send(_ text: String, on connection: Int32) {
    let bytes = Array(text.utf8)
    _ = Foundation.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  #if os(Linux)
  private static let stream = Int32(SOCK_STREAM.rawValue)
  #else
  private static let stream = SOCK_STREAM
  #endif
}
