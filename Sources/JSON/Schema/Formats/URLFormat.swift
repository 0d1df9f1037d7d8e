/// A URL as browsers take it and people write it (WHATWG URL Standard): absolute, with a host that may
/// be international, and with what stands for a value put in later, such as `[s1]` or `{clickid}`.
///
/// RFC 3986's URI (`URIFormat`) has none of these; both want `%` escaped.
enum URLFormat {
  static func isURL(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let colon = scalars.firstIndex(of: ":"), isScheme(scalars[..<colon]),
      scalars[colon...].starts(with: "://".unicodeScalars), scalars.allSatisfy(isWritten),
      hasOnlyEscapes(text)
    else { return false }
    let rest = scalars[colon...].dropFirst(3)
    let end = rest.firstIndex { "/?#".unicodeScalars.contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    return isHost(String(host ?? authority))
  }

  private static func isScheme(_ scalars: Substring.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, first.isASCII, first.properties.isAlphabetic else {
      return false
    }
    return scalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        || "+-.".unicodeScalars.contains($0)
    }
  }

  /// A name or an address, and perhaps a port.
  private static func isHost(_ text: String) -> Bool {
    let port = text.reversed().prefix { ("0"..."9").contains($0) }.count
    var host = text[...]
    if host.dropLast(port).last == ":" { host = host.dropLast(port + 1) }
    let bytes = Array(host.utf8)
    if host.first == "[", host.last == "]", host.contains(":") {
      return HostFormat.isIPv6(bytes[1..<(bytes.count - 1)])
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let named = labels.last == "" ? labels.dropLast() : labels[...]
    return !named.isEmpty && named.allSatisfy { !$0.isEmpty && !$0.contains(":") }
  }

  /// Whether it can stand in a URL as it is: no blank, nothing invisible, no sign that ends one.
  private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
    if "<>\"\\`^|".unicodeScalars.contains(scalar) { return false }
    if scalar.properties.isWhitespace { return false }
    switch scalar.properties.generalCategory {
    case .control, .privateUse, .surrogate, .unassigned: return false
    // The joiners are letters of some scripts.
    case .format: return scalar == "\u{200C}" || scalar == "\u{200D}"
    default: return true
    }
  }

  private static func hasOnlyEscapes(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      rest = rest[(percent + 1)...]
      guard PercentCoding.byte(rest.prefix(2)) != nil else { return false }
    }
    return true
  }
}
