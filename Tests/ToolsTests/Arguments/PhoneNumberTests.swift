import JSON
import TestSupport
import Testing

@testable import Tools

@Suite struct `A phone number` {
  @Test(arguments: [
    ("4915112345678", "4915112345678"), ("+4915112345678", "4915112345678"),
    ("+49 (151) 123-45678", "4915112345678"), ("+49 151 12345678", "4915112345678"),
    ("004915112345678", "4915112345678"), ("00 49 151 123 456 78", "4915112345678"),
    ("+49.151.12345678", "4915112345678"), ("+49-151-12345678", "4915112345678"),
    ("+49\u{2013}151\u{2011}12345678", "4915112345678"), ("+49/151/12345678", "4915112345678"),
    ("(+49) 151 12345678", "4915112345678"), ("+49 (0) 151 12345678", "4915112345678"),
    ("+49(0)15112345678", "4915112345678"), ("0049 (0)151 12345678", "4915112345678"),
    ("49 (0)151 12345678", "4915112345678"), (" 4915112345678\n", "4915112345678"),
    ("+49\u{A0}151\u{202F}12345678", "4915112345678"),
    ("\u{202A}+4915112345678\u{202C}", "4915112345678"), ("４９１５１１２３４５６７８", "4915112345678"),
    ("＋４９（１５１）１２３－４５６７８", "4915112345678"), ("٤٩١٥١١٢٣٤٥٦٧٨", "4915112345678"),
    ("+1 (415) 555-0123", "14155550123"), ("1-415-555-0123", "14155550123"),
    ("+91 99999 99999", "919999999999"), ("+44 (0)20 7946 0958", "442079460958"),
    ("+39 06 6982", "39066982"), ("+1234567", "1234567"), ("+123456789012345", "123456789012345"),
  ])
  func `is read as digits`(written: String, digits: String) throws {
    #expect(try reader().read(call(.string(written))).get()["mobile"] == .string(digits))
  }

  @Test(arguments: [
    ("015112345678", "begins with 0"), ("(0151) 12345678", "begins with 0"),
    ("(0)151 12345678", "begins with 0"), ("+0151 12345678", "begins with 0"),
    ("000491511234", "begins with 0"), ("011 49 151 123456", "begins with 0"),
    ("+00 49 151 12345678", "begins with 0"), ("00000000", "begins with 0"),
    ("123456", "has 6 digits"), ("+49 151", "has 5 digits"),
    ("1234567890123456", "has 16 digits"), ("", "has 0 digits"), ("+", "has 0 digits"),
    ("00", "has 0 digits"), ("--", "has 0 digits"), ("1-800-FLOWERS", "holds something"),
    ("+49 151 12345678 ext. 5", "holds something"), ("++4915112345678", "holds something"),
    ("49+15112345678", "holds something"), ("4915112345678,4915112345679", "holds something"),
    ("4915112345678;5", "holds something"), ("*31#4915112345678", "holds something"),
    ("mum", "holds something"), ("４９¹５１１２３４５６７", "holds something"),
    ("49151123\u{1F4DE}", "holds something"), ("12036302@g.us", "holds something"),
    ("99999 99999", "is a number of no country"), ("12345678", "is a number of no country"),
    ("98765 43210", "is a number of no country"), ("(415) 555-0123", "is a number of no country"),
    ("1234567", "is a number of no country"), ("123456789012345", "is a number of no country"),
    ("555-0123", "is a number of no country"), ("8123456789", "is a number of no country"),
    ("9123456789", "is a number of no country"), ("tel:99999 99999", "is a number of no country"),
  ])
  func `that can't be one is refused`(written: String, reason: String) throws {
    guard case .failure(let found) = try reader().read(call(.string(written))) else {
      Issue.record("accepted")
      return
    }
    #expect(found.problems.map(\.argument) == ["to"])
    #expect(found.problems.first?.problem.hasPrefix(reason) == true)
    #expect(found.problems.first?.expected.hasPrefix("country code and number") == true)
  }

  @Test(arguments: [
    "whatsapp:+4915112345678", "WhatsApp: +49 151 12345678", "tel:+49-151-12345678",
    "tel:4915112345678",
    "sms:+4915112345678", "smsto:4915112345678", "4915112345678@c.us",
    "4915112345678@s.whatsapp.net",
    " 4915112345678@C.US\n", "https://wa.me/4915112345678", "whatsapp:004915112345678",
  ])
  func `may be an address`(written: String) throws {
    #expect(try reader().read(call(.string(written))).get()["mobile"] == "4915112345678")
  }

  /// A zero behind the country code, with and without brackets.
  @Test(arguments: [
    ("+39 06 6982 1234", "390669821234"), ("+39 (0)6 6982 1234", "390669821234"),
    ("0039 06 69821234", "390669821234"), ("39 06 69821234", "390669821234"),
    ("+378 0549 886377", "3780549886377"), ("+378 (0)549 886377", "3780549886377"),
    ("+379 06 698 12345", "3790669812345"), ("+39 347 123 4567", "393471234567"),
    ("+225 07 08 12 34 56", "2250708123456"), ("+229 01 97 12 34 56", "2290197123456"),
    ("+226 07 12 34 56", "22607123456"), ("+242 06 612 3456", "242066123456"),
    ("+241 06 12 34 56", "24106123456"), ("+241 0 66 12 34 56", "24166123456"),
    ("+974 055 123 456", "97455123456"), ("+974 (0)55123456", "97455123456"),
    ("+49 0151 12345678", "4915112345678"), ("49 0151 12345678", "4915112345678"),
    ("+44 07700 900123", "447700900123"), ("+91 099999 99999", "919999999999"),
    ("+33 06 12 34 56 78", "33612345678"), ("+971 050 123 4567", "971501234567"),
    ("+36 06 20 123 4567", "36201234567"), ("+7 8 912 345 67 89", "79123456789"),
    ("+1 1 415 555 0123", "14155550123"), ("+61 0412 345 678", "61412345678"),
    ("+972 (0)50-123-4567", "972501234567"), ("+7 (8) 912 345 67 89", "79123456789"),
    ("+52 1 55 1234 5678", "5215512345678"), ("5215512345678", "5215512345678"),
  ])
  func `has the zero of its country and no other`(written: String, digits: String) throws {
    #expect(try reader().read(call(.string(written))).get()["mobile"] == .string(digits))
    // What came out goes in again as it is.
    #expect(PhoneNumber.digits(of: "+\(digits)") == digits)
  }

  @Test(arguments: [
    ("IN", "99999 99999", "919999999999"), ("+91", "099999 99999", "919999999999"),
    ("91", "91 99999 99999", "919999999999"), ("IN", "9198765432", "919198765432"),
    ("in", "4915112345678", "4915112345678"), ("IN", "+14155550123", "14155550123"),
    ("DE", "0151 12345678", "4915112345678"), ("49", "171 2345678", "491712345678"),
    ("DE", "(0151) 12345678", "4915112345678"), ("DE", "919999999999", "919999999999"),
    ("DE", "tel:0151-12345678", "4915112345678"), ("US", "(415) 555-0123", "14155550123"),
    ("US", "1 415 555 0123", "14155550123"), ("CA", "415-555-0123", "14155550123"),
    ("IT", "06 6982 1234", "390669821234"), ("IT", "347 123 4567", "393471234567"),
    ("QA", "055 123 456", "97455123456"), ("RU", "8 912 345 67 89", "79123456789"),
    ("HU", "06 20 123 4567", "36201234567"), ("IN", "4915112345678@c.us", "4915112345678"),
  ])
  func `without a country code is one of the operator's country`(
    country: String, written: String, digits: String
  ) throws {
    #expect(try reader(in: country).read(call(.string(written))).get()["mobile"] == .string(digits))
  }

  @Test(arguments: [
    ("US", "4525551234", "is a number of country +1 and one"),
    ("DE", "151 12345678", "is a number of country +49 and one"), ("IN", "0123", "begins with 0"),
    ("IN", "12345", "has 5 digits"), ("DE", "011 49 151 123456 789 012", "begins with 0"),
  ])
  func `that is doubtful is refused for the operator's country too`(
    country: String, written: String, reason: String
  ) throws {
    guard case .failure(let found) = try reader(in: country).read(call(.string(written))) else {
      Issue.record("accepted")
      return
    }
    #expect(found.problems.first?.problem.hasPrefix(reason) == true, "\(found.problems)")
  }

  /// A number of each length and first digit of every country, written in every way.
  @Test func `of every country is the same in every spelling`() throws {
    #expect(PhoneCountry.codes.count == 216)
    for code in PhoneCountry.codes {
      let country = try #require(PhoneCountry(named: "+\(code)"))
      #expect(PhoneCountry.codes.allSatisfy { $0 == code || !$0.hasPrefix(code) })
      for region in country.regions {
        #expect(PhoneCountry(named: region)?.regions.contains(region) == true)
      }
      for number in country.samples where (7...15).contains(code.count + number.count) {
        let digits = code + number
        for written in [
          digits, "+\(digits)", "00\(digits)",
          "+\(code) (\(number.prefix(1))) \(number.dropFirst())", "\(digits)@c.us",
        ] {
          #expect(PhoneNumber.digits(of: written) == digits, "\(written)")
        }
        if !country.keepsZero {
          #expect(PhoneNumber.digits(of: "+\(code) (0) \(number)") == digits)
        }
        #expect(try PhoneNumber(parsing: digits).digits == digits)
      }
    }
  }

  @Test(arguments: ["", "XX", "Germany", "+", "0", "+00", "999", "4915112345678", "+IN"])
  func `has no country of such a name`(name: String) {
    #expect(PhoneCountry(named: name) == nil)
  }

  @Test func `may be a JSON number`() throws {
    #expect(
      try reader().read(call(4_915_112_345_678)).get()["mobile"] == "4915112345678")
  }

  @Test func `is the same in two spellings`() throws {
    let given = call("+49 151 12345678").merging(["mobile": "4915112345678"])
    #expect(try reader().read(given).get()["mobile"] == "4915112345678")
  }

  @Test(arguments: ["send_message", "send_file"])
  func `is published as digits`(name: String) throws {
    let tool = try #require(try Repository.tool(name))
    let mobile = try #require(tool.arguments.first { $0.name == "mobile" })
    #expect(mobile.publishedSchema["pattern"] == "^[0-9]{7,15}$")
    #expect(mobile.publishedSchema["normalize"] == nil)
  }

  private func call(_ number: JSONValue) -> JSONObject { ["to": number, "message": "Hello."] }

  private func reader(in country: String? = nil) throws -> ArgumentReader {
    ArgumentReader(
      try #require(try Repository.tool("send_message")),
      in: try country.map { try #require(PhoneCountry(named: $0)) })
  }
}

extension PhoneNumber {
  fileprivate static func digits(of written: String) -> String? {
    try? PhoneNumber(parsing: written, .checking).digits
  }
}
