import Foundation

/// A connection to a port of this machine, over which a test says what it likes.
package final class LoopbackClient: Sendable {
  private let connection: Int32
  private let queue = DispatchQueue(label: "test.client")

  package init(port: Int) throws {
    connection = PrivateDescriptors.make { [socket(AF_INET, LoopbackAddress.stream, 0)] }[0]
    let client = connection
    let isConnected = LoopbackAddress.with(port: port) { connect(client, $0, $1.pointee) == 0 }
    guard isConnected != nil else {
      close(connection)
      throw POSIXError(.ECONNREFUSED)
    }
  }

  deinit { close(connection) }

  /// Sends these pieces, and nothing else; the next answer whole, or nil when the connection ends
  /// first.
  package func send(_ pieces: String...) async -> WireMessage? {
    await withCheckedContinuation { continuation in
      queue.async { [connection] in
        for piece in pieces { WireWriter.write(piece, on: connection) }
        var reader = WireReader(connection)
        continuation.resume(returning: reader.next())
      }
    }
  }
}
