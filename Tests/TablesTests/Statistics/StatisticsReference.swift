import JSON
import Tables
import TestSupport
import Testing

/// What SciPy and statsmodels say: reference.json, which generate.py writes.
enum StatisticsReference {
  /// The cases of a family, each its arguments and then its figures; a single number in a case is an
  /// array of one.
  static func cases(_ family: String) throws -> [[[Double]]] {
    let cases = try #require(try file.get()[family]?.array)
    try #require(cases.count == 200)
    return cases.map { row in
      (row.array ?? []).map { cell in
        cell.array?.compactMap(\.number?.double) ?? [cell.number?.double ?? .nan]
      }
    }
  }

  /// The cases of a family that has numbers alone.
  static func rows(_ family: String) throws -> [[Double]] {
    try cases(family).map { $0.flatMap(\.self) }
  }

  private static let file = Result {
    try Repository.json("Tests/TablesTests/Statistics/reference.json")
  }
}

/// Within 1e-9: of the value where it is past 1, else absolute.
func isClose(_ value: Double?, _ expected: Double) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= 1e-9 * max(1, abs(expected))
}

/// A probability: within 1e-9 and within a millionth of itself, however small.
func isCloseTail(_ value: Double, _ expected: Double) -> Bool {
  abs(value - expected) <= min(1e-9, max(1e-6 * expected, 1e-300))
}

func isClose(_ range: ClosedRange<Double>, _ low: Double, _ high: Double) -> Bool {
  isClose(range.lowerBound, low) && isClose(range.upperBound, high)
}

func proportion(_ successes: Int, of trials: Int) throws -> Proportion {
  try #require(Proportion(successes: successes, trials: trials))
}

func proportion(_ successes: Double, of trials: Double) throws -> Proportion {
  try proportion(Int(successes), of: Int(trials))
}
