internal import JSON
internal import Tools

/// A path beneath a service's base URL that can't lead out of it.
struct EndpointPath: Equatable {
  let text: String

  /// Takes `/clients/1`; refuses what a server, a proxy or a URL library between could read as
  /// another host, another place or a query (RFC 3986 section 3.3 and 5.2.4).
  init(parsing text: String) throws(ArgumentProblem) {
    if let fault = Self.fault(in: text) {
      throw ArgumentProblem(
        "path", problem: fault,
        expected: "a path beneath the service's address, such as /clients/1")
    }
    self.text = text
  }

  private static func fault(in text: String) -> String? {
    guard text.hasPrefix("/") else { return "does not begin with /" }
    if text.contains("?") || text.contains("#") {
      return "holds a query or a fragment, which belong into query"
    }
    if let bad = text.unicodeScalars.first(where: { !isAllowed($0) }) {
      return
        "holds U+\(String(bad.value, radix: 16, uppercase: true)), which must be percent-encoded"
    }
    if let escape = badEscape(in: text) { return "holds \(escape), which can't stand in a path" }
    let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    if segments.contains(where: { $0 == "." || $0 == ".." }) {
      return "holds a . or .. segment, which would lead elsewhere"
    }
    if segments.dropLast().contains("") { return "holds // " }
    return nil
  }

  /// The characters of a path (RFC 3986 `pchar`), the slash, and the percent sign of an escape.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return false }
    return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "-._~!$&'()*+,;=:@/%".unicodeScalars.contains(scalar)
  }

  /// An escape that is none, or one that hides a slash, a dot or a control character.
  private static func badEscape(in text: String) -> String? {
    for part in text.split(separator: "%", omittingEmptySubsequences: false).dropFirst() {
      let digits = part.prefix(2)
      guard let byte = PercentCoding.byte(digits.utf8) else { return "%" + digits }
      let hidden = "/\\.%".utf8
      if byte < 0x20 || byte == 0x7F || hidden.contains(byte) { return "%" + digits }
    }
    return nil
  }
}
