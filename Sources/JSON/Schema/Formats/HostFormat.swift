/// Host names (RFC 1123, section 2.1) and addresses (RFC 2673, section 3.2; RFC 4291, section 2.2).
package enum HostFormat {
  private static let maximumName = 253
  private static let maximumLabel = 63

  package static func isHostname(_ text: String, isInternational: Bool = false) -> Bool {
    isHostname(Array(text.utf8)[...], isInternational: isInternational)
  }

  /// An international one may have any character beyond ASCII (RFC 5890), before it is encoded.
  static func isHostname(_ text: ArraySlice<UInt8>, isInternational: Bool = false) -> Bool {
    guard text.count <= maximumName else { return false }
    return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { isLabel($0, isInternational) }
  }

  private static func isLabel(_ text: ArraySlice<UInt8>, _ isInternational: Bool) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...maximumLabel).contains(text.count), text.first != hyphen, text.last != hyphen else {
      return false
    }
    return text.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == hyphen || $0 >= 0x80 && isInternational
    }
  }

  /// Whether it is an address of either version.
  package static func isAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)[...]
    return isIPv4(bytes) || isIPv6(bytes)
  }

  static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy(isOctet)
  }

  /// 0…255 without a leading zero, which some would read as octal.
  private static func isOctet(_ text: ArraySlice<UInt8>) -> Bool {
    guard (1...3).contains(text.count), text.allSatisfy(ASCII.isDigit),
      text.count == 1 || text.first != UInt8(ascii: "0")
    else { return false }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
  }

  /// Eight groups, or fewer with one `::` among them; the last two may be an IPv4 address.
  static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
    let colon = UInt8(ascii: ":")
    guard let gap = firstGap(text) else { return groups(text, mayEndInIPv4: true) == 8 }
    let tail = text[(gap + 2)...]
    guard tail.first != colon, firstGap(tail) == nil,
      let before = groups(text[..<gap], mayEndInIPv4: false),
      let after = groups(tail, mayEndInIPv4: true)
    else { return false }
    return before + after <= 7
  }

  private static func firstGap(_ text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first {
      text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":")
    }
  }

  /// How many groups of 16 bits a text without `::` holds.
  private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    guard !text.isEmpty else { return 0 }
    var groups = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    if mayEndInIPv4, let last = groups.last, isIPv4(last) {
      groups.removeLast()
      count = 2
    }
    guard groups.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(ASCII.isHexDigit) })
    else { return nil }
    return count + groups.count
  }
}
