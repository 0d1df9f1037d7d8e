/// Why a request is not carried out. Each service words it in its own shape.
enum Refusal: Error, Equatable {
  case unauthorized
  /// `reason` is a sentence.
  case forbidden(reason: String)
  case unknownRoute
  case wrongMethod(allowed: [String])
  case wrongMediaType(expected: String)
  case malformedBody(expected: String)
  /// `noun` is what the request named: `Client`, `Rotator`.
  case notFound(_ noun: String)
  /// All that is wrong with the fields, in the order they were read.
  case invalid([FieldProblem])
}
