internal import JSON

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
    case .missingCredentials: "This server has no usable key of the service."
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
    case .providerUnavailable: "Call again later; after a write, see outcome first."
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
