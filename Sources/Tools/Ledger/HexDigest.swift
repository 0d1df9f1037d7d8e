internal import Crypto
internal import FoundationEssentials

/// SHA-256 of a text, in hexadecimal.
package func hexDigest(of text: String) -> String { hexDigest(of: Array(text.utf8)) }

/// SHA-256 of bytes, in hexadecimal.
package func hexDigest(of bytes: [UInt8]) -> String {
  SHA256.hash(data: Data(bytes)).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
