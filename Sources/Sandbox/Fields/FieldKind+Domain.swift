import JSON

extension FieldKind {
  /// A domain name of at least two labels, without a scheme. `expected` completes "must be …".
  static func domain(expected: String, maximum: Int = 253) -> FieldKind {
    .custom(expected: expected) { text in
      text.utf8.count <= maximum && text.contains(".") && HostFormat.isHostname(text)
    }
  }
}
