import Foundation
import Synchronization

/// A port on 127.0.0.1 that takes connections, each with a thread that waits for it.
final class LoopbackListener: Sendable {
  let port: Int
  private let descriptor: Int32
  /// Its end tells the thread that takes connections to leave.
  private let stopping: (reading: Int32, writing: Int32)
  private let open = Mutex<Set<Int32>>([])

  init() throws {
    descriptor = PrivateDescriptors.make { [socket(AF_INET, LoopbackAddress.stream, 0)] }[0]
    let listener = descriptor
    let bound = LoopbackAddress.with(port: 0) { address, length in
      bind(listener, address, length.pointee) == 0 && listen(listener, 64) == 0
        && getsockname(listener, address, length) == 0
    }
    guard let bound else {
      close(descriptor)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    port = bound
    stopping = try PrivateDescriptors.pipe()
  }

  /// Hands each connection over, on a queue of its own: those that share one wait for its few
  /// threads. Whoever gets it ends or resets it here.
  func start(_ serve: @escaping @Sendable (Int32, DispatchQueue) -> Void) {
    DispatchQueue(label: "test.listener").async { [self] in
      defer {
        close(descriptor)
        close(stopping.reading)
      }
      while waitForConnection() {
        let connection = PrivateDescriptors.make { [accept(descriptor, nil, nil)] }[0]
        guard connection >= 0 else { continue }
        open.withLock { _ = $0.insert(connection) }
        let queue = DispatchQueue(label: "test.connection")
        queue.async { serve(connection, queue) }
      }
    }
  }

  /// Waited for first, because nothing may wait while a descriptor is being made. False when there
  /// will be none any more.
  private func waitForConnection() -> Bool {
    var ready = [descriptor, stopping.reading].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while poll(&ready, 2, -1) < 0 { guard errno == EINTR else { return false } }
    return ready[1].revents == 0
  }

  /// Takes no more connections, and ends those that are open for whoever reads them. Once.
  func stop() {
    close(stopping.writing)
    open.withLock { for connection in $0 { shutdown(connection, Int32(SHUT_RDWR)) } }
  }

  /// Ends a connection in order.
  func end(_ connection: Int32) {
    open.withLock {
      $0.remove(connection)
      _ = close(connection)
    }
  }

  /// Ends a connection with a reset instead of in order.
  func reset(_ connection: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    end(connection)
  }
}

/// 127.0.0.1, as the C library wants it.
package enum LoopbackAddress {
  #if os(Linux)
  static let stream = Int32(SOCK_STREAM.rawValue)
  #else
  static let stream = SOCK_STREAM
  #endif

  /// The descriptors of this process that are connected to that port.
  package static func connections(to port: Int) -> [Int32] {
    (3..<Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 1 << 16))).filter { descriptor in
      with(port: 0) { getpeername(descriptor, $0, $1) == 0 } == port
    }
  }

  /// The port in the address after `body`, which succeeded.
  static func with(
    port: Int, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool
  ) -> Int? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = in_port_t(port).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let succeeded = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
    return succeeded ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }
}
