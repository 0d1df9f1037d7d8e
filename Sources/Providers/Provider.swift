package import Exchange
internal import HTTPTypes
internal import JSON
package import Tools

/// One service as this process reaches it: where, with which key, over what.
package struct Provider: Sendable {
  package let descriptor: ProviderDescriptor
  let base: BaseURL
  let environment: Environment
  let transport: any HTTPTransport
  let health: CallGate
  let retries: RetryPolicy
  private let names: AccountNames

  /// How often an answer may point elsewhere on the same host.
  private static let redirectLimit = 3

  /// `health` is what this process knows of the service already, if anything.
  package init(
    _ descriptor: ProviderDescriptor, base: BaseURL, environment: Environment,
    transport: any HTTPTransport, health: CallGate? = nil,
    retries: RetryPolicy = RetryPolicy(), digest: TextDigest = .ofThisProcess
  ) {
    self.descriptor = descriptor
    self.base = base
    self.environment = environment
    self.transport = transport
    self.health = health ?? CallGate(descriptor.limits)
    self.retries = retries
    names = AccountNames(
      of: "\(descriptor.id) \(base.scheme)://\(base.authority)\(base.path)", digest: digest)
  }

  /// Names the account that calls are done in without giving the key away.
  package var account: String {
    names.name(
      for: descriptor.authentication.flatMap { try? environment.credential($0.variable) })
  }

  /// Sends one request of a tool and returns the service's answer, whatever its status. The key is
  /// read once, so that the answer is freed of the one it was asked with.
  ///
  /// Waits for its turn, and tries again where that is right, as far as the deadline lets it. Adds
  /// address, key and standing header fields. Redirects of reads are followed on the same
  /// host only, because elsewhere the key has no business.
  package func send(
    _ parts: RequestParts, effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint = CallFootprint()
  ) async throws(ToolError) -> ProviderAnswer {
    let key = try credential(effect)
    let redaction = Redaction(key)
    var request = ProviderRequest(
      head: HTTPRequest(
        method: parts.method, scheme: base.scheme, authority: base.authority,
        path: base.path + parts.target),
      body: parts.body)
    request.head.headerFields = headerFields(parts, key)
    do throws(ToolError) {
      let response = try await answer(
        to: request, in: names.name(for: key), effect, concealing: redaction, by: deadline,
        noting: footprint)
      return ProviderAnswer(
        response, readBy: ResponseDecoder(descriptor, concealing: key), effect: effect)
    } catch {
      throw error.concealing(redaction)
    }
  }

  /// Exchanges the request, and those it is redirected to.
  private func answer(
    to request: ProviderRequest, in account: String, _ effect: Effect,
    concealing redaction: Redaction, by deadline: Deadline, noting footprint: CallFootprint
  ) async throws(ToolError) -> ProviderResponse {
    var request = request
    var hops = 0
    while true {
      let response = try await exchange(
        request, in: account, effect, by: deadline, noting: footprint)
      guard response.head.status.kind == .redirection else { return response }
      request.head.path = try redirectedPath(response, of: request, effect, redaction)
      hops += 1
      if hops > Self.redirectLimit {
        throw failure(
          .badAnswer, "\(descriptor.title) redirects without end.", effect, .unknown,
          status: response.head.status.code)
      }
    }
  }

  private func headerFields(_ parts: RequestParts, _ key: Credential?) -> HTTPFields {
    var fields = parts.headerFields
    fields[.accept] = "application/json"
    fields[.userAgent] = "clickport"
    for (name, value) in descriptor.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if let key, let authentication = descriptor.authentication,
      let name = HTTPField.Name(authentication.header)
    {
      fields[name] = authentication.prefix + key.secret
    }
    return fields
  }

  /// The key as it is now; nothing where the service wants none.
  private func credential(_ effect: Effect) throws(ToolError) -> Credential? {
    guard let authentication = descriptor.authentication else { return nil }
    do {
      return try environment.credential(authentication.variable)
    } catch {
      throw failure(
        .missingCredentials,
        "\(authentication.variable) \(error.reason). Set it in the host's configuration of this "
          + "server to a key of \(descriptor.title), then call again.",
        effect, .notSent)
    }
  }
}
