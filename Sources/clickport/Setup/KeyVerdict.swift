import Providers
import Tools

/// What a service says of a key.
enum KeyVerdict: Sendable {
  /// It answers. The sentence says what was asked.
  case accepted(String)
  /// It lets nobody in with it.
  case refused(String)
  /// Nothing is known: it can't be reached, or answers something else.
  case unknown(String)

  /// The sentence about it.
  var sentence: String {
    switch self {
    case .accepted(let sentence), .refused(let sentence), .unknown(let sentence): sentence
    }
  }

  /// Asks the service with what an environment has for it: its cheapest read.
  init(
    asking service: ProviderDescriptor, in environment: Environment, within limit: Duration
  ) async {
    let probe = ServiceProbe(of: service, in: environment, timeLimit: limit)
    guard let outcome = await probe.run() else {
      self = .unknown("\(service.title) has no tool that it could be checked with.")
      return
    }
    switch outcome.error {
    case nil:
      self = .accepted(
        "\(service.title) accepts it: \(outcome.tool) answered in \(outcome.milliseconds) ms.")
    case let error?:
      switch error.code {
      case .unauthorized, .forbidden:
        self = .refused("\(service.title) refuses it. \(error.message)")
      case .invalidArguments, .missingCredentials, .notFound, .conflict, .rejected,
        .consentRequired, .rateLimited, .providerUnavailable, .timedOut, .cancelled, .badAnswer:
        self = .unknown("It couldn't be checked. \(error.message)")
      }
    }
  }
}
