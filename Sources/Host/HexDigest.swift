package import Tools

#if Ledger
internal import Crypto
internal import FoundationEssentials

/// SHA-256 of bytes, in hexadecimal.
func hexDigest(of bytes: [UInt8]) -> String {
  SHA256.hash(data: Data(bytes)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
#endif

extension TextDigest {
  /// SHA-256 where records outlive the process; a build that keeps none compiles no cryptography.
  package static var ofRecords: TextDigest {
    #if Ledger
    TextDigest { hexDigest(of: Array($0.utf8)) }
    #else
    .ofThisProcess
    #endif
  }
}
