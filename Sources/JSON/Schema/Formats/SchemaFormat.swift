/// The values of the keyword `format` that are asserted; all others are annotations.
enum SchemaFormat: String, Sendable, CaseIterable {
  case date
  case dateTime = "date-time"
  case time
  case email
  /// A mailbox in any script (RFC 6531).
  case internationalEmail = "idn-email"
  case uri
  /// No format of JSON Schema: what people call a URL.
  case url
  case uuid
  case hostname
  case ipv4
  case ipv6

  func accepts(_ text: String) -> Bool {
    switch self {
    case .date: CalendarDate(parsing: text) != nil
    case .dateTime: Timestamp(parsing: text) != nil
    // A time is what follows the T of an instant, on any day.
    case .time: Timestamp(parsing: "1970-01-02T" + text) != nil
    case .email: EmailFormat.isEmail(text.bytes)
    case .internationalEmail: EmailFormat.isEmail(text.bytes, isInternational: true)
    case .uri: URIFormat.isURI(text.bytes)
    case .url: URLFormat.isURL(text)
    case .uuid: Self.isUUID(text.bytes)
    case .hostname: HostFormat.isHostname(text.bytes)
    case .ipv4: HostFormat.isIPv4(text.bytes)
    case .ipv6: HostFormat.isIPv6(text.bytes)
    }
  }

  /// What is expected, with an example where that helps.
  var phrase: String {
    switch self {
    case .date: "a calendar date such as 2026-07-28"
    case .dateTime: "a date and time with zone such as 2026-07-28T09:30:00Z"
    case .time: "a time of day with zone such as 09:30:00Z"
    case .email, .internationalEmail: "an email address"
    case .uri: "an absolute URI such as https://example.com/page"
    case .url: "a complete URL such as https://example.com/page"
    case .uuid: "a UUID such as 123e4567-e89b-12d3-a456-426614174000"
    case .hostname: "a host name such as www.example.com"
    case .ipv4: "an IPv4 address such as 192.0.2.1"
    case .ipv6: "an IPv6 address such as 2001:db8::1"
    }
  }

  /// A UUID as RFC 9562, section 4, writes it, in either case.
  private static func isUUID(_ text: ArraySlice<UInt8>) -> Bool {
    let groups = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(ASCII.isHexDigit) }
  }
}

extension String {
  fileprivate var bytes: ArraySlice<UInt8> { Array(utf8)[...] }
}
