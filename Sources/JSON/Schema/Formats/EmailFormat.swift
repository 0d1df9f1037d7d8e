/// A mailbox as RFC 5321, section 4.1.2, writes it: `Local-part@(Domain | address-literal)`; an
/// international one may have any character beyond ASCII in its names (RFC 6531, section 3.3).
enum EmailFormat {
  private static let maximumLocalPart = 64

  static func isEmail(_ text: ArraySlice<UInt8>, isInternational: Bool = false) -> Bool {
    guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = text[..<at]
    guard local.count <= maximumLocalPart, isDotString(local, isInternational) || isQuoted(local)
    else { return false }
    return isDomain(text[(at + 1)...], isInternational)
  }

  private static func isDotString(_ text: ArraySlice<UInt8>, _ isInternational: Bool) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty
        && atom.allSatisfy {
          ASCII.isLetter($0) || ASCII.isDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
            || $0 >= 0x80 && isInternational
        }
    }
  }

  private static func isQuoted(_ text: ArraySlice<UInt8>) -> Bool {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else { return false }
    var isEscaped = false
    for byte in text.dropFirst().dropLast() {
      guard (0x20...0x7E).contains(byte), isEscaped || byte != quote else { return false }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return !isEscaped
  }

  private static func isDomain(_ text: ArraySlice<UInt8>, _ isInternational: Bool) -> Bool {
    guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else {
      return HostFormat.isHostname(text, isInternational: isInternational)
    }
    let address = text.dropFirst().dropLast()
    let tag = "IPv6:".utf8
    return address.starts(with: tag)
      ? HostFormat.isIPv6(address.dropFirst(tag.count)) : HostFormat.isIPv4(address)
  }
}
