package import JSONRPC

/// Why a method gave no result of its own.
package enum Interruption: Error, Equatable {
  /// The request is answered with an error.
  case failed(ResponseError)
  /// The request is answered with questions; the client asks again with the answers
  /// (`basic/patterns/mrtr`).
  case inputRequired(InputRequired)
}

/// Questions by key, and what a server wants to be told again with the answers.
package struct InputRequired: Equatable, Sendable {
  package let requests: [Question]
  /// Opaque to the client; nothing when there is nothing to remember.
  package let requestState: String?

  package struct Question: Equatable, Sendable {
    package let key: String
    package let request: InputRequest

    package init(_ key: String, _ request: InputRequest) {
      self.key = key
      self.request = request
    }
  }

  package init(_ requests: [Question], requestState: String? = nil) {
    self.requests = requests
    self.requestState = requestState
  }
}
