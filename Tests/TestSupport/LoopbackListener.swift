import Foundation

/// A port on 127.0.0.1 that takes connections.
final class LoopbackListener: Sendable {
  let port: Int
  private let descriptor: Int32

  init() throws {
    descriptor = PrivateDescriptors.make { [socket(AF_INET, Self.stream, 0)] }[0]
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = descriptor
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// Hands each connection over, until `take` wants no more.
  func start(_ take: @escaping @Sendable (Int32) -> Bool) {
    DispatchQueue(label: "test.listener").async { [descriptor] in
      while true {
        // Waited for first, because nothing may wait while a descriptor is being made.
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, -1) > 0 else { return }
        let connection = PrivateDescriptors.make { [accept(descriptor, nil, nil)] }[0]
        guard connection >= 0, take(connection) else { return }
      }
    }
  }

  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// Ends a connection with a reset instead of in order.
  static func reset(_ connection: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close(connection)
  }

  #if os(Linux)
  private static let stream = Int32(SOCK_STREAM.rawValue)
  #else
  private static let stream = SOCK_STREAM
  #endif
}
