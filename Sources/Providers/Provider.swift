internal import HTTPTypes
package import Tools

/// One service as this process reaches it: where, with which key, over what.
package struct Provider: Sendable {
  package let descriptor: ProviderDescriptor
  let base: BaseURL
  let environment: Environment
  private let transport: any HTTPTransport

  /// How often an answer may point elsewhere on the same host.
  private static let redirectLimit = 3

  package init(
    _ descriptor: ProviderDescriptor, base: BaseURL, environment: Environment,
    transport: any HTTPTransport
  ) {
    self.descriptor = descriptor
    self.base = base
    self.environment = environment
    self.transport = transport
  }

  /// What reads this service's answers, and keeps its key out of them when they are errors.
  package var answers: AnswerReader {
    let key = descriptor.authentication.flatMap { try? environment.credential($0.variable) }
    return AnswerReader(descriptor, concealing: key)
  }

  /// Sends one request of a tool and returns the service's answer, whatever its status.
  ///
  /// Adds address, key and standing header fields. Redirects of reads are followed on the same
  /// host only, because elsewhere the key has no business.
  package func send(
    _ parts: RequestParts, effect: Effect, within timeLimit: Duration
  ) async throws(ToolError) -> ProviderResponse {
    var request = ProviderRequest(
      head: HTTPRequest(
        method: parts.method, scheme: base.scheme, authority: base.authority,
        path: base.path + parts.target),
      body: parts.body, timeLimit: timeLimit)
    request.head.headerFields = try headerFields(parts, effect)
    var hops = 0
    while true {
      let response = try await exchange(request, effect)
      guard response.head.status.kind == .redirection else { return response }
      request.head.path = try redirectedPath(response, of: request, effect)
      hops += 1
      if hops > Self.redirectLimit {
        throw failure(
          .badAnswer, "\(descriptor.title) redirects without end.", effect, .rejected,
          status: response.head.status.code)
      }
    }
  }

  private func headerFields(
    _ parts: RequestParts, _ effect: Effect
  ) throws(ToolError) -> HTTPFields {
    var fields = parts.headerFields
    fields[.accept] = "application/json"
    fields[.userAgent] = "clickport"
    for (name, value) in descriptor.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    guard let authentication = descriptor.authentication,
      let name = HTTPField.Name(authentication.header)
    else { return fields }
    do {
      let credential = try environment.credential(authentication.variable)
      fields[name] = authentication.prefix + credential.secret
      return fields
    } catch {
      throw failure(
        .missingCredentials,
        "\(authentication.variable) \(error.reason). Set it in the host's configuration of this "
          + "server to a key of \(descriptor.title), then call again.",
        effect, .notSent)
    }
  }

  private func exchange(
    _ request: ProviderRequest, _ effect: Effect
  ) async throws(ToolError) -> ProviderResponse {
    do {
      return try await transport.send(request)
    } catch {
      throw toolError(error, effect, request.timeLimit)
    }
  }

  private func toolError(
    _ error: TransportError, _ effect: Effect, _ limit: Duration
  ) -> ToolError {
    let title = descriptor.title
    switch error {
    case .notConnected(let reason):
      return failure(
        .providerUnavailable, "\(title) can't be reached: \(reason).", effect, .notSent)
    case .interrupted(let reason):
      return failure(
        .providerUnavailable, "The connection to \(title) broke: \(reason).", effect, .unknown)
    case .timedOut(let wasSent):
      let seconds = limit.components.seconds
      return failure(
        .timedOut, "\(title) gave no answer within \(seconds) s.", effect,
        wasSent ? .unknown : .notSent)
    case .answerTooLarge(let limit):
      return failure(
        .badAnswer, "\(title) answered more than \(limit >> 20) MiB: ask for fewer rows.", effect,
        .unknown)
    case .cancelled: return failure(.cancelled, "The call was cancelled.", effect, .unknown)
    }
  }

  private func redirectedPath(
    _ response: ProviderResponse, of request: ProviderRequest, _ effect: Effect
  ) throws(ToolError) -> String {
    let location = response.head.headerFields[.location] ?? ""
    let origin = "\(base.scheme)://\(base.authority)"
    let path = location.hasPrefix(origin) ? String(location.dropFirst(origin.count)) : location
    guard path.hasPrefix("/"), !path.hasPrefix("//") else {
      throw failure(
        .badAnswer,
        "\(descriptor.title) redirects to another host (\(Self.host(of: location).prefix(80))). That "
          + "is not followed, because it would get the key; check \(descriptor.baseURLVariable).",
        effect, .rejected, status: response.head.status.code)
    }
    guard request.head.method == .get else {
      throw failure(
        .badAnswer, "\(descriptor.title) redirects a request that must not be repeated.", effect,
        .rejected, status: response.head.status.code)
    }
    return String(path.prefix { $0 != "#" })
  }

  /// The host in `https://host/path` or `//host/path`, for a sentence.
  private static func host(of location: String) -> Substring {
    let parts = location.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 2, parts[1].isEmpty else { return "none is named" }
    return parts[2].split(separator: "@").last ?? "none is named"
  }

  private func failure(
    _ code: ToolError.Code, _ message: String, _ effect: Effect, _ outcome: ToolError.Outcome,
    status: Int? = nil
  ) -> ToolError {
    var error = ToolError(code, message)
    error.provider = descriptor.id
    error.status = status
    error.settle(outcome, for: effect)
    return error
  }
}

extension ToolError {
  /// Records what became of a call that changes something, and what follows from not knowing.
  package mutating func settle(_ outcome: Outcome, for effect: Effect) {
    guard effect != .read else { return }
    self.outcome = outcome
    if outcome == .unknown {
      message += " It may have been done all the same: look before you repeat it."
    }
  }
}
