import JSON

/// The pairs of a query or a form, decoded, in their order. A name may occur more than once.
struct Fields: Sendable {
  let pairs: [(name: String, value: String)]

  /// Reads `a=1&b=two+words&b=%C3%A9`.
  init(parsing text: String) {
    pairs = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        PercentCoding.decodeLeniently(parts[0], isForm: true),
        parts.count > 1 ? PercentCoding.decodeLeniently(parts[1], isForm: true) : ""
      )
    }
  }

  /// The last value of that name.
  subscript(name: String) -> String? { pairs.last { $0.name == name }?.value }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
}
