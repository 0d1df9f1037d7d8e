package import JSON

/// Why a tool gave no answer, in the one shape all providers share. Made to be read by a model.
package struct ToolError: Error, Equatable {
  package let code: Code
  /// A sentence that says what to change, or what to do next.
  package var message: String
  package var provider: String?
  package var tool: String?
  /// The HTTP status, when the service answered.
  package var status: Int?
  /// The service's own code and words, where its answer has them.
  package var providerCode: String?
  package var providerMessage: String?
  package var problems: [ArgumentProblem] = []
  package var retryAfterSeconds: Int?
  /// Whether the same call fails again until the operator has changed something.
  package var needsOperator = false
  /// Whether a call with an effect may have had it; nil for reads.
  package var outcome: Outcome?
  /// What became of the earlier call that stands in this one's way.
  package var first: JSONObject?
  /// Whether it was this server that held the call back, by what its operator wants or for what it
  /// has on record, and no service was asked.
  package private(set) var isHeldBack = false

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Why nothing was sent of a call with an effect.
  init(_ code: Code, notSent message: String) {
    self.init(code, withheld: message)
    outcome = .notSent
  }

  /// Why this server didn't do a call.
  init(_ code: Code, withheld message: String) {
    self.init(code, message)
    isHeldBack = code != .cancelled
  }

  /// Arguments that are wrong: nothing was sent.
  package init(_ problems: [ArgumentProblem], effect: Effect) {
    self.init(
      .invalidArguments,
      problems.count == 1
        ? "One argument is wrong: put it right and call again."
        : "\(problems.count) arguments are wrong: put them right and call again.")
    self.problems = problems
    outcome = effect == .read ? nil : .notSent
  }

  /// What went wrong: a closed set, the same for every service.
  package enum Code: String, CaseIterable, Sendable {
    case invalidArguments = "invalid_arguments"
    case missingCredentials = "missing_credentials"
    case unauthorized
    case forbidden
    case notFound = "not_found"
    case conflict
    case rateLimited = "rate_limited"
    /// The service understood and said no.
    case rejected
    case providerUnavailable = "provider_unavailable"
    case timedOut = "timed_out"
    /// The service answered something that can't be understood.
    case badAnswer = "bad_answer"
    case consentRequired = "consent_required"
    case cancelled

    /// Whether the same call may succeed later without a change.
    package var isRetryable: Bool {
      switch self {
      case .rateLimited, .providerUnavailable, .timedOut: true
      case .invalidArguments, .missingCredentials, .unauthorized, .forbidden, .notFound,
        .conflict, .rejected, .badAnswer, .consentRequired, .cancelled:
        false
      }
    }
  }

  /// What became of a call that changes something.
  package enum Outcome: String, CaseIterable, Sendable {
    /// The request never reached the service.
    case notSent = "not_sent"
    /// The service refused it: nothing changed.
    case rejected
    /// It may or may not have happened: look before trying again.
    case unknown
    /// The service did it; only what came after failed.
    case accepted
  }

  /// Whether trying again, unchanged, can be right: never after a call that may have had its effect.
  package var isRetryable: Bool {
    code.isRetryable && !needsOperator && outcome != .unknown && outcome != .accepted
  }

  /// The error as the object a client sees; fields without a value are left out.
  package var json: JSONObject {
    var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
    object["provider"] = provider.map(JSONValue.string)
    object["tool"] = tool.map(JSONValue.string)
    object["status"] = status.map { .number(JSONNumber($0)) }
    object["provider_code"] = providerCode.map(JSONValue.string)
    object["provider_message"] = providerMessage.map(JSONValue.string)
    if !problems.isEmpty { object["problems"] = .array(problems.map(\.json)) }
    object["retryable"] = .bool(isRetryable)
    object["retry_after_seconds"] = retryAfterSeconds.map { .number(JSONNumber($0)) }
    object["outcome"] = outcome.map { .string($0.rawValue) }
    object["first"] = first.map(JSONValue.object)
    return object
  }
}

extension ArgumentProblem {
  /// The error of a call that reads, where this is all that is wrong with it.
  package var error: ToolError { ToolError([self], effect: .read) }
}

extension ToolError {
  /// The closed sets a client may meet in an error, in words.
  static var explanations: JSONObject {
    [
      "codes": .array(
        Code.allCases.map { code in
          [
            "code": .string(code.rawValue), "meaning": .string(code.meaning),
            "what_to_do": .string(code.remedy), "retryable": .bool(code.isRetryable),
          ]
        }),
      "outcomes": .array(
        Outcome.allCases.map { outcome in
          ["outcome": .string(outcome.rawValue), "meaning": .string(outcome.meaning)]
        }),
    ]
  }
}

extension ToolError.Code {
  fileprivate var meaning: String {
    switch self {
    case .invalidArguments: "Arguments are missing or wrong; nothing was sent."
    case .missingCredentials: "This server has no usable key or address of the service."
    case .unauthorized: "The service does not accept the key."
    case .forbidden: "The service does not allow this key this, or the operator's policy doesn't."
    case .notFound: "The service knows no such thing."
    case .conflict: "There is such a thing already, or the same call was made before: see first."
    case .rateLimited: "The service allows no more calls for now."
    case .rejected: "The service understood the call and said no."
    case .providerUnavailable: "The service can't be reached, or is down."
    case .timedOut: "The service gave no answer in time."
    case .badAnswer: "The service answered something that can't be understood."
    case .consentRequired: "A person has to agree first, and has not."
    case .cancelled: "The call was cancelled."
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .invalidArguments: "Put right what each entry of problems says, and call again."
    case .missingCredentials: "Have the operator set the variable the message names."
    case .unauthorized: "Have the operator replace the key."
    case .forbidden: "Ask for something else, or have the account's owner allow it."
    case .notFound: "List what there is, and take the id from there."
    case .conflict: "Choose another name, use what is there, or do what message says."
    case .rateLimited: "Wait retry_after_seconds, or a minute, and call again."
    case .rejected: "Read message and provider_message, and change the call."
    case .providerUnavailable: "If retryable, call again later; else see outcome and message."
    case .timedOut: "Call again, for less at once; after a write, see outcome first."
    case .badAnswer: "Don't repeat the call; tell the operator."
    case .consentRequired: "Tell the person what was asked; don't try another way."
    case .cancelled: "Call again only if the answer is still wanted."
    }
  }
}

extension ToolError.Outcome {
  fileprivate var meaning: String {
    switch self {
    case .notSent: "The request never reached the service: nothing changed."
    case .rejected: "The service refused: nothing changed."
    case .unknown: "It may or may not have happened: look before trying again."
    case .accepted: "The service did it; only what came after failed. Don't repeat it."
    }
  }
}
