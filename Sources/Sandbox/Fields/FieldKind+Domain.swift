extension FieldKind {
  /// A domain name of at least two labels, without a scheme. `expected` completes "must be …".
  static func domain(expected: String, maximum: Int = 253) -> FieldKind {
    .custom(expected: expected) { text in
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      return text.utf8.count <= maximum && labels.count > 1 && labels.allSatisfy(isLabel)
    }
  }

  /// RFC 1123 section 2.1: letters, digits, and dashes that stand neither first nor last.
  private static func isLabel(_ text: Substring) -> Bool {
    (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}
