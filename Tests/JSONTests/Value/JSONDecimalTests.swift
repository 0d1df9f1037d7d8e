import Testing

@testable import JSON

struct JSONDecimalTests {
  @Test func `takes a number apart into its normal form`() throws {
    let decimal = try #require(JSONNumber(text: "-0.00120300e5")).decimal
    #expect(decimal.isNegative)
    #expect(decimal.digits == [1, 2, 0, 3])
    #expect(decimal.exponent == 3)
  }

  @Test(arguments: [
    ("0.3", "0.1"), ("0", "7"), ("-9", "3"), ("1e400", "2"), ("4.5", "1.5"), ("1e-400", "1e-401"),
    ("12391239123983192838", "3"), ("1e1000000000", "5e-1000000000"), ("0.0075", "0.0001"),
    ("18446744073709551614", "9223372036854775807"), ("1000", "8"), ("10", "2e0"),
  ])
  func `finds multiples exactly`(pair: (String, String)) throws {
    #expect(try isMultiple(pair.0, of: pair.1) == true)
  }

  @Test(arguments: [
    ("0.35", "0.1"), ("1", "3"), ("1e400", "3"), ("1e308", "0.123456789"), ("7", "10"),
    ("1e-401", "1e-400"), ("18446744073709551615", "9223372036854775806"), ("100", "8"),
  ])
  func `finds what is no multiple`(pair: (String, String)) throws {
    #expect(try isMultiple(pair.0, of: pair.1) == false)
  }

  @Test func `divides by 19 digits and by no more`() throws {
    #expect(try isMultiple("9999999999999999999e2", of: "9999999999999999999") == true)
    #expect(try isMultiple("1", of: "99999999999999999999") == nil)
    #expect(try isMultiple("1", of: "0") == nil)
  }

  @Test func `agrees with integer arithmetic`() throws {
    for value in -60...60 {
      for divisor in 1...60 {
        #expect(try isMultiple("\(value)", of: "\(divisor)") == (value % divisor == 0))
      }
    }
  }

  private func isMultiple(_ value: String, of divisor: String) throws -> Bool? {
    let value = try #require(JSONNumber(text: value)).decimal
    return value.isMultiple(of: try #require(JSONNumber(text: divisor)).decimal)
  }
}
