package import JSON

/// The arguments of one call, read: canonical names, right types, in the manifest's order.
package struct Arguments: Equatable, Sendable {
  package let values: JSONObject
  /// The days that are asked for; nil where the tool has no date range, or not both ends of it.
  package let period: Period?
  /// What is said of how they were understood, where that isn't how they were written.
  package let remarks: [String]
  /// The names of the files that arguments are, one for each, as far as they are known.
  var fileNames: [String: [String?]] = [:]
  /// Where days begin and end for what its items are read as; nil where none was asked for.
  var zone: TimeZoneRules?

  package init(_ values: JSONObject, period: Period? = nil) {
    self.init(values, period: period, remarks: [])
  }

  init(_ values: JSONObject, period: Period?, remarks: [String]) {
    self.values = values
    self.period = period
    self.remarks = remarks
  }

  /// The same, with what is to be said of them as of something inside another argument.
  func said(of place: String) -> Arguments {
    var arguments = Arguments(
      values, period: period, remarks: remarks.map { "\(place): \($0)" })
    arguments.fileNames = fileNames
    return arguments
  }

  package subscript(name: String) -> JSONValue? { values[name] }

  /// The name of the file that an argument is, or one of its elements.
  package func fileName(of name: String, at index: Int = 0) -> String? {
    guard let names = fileNames[name], names.indices.contains(index) else { return nil }
    return names[index]
  }
}

/// One thing wrong with the arguments of a call.
package struct ArgumentProblem: Error, Equatable {
  /// The argument as the caller spelled it; several, joined by `, `, when they are wrong together.
  package let argument: String
  /// What was wrong, as a clause.
  package let problem: String
  /// What would be right, as a clause.
  package let expected: String
  /// The canonical names of the arguments it is about.
  let names: [String]

  package init(
    _ argument: String, canonical names: [String] = [], problem: String, expected: String
  ) {
    self.argument = argument
    self.names = names
    self.problem = problem
    self.expected = expected
  }

  package var json: JSONValue {
    [
      "argument": .string(argument), "problem": .string(problem), "expected": .string(expected),
    ]
  }
}

/// What `api_request` is given: one request to an endpoint that no tool describes.
package struct APIRequestArguments {
  package let provider: String
  package let method: RequestTemplate.Method
  package let path: String
  package let query: JSONObject
  package let body: JSONObject?
  /// To the part of the answer that is wanted.
  package let pointer: String?

  package init(_ arguments: Arguments) {
    provider = arguments[Self.provider]?.string ?? ""
    method = arguments[Self.method]?.string.flatMap(RequestTemplate.Method.init) ?? .get
    path = arguments[Self.path]?.string ?? ""
    query = arguments[Self.query]?.object ?? [:]
    body = arguments[Self.body]?.object
    pointer = arguments[Self.pointer]?.string
  }

  /// The arguments' names.
  package static let provider = "provider"
  package static let method = "method"
  package static let path = "path"
  package static let query = "query"
  package static let body = "body"
  package static let pointer = "pointer"

  /// What the method does, as HTTP means it (RFC 9110 section 9.3).
  package var effect: Effect {
    switch method {
    case .get: .read
    case .put: .idempotentWrite
    case .post, .patch: .write
    case .delete: .destructive
    }
  }
}
