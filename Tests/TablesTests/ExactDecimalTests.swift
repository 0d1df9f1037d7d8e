import JSON
import Tables
import TestSupport
import Testing

/// Sums against integers worked out digit by digit, as on paper.
@Suite struct `Exact figures` {
  /// A natural number's digits, the least first.
  private struct Paper {
    var digits: [Int]

    static func + (left: Paper, right: Paper) -> Paper {
      var sum: [Int] = []
      var carry = 0
      for index in 0..<max(left.digits.count, right.digits.count) + 1 {
        let one = index < left.digits.count ? left.digits[index] : 0
        let other = index < right.digits.count ? right.digits[index] : 0
        sum.append((one + other + carry) % 10)
        carry = (one + other + carry) / 10
      }
      return Paper(digits: sum)
    }

    /// With the point before the last `places` digits.
    func text(places: Int) -> String {
      let padded = digits + Array(repeating: 0, count: max(0, places + 1 - digits.count))
      var integer = padded[places...].reversed().map { String($0) }.joined()
      while integer.count > 1, integer.hasPrefix("0") { integer.removeFirst() }
      var fraction = padded[..<places].reversed().map { String($0) }.joined()
      while fraction.hasSuffix("0") { fraction.removeLast() }
      return fraction.isEmpty ? integer : integer + "." + fraction
    }
  }

  private func figure(_ measure: String, _ numbers: [String]) throws -> String {
    let text = "[" + numbers.map { "{\"n\":\($0),\"one\":1}" }.joined(separator: ",") + "]"
    return try table(.init(measures: [measure]), of: text).rows[0][0].description
  }

  @Test(arguments: UInt64(1)...60) func `add decimals of any length`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let places = 40
    var sum = Paper(digits: [0])
    var texts: [String] = []
    for _ in 0..<Int.random(in: 1...40, using: &generator) {
      let before = Int.random(in: 1...30, using: &generator)
      let after = Int.random(in: 0...(seed % 2 == 0 ? 2 : places), using: &generator)
      let digits = (0..<before + after).map { _ in Int.random(in: 0...9, using: &generator) }
      let integer = digits[after...].reversed().map { String($0) }.joined()
      let fraction = digits[..<after].reversed().map { String($0) }.joined()
      let leading = integer.drop { $0 == "0" }
      texts.append(
        (leading.isEmpty ? "0" : String(leading)) + (after == 0 ? "" : "." + fraction))
      sum = sum + Paper(digits: Array(repeating: 0, count: places - after) + digits)
    }
    #expect(try figure("sum(n)", texts) == sum.text(places: places))
    let opposite = texts + texts.map { "-" + $0 }
    #expect(try figure("sum(n)", opposite.shuffled(using: &generator)) == "0")
  }

  @Test(arguments: [
    (["0.1", "0.2"], "0.3"), (["9223372036854775807", "1"], "9223372036854775808"),
    (["-9223372036854775808", "-1"], "-9223372036854775809"), (["1e3", "1E-3"], "1000.001"),
    (["1e400", "1"], "1"), (["1e999999999", "-1e999999999", "2"], "2"),
    (["0e999999999", "-0", "0.0"], "0"), (["1e-401", "5e-1"], "0.5"),
    (["\"12.50\"", "\"x\"", "\"\"", "\" 1\"", "true", "[1]", "0.5"], "14"),
    (["1000000000000000000", "0.000000000000000001"], "1000000000000000000.000000000000000001"),
    (["999999999999999999999", "-999999999999999999998"], "1"),
  ]) func `add what is a number`(numbers: [String], sum: String) throws {
    #expect(try figure("sum(n)", numbers) == sum)
  }

  @Test(arguments: [
    (["1", "2"], "1.5"), (["1", "1", "2"], "1.333333"), (["2", "2", "1"], "1.666667"),
    (["0.000001", "0"], "0"), (["0.000003", "0"], "0.000002"), (["0.000005", "0"], "0.000002"),
    (["-0.000003", "0"], "-0.000002"), (["-0.000001", "0"], "0"),
    (["1e20", "1"], "50000000000000000000.5"), (["null"], "null"),
  ]) func `round averages once, half to even`(numbers: [String], average: String) throws {
    #expect(try figure("avg(n)", numbers) == average)
    #expect(try figure("ratio(n,one)", numbers) == (average == "null" ? "0" : average))
  }

  @Test(arguments: UInt64(1)...200) func `divide like integers`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (top, bottom) = (
      Int.random(in: 0...9_000_000, using: &generator),
      Int.random(
        in: 1...9_000, using: &generator)
    )
    let text = "[{\"a\":\(top),\"b\":\(bottom)}]"
    let found = try table(.init(measures: ["ratio(a,b)"]), of: text).rows[0][0].description
    let (quotient, rest) = (top * 1_000_000).quotientAndRemainder(dividingBy: bottom)
    let isUp = 2 * rest > bottom || 2 * rest == bottom && quotient % 2 == 1
    let digits = String(quotient + (isUp ? 1 : 0)).reversed().compactMap { $0.wholeNumberValue }
    #expect(found == Paper(digits: digits).text(places: 6))
  }

  @Test func `divide numbers at the limit without delay`() throws {
    let text = #"[{"a":1e399,"b":3e-399}]"#
    let found = try table(.init(measures: ["ratio(a,b)"]), of: text).rows[0][0].description
    #expect(found.hasPrefix("3333333333"))
    #expect(found.utf8.count == 798 + 7)
  }
}
