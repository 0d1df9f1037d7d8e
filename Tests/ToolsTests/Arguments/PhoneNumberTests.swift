import JSON
import TestSupport
import Testing
import Tools

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
    ("+39 06 6982", "39066982"), ("1234567", "1234567"), ("123456789012345", "123456789012345"),
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
    ("1234567890123456", "has 16 digits"), ("", "is required, but is blank"), ("+", "has 0 digits"),
    ("00", "has 0 digits"), ("--", "has 0 digits"), ("1-800-FLOWERS", "holds something"),
    ("+49 151 12345678 ext. 5", "holds something"), ("++4915112345678", "holds something"),
    ("49+15112345678", "holds something"), ("4915112345678,4915112345679", "holds something"),
    ("4915112345678;5", "holds something"), ("*31#4915112345678", "holds something"),
    ("mum", "holds something"), ("４９¹５１１２３４５６７", "holds something"),
    ("49151123\u{1F4DE}", "holds something"),
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

  private func reader() throws -> ArgumentReader {
    ArgumentReader(try #require(try Repository.tool("send_message")))
  }
}
