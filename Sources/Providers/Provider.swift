package import Exchange
internal import HTTPTypes
internal import JSON
internal import Synchronization
package import Tools

/// One service as this process reaches it: where, with which key, over what. It is a class because
/// all its tools hold it.
package final class Provider: Sendable {
  package let descriptor: ProviderDescriptor
  let base: BaseURL
  /// Why there is no address to send anything to; nil where there is one.
  let addressFault: BaseURLFault?
  let environment: Environment
  let transport: any HTTPTransport
  let gate: CallGate
  let retries: RetryPolicy
  let tokens = TokenStore()
  private let names: AccountNames
  /// What every request says, whatever it is for.
  private let standingFields: HTTPFields

  /// How often a response may point elsewhere on the same host.
  private static let redirectLimit = 3

  /// `gate` is shared with the calls under the last manifest, if there was one. With an
  /// `addressFault` nothing is sent.
  package init(
    _ descriptor: ProviderDescriptor, base: BaseURL, addressFault: BaseURLFault? = nil,
    environment: Environment, transport: any HTTPTransport, gate: CallGate? = nil,
    retries: RetryPolicy = RetryPolicy(), digest: TextDigest = .ofThisProcess
  ) {
    self.descriptor = descriptor
    self.base = base
    self.addressFault = addressFault
    self.environment = environment
    self.transport = transport
    self.gate = gate ?? CallGate(descriptor.limits)
    self.retries = retries
    names = AccountNames(of: "\(descriptor.id) \(base)", digest: digest)
    var fields: HTTPFields = [.accept: "application/json", .userAgent: "clickport"]
    for (name, value) in descriptor.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    standingFields = fields
  }

  /// Names the account that calls are done in without giving the key away.
  package var account: String {
    names.name(for: access?.account)
  }

  /// The account, unless it wants a key and there is none.
  package var accountWithKey: String? {
    if descriptor.authentication == nil { return account }
    return access.map { names.name(for: $0.account) }
  }

  /// Whether it can be used at this moment.
  var readiness: ServiceReadiness { ServiceReadiness(of: descriptor, in: environment, at: base) }

  /// What the service's own key, or what stands in for it, is at this moment.
  var access: ServiceAccess? {
    descriptor.authentication.flatMap { try? environment.access(by: $0) }
  }

  /// Names the account that something opens.
  func name(for key: Credential?) -> String { names.name(for: key) }

  /// Sends one request of a tool and returns the service's response, whatever its status. The key is
  /// read once, so that the response is freed of the one it was asked with. A token that is refused
  /// is renewed once: what was refused did nothing.
  ///
  /// Waits for its turn, and tries again where that is right, as far as the deadline lets it. Adds
  /// address, key and standing header fields. Redirects of reads are followed on the same
  /// host only, because elsewhere the key has no business.
  package func send(
    _ parts: RequestParts, effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint = CallFootprint()
  ) async throws(ToolError) -> UnreadResponse {
    try checkAddress(effect)
    var isRenewed = false
    while true {
      let key = try await key(parts.key, effect, by: deadline, noting: footprint)
      let response = try await send(parts, with: key, effect, by: deadline, noting: footprint)
      guard response.status == 401, !isRenewed, let token = key.token else { return response }
      tokens.discard(token)
      isRenewed = true
    }
  }

  /// Sends one request with that key.
  func send(
    _ parts: RequestParts, with key: RequestKey, _ effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> UnreadResponse {
    let redaction = key.redaction
    var request = ProviderRequest(
      head: HTTPRequest(
        method: parts.method, scheme: base.scheme, authority: base.authority,
        path: base.path + key.added(to: parts.target)),
      body: parts.body)
    request.head.headerFields = headerFields(parts, key)
    footprint.note("a request is sent", as: .shapes, details(of: parts, request))
    do throws(ToolError) {
      let response = try await response(
        to: request, with: key, effect, by: deadline, noting: footprint)
      let decoder = ResponseDecoder(
        descriptor, asking: key.words, answers: parts.answers, concealing: redaction)
      return UnreadResponse(
        response: response, decoder: decoder, effect: effect, footprint: footprint)
    } catch {
      throw error.concealing(redaction)
    }
  }

  /// Exchanges the request, and those it is redirected to.
  private func response(
    to request: ProviderRequest, with key: RequestKey, _ effect: Effect, by deadline: Deadline,
    noting footprint: CallFootprint
  ) async throws(ToolError) -> ClassifiedResponse {
    let account = names.name(for: key.account)
    var request = request
    var hops = 0
    while true {
      let response = try await exchange(
        request, in: account, effect, by: deadline, noting: footprint)
      guard response.classification.kind == .redirection else { return response }
      request.head.path = try redirectedPath(response, of: request, effect, key)
      hops += 1
      if hops > Self.redirectLimit {
        throw failure(
          .badAnswer, "\(descriptor.title) redirects without end.", effect, .unknown,
          status: response.status)
      }
    }
  }

  private func headerFields(_ parts: RequestParts, _ key: RequestKey) -> HTTPFields {
    var fields = standingFields
    for field in parts.headerFields where !standingFields.contains(field.name) {
      fields.append(field)
    }
    if let (name, value) = key.field, let name = HTTPField.Name(name) { fields[name] = value }
    return fields
  }

  private func checkAddress(_ effect: Effect) throws(ToolError) {
    guard let addressFault else { return }
    throw failure(
      .missingCredentials,
      "\(descriptor.baseURLVariable) \(addressFault.reason), so \(descriptor.title) is disabled. "
        + BaseURLFault.remedy,
      effect, .notSent)
  }
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
