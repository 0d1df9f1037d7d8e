/// A URI (RFC 3986, section 3): with a scheme, in ASCII, nothing unescaped that must not be.
enum URIFormat {
  static func isURI(_ text: ArraySlice<UInt8>) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), isScheme(text[..<colon]) else {
      return false
    }
    var rest = text[(colon + 1)...]
    for mark in "#?".utf8 {
      guard let index = rest.firstIndex(of: mark) else { continue }
      guard isMade(of: "/?:@", rest[(index + 1)...]) else { return false }
      rest = rest[..<index]
    }
    guard rest.starts(with: "//".utf8) else { return isMade(of: "/:@", rest) }
    rest = rest.dropFirst(2)
    let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    return isAuthority(rest[..<end]) && isMade(of: "/:@", rest[end...])
  }

  private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, ASCII.isLetter(first) else { return false }
    return text.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "+-.".utf8.contains($0) }
  }

  private static func isAuthority(_ text: ArraySlice<UInt8>) -> Bool {
    var host = text
    if let at = text.firstIndex(of: UInt8(ascii: "@")) {
      guard isMade(of: ":", text[..<at]) else { return false }
      host = text[(at + 1)...]
    }
    let port = host.reversed().prefix(while: ASCII.isDigit).count
    if host.dropLast(port).last == UInt8(ascii: ":") { host = host.dropLast(port + 1) }
    guard host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") else {
      return isMade(of: "", host)
    }
    let literal = host.dropFirst().dropLast()
    return HostFormat.isIPv6(literal) || isFutureAddress(literal)
  }

  /// `IPvFuture`: a `v`, hexadecimal digits, a dot, and the address.
  private static func isFutureAddress(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first | 0x20 == UInt8(ascii: "v"),
      let dot = text.firstIndex(of: UInt8(ascii: "."))
    else { return false }
    let version = text[..<dot].dropFirst()
    let address = text[(dot + 1)...]
    return !version.isEmpty && version.allSatisfy(ASCII.isHexDigit) && !address.isEmpty
      && !address.contains(UInt8(ascii: "%")) && isMade(of: ":", address)
  }

  /// Whether a text has only unreserved characters, sub-delims, percent escapes, and `others`.
  private static func isMade(of others: StaticString, _ text: ArraySlice<UInt8>) -> Bool {
    let others = others.description.utf8
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard PercentCoding.byte(rest.prefix(2)) != nil else { return false }
        rest = rest.dropFirst(2)
      } else if !ASCII.isLetter(byte), !ASCII.isDigit(byte), !others.contains(byte),
        !"-._~!$&'()*+,;=".utf8.contains(byte)
      {
        return false
      }
    }
    return true
  }
}
