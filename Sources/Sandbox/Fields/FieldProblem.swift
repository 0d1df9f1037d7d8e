/// What is wrong with one field.
struct FieldProblem: Hashable, Sendable {
  let field: String
  let fault: Fault

  enum Fault: Hashable, Sendable {
    case missing
    /// Completes "must be …".
    case expected(String)
    /// A whole sentence about a rule between fields.
    case rule(String)
  }

  /// The problem in a sentence without its full stop.
  var sentence: String {
    switch fault {
    case .missing: "\(field) is required"
    case .expected(let what): "\(field) must be \(what)"
    case .rule(let sentence): sentence
    }
  }
}
