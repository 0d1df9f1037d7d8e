/// Stands for a text without giving it away: equal texts have equal digests, others have others.
package struct TextDigest: Sendable {
  /// The digest of a text: hexadecimal digits, at least 32 of them.
  package let hex: @Sendable (String) -> String

  package init(_ hex: @escaping @Sendable (String) -> String) {
    self.hex = hex
  }

  /// Compares within this process alone, for where no record outlives it: twice Swift's seeded
  /// hash (SipHash), whose seed nobody outside learns. What is kept on disk wants SHA-256.
  package static let ofThisProcess = TextDigest { text in
    (0..<2).map { half in
      var hasher = Hasher()
      hasher.combine(half)
      hasher.combine(text)
      let digits = String(UInt(bitPattern: hasher.finalize()), radix: 16)
      return String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }.joined()
  }
}
