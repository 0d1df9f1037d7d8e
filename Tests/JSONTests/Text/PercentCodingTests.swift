import JSON
import Testing

struct PercentCodingTests {
  @Test(arguments: [
    ("", ""), ("Az09-._~", "Az09-._~"), ("a b+c", "a%20b%2Bc"), ("ü€\n", "%C3%BC%E2%82%AC%0A"),
    ("100%", "100%25"),
  ])
  func `escapes all but the unreserved characters`(text: String, escaped: String) {
    #expect(PercentCoding.escape(text) == escaped)
    #expect(PercentCoding.escape(text, uppercase: false).uppercased() == escaped.uppercased())
    #expect(PercentCoding.decode(escaped[...]) == text)
  }

  @Test func `writes lower-case digits when asked to`() {
    #expect(PercentCoding.escape("Aü/", uppercase: false) == "A%c3%bc%2f")
  }

  @Test func `joins pairs, some of one name`() {
    #expect(
      PercentCoding.encode([("a", "1&2"), ("a", ""), ("b c", "=")]) == "a=1%262&a=&b%20c=%3D")
    #expect(PercentCoding.encode([]) == "")
  }

  static let malformed = [
    ("%", "%"), ("a%2", "a%2"), ("%zz", "%zz"), ("%+5", "%+5"), ("%é", "%é"), ("%FF", "\u{FFFD}"),
    ("%2%41", "%2A"),
  ]

  @Test(arguments: malformed)
  func `decodes nothing malformed, unless it forgives`(text: String, forgiven: String) {
    #expect(PercentCoding.decode(text[...]) == nil)
    #expect(PercentCoding.decodeLeniently(text[...]) == forgiven)
  }

  @Test func `takes a plus for a space in forms only`() {
    #expect(PercentCoding.decode("a+b%2bc") == "a+b+c")
    #expect(PercentCoding.decodeLeniently("a+b%2Bc") == "a+b+c")
    #expect(PercentCoding.decodeLeniently("a+b%2Bc", isForm: true) == "a b+c")
  }
}
