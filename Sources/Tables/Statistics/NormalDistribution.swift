internal import Platform

/// The standard normal distribution.
package enum NormalDistribution {
  /// P(Z ≤ `z`), by the complementary error function, so that small tails keep their digits.
  package static func cumulativeProbability(_ z: Double) -> Double { erfc(-z * halfRoot) / 2 }

  /// P(|Z| ≥ |`z`|): the two-sided p-value of a z statistic. 1 at 0.
  package static func twoSidedTail(_ z: Double) -> Double { erfc(abs(z) * halfRoot) }

  /// The z that a standard normal value is below with that probability: to some 16 digits, by
  /// Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
  /// Statistics 37 (1988), 477–484. −∞ at 0 and below, ∞ at 1 and above.
  package static func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return -.infinity }
    guard probability < 1 else { return .infinity }
    let fromMiddle = probability - 0.5
    if abs(fromMiddle) <= 0.425 {
      return fromMiddle * central(0.180625 - fromMiddle * fromMiddle)
    }
    let distance = (-log(fromMiddle < 0 ? probability : 1 - probability)).squareRoot()
    let size = distance <= 5 ? middle(distance - 1.6) : far(distance - 5)
    return fromMiddle < 0 ? -size : size
  }

  /// How many standard deviations about the mean have that probability: 1.96 at 0.95. A confidence
  /// outside of 0..<1 counts as the nearest one within.
  package static func criticalValue(confidence: Double) -> Double {
    -quantile(tail(confidence: confidence))
  }

  /// What remains on either side, (1 − confidence) / 2.
  static func tail(confidence: Double) -> Double {
    (1 - (confidence >= 0 ? min(confidence, 1 - 0x1p-52) : 0)) / 2
  }

  private static let halfRoot = 0.5.squareRoot()

  private static func central(_ r: Double) -> Double {
    ratio(
      r,
      [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
        3.3430575583588128105e4, 2.5090809287301226727e3,
      ],
      [
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
        5.2264952788528545610e3,
      ])
  }

  private static func middle(_ r: Double) -> Double {
    ratio(
      r,
      [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
      ],
      [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
      ])
  }

  private static func far(_ r: Double) -> Double {
    ratio(
      r,
      [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
      ],
      [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
      ])
  }

  /// Of two polynomials, the coefficients from the constant on.
  private static func ratio(_ r: Double, _ over: [Double], _ under: [Double]) -> Double {
    over.reversed().reduce(0) { $0 * r + $1 } / under.reversed().reduce(0) { $0 * r + $1 }
  }
}
