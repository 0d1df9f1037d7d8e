/// HMAC-SHA-256 (RFC 2104): tells whether a message comes from who has the key, and as it was.
package struct HMAC: Sendable {
  private let inner: [UInt8]
  private let outer: [UInt8]

  package init(key: [UInt8]) {
    var key = key.count > SHA256.blockSize ? SHA256.digest(of: key) : key
    key += [UInt8](repeating: 0, count: SHA256.blockSize - key.count)
    inner = key.map { $0 ^ 0x36 }
    outer = key.map { $0 ^ 0x5c }
  }

  /// With a key of 256 bits from the system's generator, which nobody else learns.
  package init() {
    // The system is asked for eight bytes at a time.
    self.init(
      key: (0..<4).flatMap { _ in
        withUnsafeBytes(of: UInt64.random(in: .min ... .max), Array.init)
      })
  }

  /// The code of a message: 32 bytes.
  package func code(of message: [UInt8]) -> [UInt8] {
    SHA256.digest(of: outer + SHA256.digest(of: inner + message))
  }

  /// Whether a code is that of a message. How long it takes doesn't tell where they differ.
  package func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
    let right = self.code(of: message)
    guard code.count == right.count else { return false }
    return zip(code, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
