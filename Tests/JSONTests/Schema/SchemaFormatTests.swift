import JSON
import Testing

struct SchemaFormatTests {
  @Test(arguments: [
    ("date", "2024-02-29"), ("date", "2000-02-29"), ("date-time", "2026-07-28T09:30:00Z"),
    ("date-time", "2026-07-28t09:30:00.123456+05:30"), ("date-time", "1998-12-31T23:59:60Z"),
    ("time", "09:30:00z"), ("time", "23:59:60Z"), ("time", "15:59:60-08:00"),
    ("email", "a.b+c@example.com"), ("email", "\"a b\"@example.com"), ("email", "a@[127.0.0.1]"),
    ("email", "a@[IPv6:::1]"), ("uri", "https://u:p@example.com:8080/a/b;c?d=e&f#g"),
    ("uri", "urn:isbn:0451450523"), ("uri", "mailto:a@example.com"), ("uri", "http://[::1]:80/%41"),
    ("uri", "file:///a"), ("uuid", "123E4567-e89b-12d3-a456-426614174000"),
    ("hostname", "www.example-1.com"), ("hostname", "localhost"), ("ipv4", "0.10.255.1"),
    ("ipv6", "::"), ("ipv6", "1:2:3:4:5:6:7:8"), ("ipv6", "1::8"), ("ipv6", "::ffff:1.2.3.4"),
    ("ipv6", "1:2:3:4:5:6:1.2.3.4"), ("ipv6", "1:2:3:4:5:6:7::"),
  ])
  func `accepts`(format: String, text: String) throws {
    #expect(try isValid(text, format))
  }

  @Test(arguments: [
    ("date", "2023-02-29"), ("date", "1900-02-29"), ("date", "2026-04-31"), ("date", "2026-13-01"),
    ("date", "2026-00-10"), ("date", "2026-01-00"), ("date", "26-01-01"), ("date", "2026-1-01"),
    ("date", ""), ("date", "2026-01-01 "), ("date", "\u{662}026-01-01"),
    ("date-time", "2026-07-28"), ("date-time", "2026-07-28 09:30:00Z"),
    ("date-time", "2026-07-28T09:30:00"), ("date-time", "2026-07-28T24:00:00Z"),
    ("time", "09:30Z"), ("time", "09:30:00"), ("time", "09:60:00Z"), ("time", "09:30:61Z"),
    ("time", "12:00:60Z"), ("time", "09:30:00.Z"), ("time", "09:30:00+24:00"),
    ("time", "09:30:00+1:00"),
    ("email", "a"), ("email", "@example.com"), ("email", "a@"), ("email", "a..b@example.com"),
    ("email", ".a@example.com"), ("email", "a b@example.com"), ("email", "a@[1.2.3]"),
    ("uri", "/relative"), ("uri", "//example.com"), ("uri", "https://a b"), ("uri", "1http://a"),
    ("uri", "http://a/%zz"), ("uri", "http://[::1"), ("uri", "http://a:b@c@d"),
    ("uri", "http://a:8x/"),
    ("uri", "http://\u{E9}.example"), ("uri", "http://a/<b>"), ("uri", ""), ("uri", "http://a#b#c"),
    ("uuid", "123e4567e89b12d3a456426614174000"), ("uuid", "123e4567-e89b-12d3-a456-42661417400g"),
    ("uuid", "{123e4567-e89b-12d3-a456-426614174000}"), ("hostname", ""), ("hostname", "-a.com"),
    ("hostname", "a-.com"), ("hostname", "a..com"), ("hostname", "a_b.com"), ("hostname", "a."),
    ("hostname", String(repeating: "a", count: 64)),
    ("hostname", Array(repeating: "abcdefg", count: 32).joined(separator: ".")),
    ("ipv4", "1.2.3"), ("ipv4", "1.2.3.256"), ("ipv4", "01.2.3.4"), ("ipv4", "1.2.3.4."),
    ("ipv4", "1.2.3.-4"), ("ipv6", ""), ("ipv6", ":"), ("ipv6", "1:2:3:4:5:6:7"), ("ipv6", ":::"),
    ("ipv6", "1::2::3"), ("ipv6", "1:2:3:4:5:6:7:8:9"), ("ipv6", "1:2:3:4:5:6:7:8::"),
    ("ipv6", "12345::"), ("ipv6", "::1%eth0"), ("ipv6", "1.2.3.4::"), ("ipv6", ":1:2:3:4:5:6:7"),
  ])
  func `refuses`(format: String, text: String) throws {
    #expect(try !isValid(text, format))
  }

  private func isValid(_ text: String, _ format: String) throws -> Bool {
    try JSONSchema(compiling: ["format": .string(format)]).violations(in: .string(text)).isEmpty
  }
}
