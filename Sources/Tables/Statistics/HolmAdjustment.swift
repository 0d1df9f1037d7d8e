/// Holm's step-down adjustment of several p-values: Holm, "A Simple Sequentially Rejective Multiple
/// Test Procedure", Scandinavian Journal of Statistics 6 (1979), 65–70.
package enum HolmAdjustment {
  /// In the order given, each at least what it was and at most 1. With these, the probability of
  /// one false finding or more is at most the level, whatever the tests have to do with each other.
  /// A single p-value stays as it is; none for none.
  package static func adjust(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var greatest = 0.0
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in ascending.enumerated() {
      greatest = max(greatest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = greatest
    }
    return adjusted
  }
}
