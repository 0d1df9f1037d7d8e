package import Exchange
internal import HTTPTypes
internal import JSON
internal import Synchronization
package import Tools

/// One service as this process reaches it: where, with which key, over what.
package struct Provider: Sendable {
  package let descriptor: ProviderDescriptor
  let base: BaseURL
  let environment: Environment
  let transport: any HTTPTransport
  let gate: CallGate
  let retries: RetryPolicy
  private let names: AccountNames

  /// How often a response may point elsewhere on the same host.
  private static let redirectLimit = 3

  /// `gate` is shared with the calls under the last manifest, if there was one.
  package init(
    _ descriptor: ProviderDescriptor, base: BaseURL, environment: Environment,
    transport: any HTTPTransport, gate: CallGate? = nil,
    retries: RetryPolicy = RetryPolicy(), digest: TextDigest = .ofThisProcess
  ) {
    self.descriptor = descriptor
    self.base = base
    self.environment = environment
    self.transport = transport
    self.gate = gate ?? CallGate(descriptor.limits)
    self.retries = retries
    names = AccountNames(of: "\(descriptor.id) \(base)", digest: digest)
  }

  /// Names the account that calls are done in without giving the key away.
  package var account: String {
    names.name(
      for: descriptor.authentication.flatMap { try? environment.credential($0.variable) })
  }

  /// The account, unless it wants a key and there is none.
  package var accountWithKey: String? {
    guard let variable = descriptor.authentication?.variable else { return account }
    return (try? environment.credential(variable)).map { names.name(for: $0) }
  }

  /// Sends one request of a tool and returns the service's response, whatever its status. The key is
  /// read once, so that the response is freed of the one it was asked with.
  ///
  /// Waits for its turn, and tries again where that is right, as far as the deadline lets it. Adds
  /// address, key and standing header fields. Redirects of reads are followed on the same
  /// host only, because elsewhere the key has no business.
  package func send(
    _ parts: RequestParts, effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint = CallFootprint()
  ) async throws(ToolError) -> UnreadResponse {
    let key = try credential(effect)
    let redaction = Redaction(key)
    var request = ProviderRequest(
      head: HTTPRequest(
        method: parts.method, scheme: base.scheme, authority: base.authority,
        path: base.path + parts.target),
      body: parts.body)
    request.head.headerFields = headerFields(parts, key)
    do throws(ToolError) {
      let response = try await response(
        to: request, in: names.name(for: key), effect, concealing: redaction, by: deadline,
        noting: footprint)
      return UnreadResponse(
        response: response, decoder: ResponseDecoder(descriptor, concealing: redaction),
        effect: effect, footprint: footprint)
    } catch {
      throw error.concealing(redaction)
    }
  }

  /// Exchanges the request, and those it is redirected to.
  private func response(
    to request: ProviderRequest, in account: String, _ effect: Effect,
    concealing redaction: Redaction, by deadline: Deadline, noting footprint: CallFootprint
  ) async throws(ToolError) -> ClassifiedResponse {
    var request = request
    var hops = 0
    while true {
      let response = try await exchange(
        request, in: account, effect, by: deadline, noting: footprint)
      guard response.classification.kind == .redirection else { return response }
      request.head.path = try redirectedPath(response, of: request, effect, redaction)
      hops += 1
      if hops > Self.redirectLimit {
        throw failure(
          .badAnswer, "\(descriptor.title) redirects without end.", effect, .unknown,
          status: response.status)
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

  /// The key as it is now; nil where the service wants none.
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

/// Where a service begins: scheme, authority and the path before every request's own.
package struct BaseURL: Equatable, Sendable, CustomStringConvertible {
  package let scheme: String
  package let authority: String
  /// Empty, or with a slash in front and none behind.
  package let path: String

  package init(scheme: String, authority: String, path: String) {
    self.scheme = scheme
    self.authority = authority
    self.path = path
  }

  /// Takes `https://host[:port][/path]` apart; nil for anything else.
  package init?(_ text: String) {
    guard ProviderDescriptor.isBaseURL(text) else { return nil }
    let scheme = text.prefix { $0 != ":" }
    let rest = text.dropFirst(scheme.count + 3)
    let authority = rest.prefix { $0 != "/" }
    self.scheme = String(scheme)
    self.authority = String(authority)
    path = String(rest.dropFirst(authority.count))
  }

  package var description: String { "\(scheme)://\(authority)\(path)" }
}

/// Names the accounts of a service without giving their keys away: service, address, and a digest of
/// the key. The digest is made once a key.
private final class AccountNames: Sendable {
  private let service: String
  private let digest: TextDigest
  /// The last name, and a hash of the key it is for, by a seed of this process: no copy of the key
  /// is kept.
  private let last = Mutex<(hash: Int?, name: String)?>(nil)

  /// `service` is what stands before the digest.
  init(of service: String, digest: TextDigest) {
    self.service = service
    self.digest = digest
  }

  /// The account that a key opens, or the one that needs none.
  func name(for key: Credential?) -> String {
    let hash = key?.secret.hashValue
    if let last = last.withLock(\.self), last.hash == hash { return last.name }
    let digest = key.map { self.digest.hex($0.secret).prefix(16) } ?? "no key"
    let name = "\(service) \(digest)"
    last.withLock { $0 = (hash, name) }
    return name
  }
}
