internal import Exchange
internal import HTTPTypes
internal import JSON
package import Tools

extension Provider {
  /// What the transport's error means for a call that had that long.
  func failure(_ error: TransportError, _ effect: Effect, _ limit: Duration) -> ToolError {
    let title = descriptor.title
    let message =
      switch error {
      case .notConnected(let reason): "\(title) can't be reached: \(reason)."
      case .interrupted(let reason): "The connection to \(title) broke: \(reason)."
      case .timedOut: "\(title) gave no answer within \(limit.components.seconds) s."
      case .answerTooLarge(let limit):
        "\(title) answered more than \(limit >> 20) MiB: ask for fewer rows."
      case .cancelled: "The call was cancelled."
      }
    let classification = ResponseClass(error)
    return failure(classification.code, message, effect, classification.outcome)
  }

  func failure(
    _ code: ToolError.Code, _ message: String, _ effect: Effect, _ outcome: ToolError.Outcome,
    status: Int? = nil
  ) -> ToolError {
    ToolError(code, message, of: descriptor, outcome, effect, status: status)
  }
}

extension ToolError {
  /// An error at a service: `outcome` is what became of a call with that effect.
  init(
    _ code: Code, _ message: String, of provider: ProviderDescriptor, _ outcome: Outcome,
    _ effect: Effect, status: Int?
  ) {
    self.init(code, message)
    self.provider = provider.id
    self.status = status
    settle(outcome, for: effect)
  }

  /// Records what became of a call that changes something, and what follows from not knowing.
  package mutating func settle(_ outcome: Outcome, for effect: Effect) {
    guard effect != .read else { return }
    self.outcome = outcome
    if outcome == .unknown {
      message += " It may have been done all the same: look before you repeat it."
    }
  }

  /// The error without what must not be passed on in any of its words.
  func concealing(_ redaction: Redaction) -> ToolError {
    var error = self
    error.message = redaction.applied(to: message)
    error.providerCode = providerCode.map(redaction.applied)
    error.providerMessage = providerMessage.map(redaction.applied)
    return error
  }
}

extension Provider {
  /// Where a redirection leads, as a path on the service's own host.
  func redirectedPath(
    _ response: ClassifiedResponse, of request: ProviderRequest, _ effect: Effect,
    _ redaction: Redaction
  ) throws(ToolError) -> String {
    let location = response.response.head.headerFields[.location] ?? ""
    let status = response.status
    // RFC 9110 section 15.4: only these two say that the request itself belongs elsewhere.
    let outcome: ToolError.Outcome = [307, 308].contains(status) ? .rejected : .unknown
    func refusal(_ problem: String) -> ToolError {
      failure(.badAnswer, "\(descriptor.title) \(problem)", effect, outcome, status: status)
    }
    let origin = "\(base.scheme)://\(base.authority)"
    let path = location.hasPrefix(origin) ? String(location.dropFirst(origin.count)) : location
    guard path.hasPrefix("/"), !path.hasPrefix("//") else {
      let host = Self.host(of: redaction.applied(to: location)).prefix(80)
      throw refusal(
        "redirects to another host (\(host)). That is not followed, because it would get the key; "
          + "check \(descriptor.baseURLVariable).")
    }
    guard request.head.method == .get else {
      throw refusal("redirects a request that must not be repeated.")
    }
    guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw refusal("redirects to an address that is none.")
    }
    // Addresses end up in the logs of every proxy on the way.
    guard !redaction.isNeeded(in: path) else {
      throw refusal(
        "redirects to an address that holds the key. That is not followed, because addresses are "
          + "no secret; check \(descriptor.baseURLVariable).")
    }
    return String(path.prefix { $0 != "#" })
  }

  /// The host in `https://host/path` or `//host/path`, for a sentence.
  private static func host(of location: String) -> Substring {
    let parts = location.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 2, parts[1].isEmpty else { return "none is named" }
    return parts[2].split(separator: "@").last ?? "none is named"
  }
}
