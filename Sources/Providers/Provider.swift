internal import HTTPTypes
package import Tools

/// One service as this process reaches it: where, with which key, over what.
package struct Provider: Sendable {
  package let descriptor: ProviderDescriptor
  let base: BaseURL
  let environment: Environment
  let transport: any HTTPTransport
  let health: ProviderHealth
  let retries: RetryPolicy

  /// How often an answer may point elsewhere on the same host.
  private static let redirectLimit = 3

  /// `health` is what this process knows of the service already, if anything.
  package init(
    _ descriptor: ProviderDescriptor, base: BaseURL, environment: Environment,
    transport: any HTTPTransport, health: ProviderHealth? = nil,
    retries: RetryPolicy = RetryPolicy()
  ) {
    self.descriptor = descriptor
    self.base = base
    self.environment = environment
    self.transport = transport
    self.health = health ?? ProviderHealth(descriptor.limits)
    self.retries = retries
  }

  /// What reads this service's answers, and keeps its key out of them when they are errors.
  package var answers: AnswerReader {
    let key = descriptor.authentication.flatMap { try? environment.credential($0.variable) }
    return AnswerReader(descriptor, concealing: key)
  }

  /// Names the account that calls are done in without giving the key away: service, address, and a
  /// digest of the key.
  package var account: String {
    let key = descriptor.authentication.flatMap { try? environment.credential($0.variable) }
    let digest = key.map { hexDigest(of: $0.secret).prefix(16) } ?? "no key"
    return "\(descriptor.id) \(base.scheme)://\(base.authority)\(base.path) \(digest)"
  }

  /// Sends one request of a tool and returns the service's answer, whatever its status.
  ///
  /// Waits for its turn, and tries again where that is right, as far as the deadline lets it. Adds
  /// address, key and standing header fields. Redirects of reads are followed on the same
  /// host only, because elsewhere the key has no business.
  package func send(
    _ parts: RequestParts, effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint = CallFootprint()
  ) async throws(ToolError) -> ProviderResponse {
    var request = ProviderRequest(
      head: HTTPRequest(
        method: parts.method, scheme: base.scheme, authority: base.authority,
        path: base.path + parts.target),
      body: parts.body)
    request.head.headerFields = try headerFields(parts, effect)
    var hops = 0
    while true {
      let response = try await exchange(request, effect, by: deadline, noting: footprint)
      guard response.head.status.kind == .redirection else { return response }
      request.head.path = try redirectedPath(response, of: request, effect)
      hops += 1
      if hops > Self.redirectLimit {
        throw failure(
          .badAnswer, "\(descriptor.title) redirects without end.", effect, .unknown,
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

  private func redirectedPath(
    _ response: ProviderResponse, of request: ProviderRequest, _ effect: Effect
  ) throws(ToolError) -> String {
    let location = response.head.headerFields[.location] ?? ""
    // RFC 9110 section 15.4: only these two say that the request itself belongs elsewhere.
    let outcome: ToolError.Outcome =
      [307, 308].contains(response.head.status.code) ? .rejected : .unknown
    let origin = "\(base.scheme)://\(base.authority)"
    let path = location.hasPrefix(origin) ? String(location.dropFirst(origin.count)) : location
    guard path.hasPrefix("/"), !path.hasPrefix("//") else {
      throw failure(
        .badAnswer,
        "\(descriptor.title) redirects to another host (\(Self.host(of: location).prefix(80))). That "
          + "is not followed, because it would get the key; check \(descriptor.baseURLVariable).",
        effect, outcome, status: response.head.status.code)
    }
    guard request.head.method == .get else {
      throw failure(
        .badAnswer, "\(descriptor.title) redirects a request that must not be repeated.", effect,
        outcome, status: response.head.status.code)
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
