import JSON
import Testing

/// What people call a URL, beside the URI of RFC 3986; and mailboxes in any script.
@Suite struct `URLs and mailboxes as people write them` {
  static let urls = [
    "https://example.com", "HTTP://EXAMPLE.COM:8080/a?b=c#d", "https://user:pw@example.com/",
    "https://[2001:db8::1]:80/", "https://127.0.0.1/",
    // Tokens that a tracker fills in, wherever they stand.
    "https://example.com/?sub=[s1]&cid=[clickid]", "https://example.com/[s2]/x#[s3]",
    "https://[s1].example.com/", "https://example.com/?utm={{campaign.name}}&k={keyword}",
    "https://example.com/?filter[a]=1",
    // International names, and what stands behind them.
    "https://b\u{FC}cher.example", "https://\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}/a",
    "https://\u{627}\u{644}.example/", "https://xn--bcher-kva.example/",
    "https://example.com/stra\u{DF}e?q=\u{FC}", "https://na\u{131}ve.example.:443/",
    "https://example.com/%C3%BC",
  ]

  static let others = [
    "", "example.com", "www.example.com/a", "/a/b", "//example.com", "https:example.com",
    "https://", "https:///a", "https://?a", "https://:80/", "1http://a", "h\u{FC}tp://a",
    "https://a b", "https://example.com/a b", "https://example.com/\n", "https://example.com/<b>",
    "https://example.com/\"", "https://example.com\\a", "https://a..example",
    "https://example.com/%zz",
    "https://example.com/%5", "https://[::1", "https://[::1::2]/", "https://a:b:c/",
    "https://exa\u{A0}mple.com", "https://exa\u{200B}mple.com", "https://example.com/\u{202E}a",
    "C:\\pictures\\a.png", "mailto:a@example.com", "javascript:alert(1)",
  ]

  @Test(arguments: urls)
  func `are taken`(text: String) throws { #expect(try isValid(text, "url")) }

  @Test(arguments: others)
  func `are told from other texts`(text: String) throws { #expect(try !isValid(text, "url")) }

  @Test(arguments: [
    ("info@b\u{FC}cher.example", true), ("jos\u{E9}@example.com", true),
    ("a.b+c@example.com", true),
    ("info@b\u{FC}cher..example", false), ("a b@example.com", false), ("info@", false),
  ])
  func `have international mailboxes too`(text: String, isRight: Bool) throws {
    #expect(try isValid(text, "idn-email") == isRight)
    if !text.utf8.allSatisfy({ $0 < 0x80 }) { #expect(try !isValid(text, "email")) }
  }

  private func isValid(_ text: String, _ format: String) throws -> Bool {
    let schema = try JSONSchema(compiling: ["type": "string", "format": .string(format)])
    return schema.violations(in: .string(text)).isEmpty
  }
}
