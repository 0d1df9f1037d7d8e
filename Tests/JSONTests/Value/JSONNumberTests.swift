import JSON
import Testing

struct JSONNumberTests {
  @Test(arguments: ["0", "-0", "1.0", "10e-1", "123456789012345678901234567890", "1E+2", "0.10"])
  func `numbers keep their text`(text: String) throws {
    #expect(try #require(JSONNumber(text: text)).text == text)
  }

  @Test(arguments: ["", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", " 1", "1 "])
  func `refuses what the grammar does not allow`(text: String) {
    #expect(JSONNumber(text: text) == nil)
  }

  @Test(arguments: [
    ("1", "1.0"), ("1", "10e-1"), ("0", "-0.0"), ("0", "0e99999999999999999999"),
    ("100", "1e2"), ("0.5", "5E-1"), ("9007199254740993", "9007199254740993.0"),
  ])
  func `numbers are equal, and hash alike, by value`(pair: (String, String)) throws {
    let left = try #require(JSONNumber(text: pair.0))
    let right = try #require(JSONNumber(text: pair.1))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(left >= right && left <= right)
  }

  @Test func `numbers compare exactly`() throws {
    let ascending = [
      "-1e400", "-9007199254740993", "-9007199254740992", "-1", "-0.5", "-1e-400", "0", "1e-400",
      "0.1", "0.10000000000000000000000001", "1", "9007199254740992", "9007199254740993", "1e400",
    ]
    let numbers = try ascending.map { try #require(JSONNumber(text: $0)) }
    for (place, number) in numbers.enumerated() {
      for other in numbers[..<place] { #expect(other < number && !(number < other)) }
    }
  }

  @Test(arguments: [
    ("7", 7), ("7.0", 7), ("70e-1", 7), ("-7E0", -7), ("9223372036854775807", Int.max),
    ("-9223372036854775808", Int.min), ("-9223372036854775808.0", Int.min), ("-0.0", 0),
  ])
  func `reads integers however they are written`(text: String, int: Int) {
    #expect(JSONNumber(text: text)?.int == int)
  }

  @Test(arguments: ["0.5", "9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999"])
  func `gives no integer where there is none or it does not fit`(text: String) throws {
    #expect(try #require(JSONNumber(text: text)).int == nil)
  }

  @Test(arguments: [("1e400", true), ("1.50e1", true), ("15e-1", false), ("0e-5", true)])
  func `knows what is an integer`(text: String, isInteger: Bool) {
    #expect(JSONNumber(text: text)?.isInteger == isInteger)
  }

  @Test func `takes doubles but infinities and NaN`() {
    #expect(JSONNumber(0.1)?.text == "0.1")
    #expect(JSONNumber(1e300)?.double == 1e300)
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(text: "1e400")?.double == .infinity)
  }
}
