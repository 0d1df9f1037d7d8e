import Exchange
import Host
import JSON
import Providers
import Tools

/// What is known of one service, and what that means: findings in the order of the layers a call goes
/// through. Behind the first that failed all are skipped.
struct ServiceExamination: Sendable {
  let readiness: ServiceReadiness
  /// Where its keys come from, in words, by their variables.
  let sources: [String: String]
  /// Whether a variable says where it is.
  let isMoved: Bool
  /// The proxy that its requests go through.
  let proxy: ProxyInUse?
  /// Whether somebody named the service: then it needs a key.
  let isNamed: Bool
  /// Why it wasn't asked; nil where it was, or where it can't be for its own reasons.
  var unasked: String?
  /// What came of asking it; nil where it wasn't asked.
  var outcome: ProbeOutcome?
  /// Where keys are kept; nil where that is nowhere.
  var keyStore: KeyStore?

  var service: ProviderDescriptor { readiness.service }

  /// What is skipped behind a failure, in the order of a call.
  private static let layers: [Finding.Area] = [
    .key, .address, .name, .connection, .trust, .read,
  ]

  /// Whether there is all it takes to ask the service.
  var isAskable: Bool {
    readiness.addressFault == nil && (readiness.keys.isEmpty || readiness.hasKey)
  }

  /// What others may have written of keys into a text is concealed in it.
  func findings(concealing concealment: KeyConcealment) -> [Finding] {
    var findings: [Finding] = []
    for layer in Self.layers {
      let found = self.findings(of: layer, concealment)
      findings += found
      guard let failed = found.first(where: { $0.level == .failed || isMissing($0) }) else {
        continue
      }
      let rest = Self.layers.drop { $0 != layer }.dropFirst()
      findings += rest.map { skipped($0, behind: failed) }
      break
    }
    return findings
  }

  private func findings(
    of layer: Finding.Area, _ concealment: KeyConcealment
  ) -> [Finding] {
    let address = concealment.applied(to: readiness.address)
    switch layer {
    case .key: return keyFindings
    case .address: return [addressFinding(address)]
    case .name: return [nameFinding]
    case .connection: return [connectionFinding(address)]
    case .trust: return [trustFinding]
    case .read: return [readFinding(address, concealment)]
    case .build, .settings, .overlay, .policy, .proxy, .clock, .state, .host, .drift: return []
    }
  }

  private func finding(
    _ area: Finding.Area, _ level: Finding.Level, _ text: String, fix: String? = nil,
    details: JSONObject = [:]
  ) -> Finding {
    Finding(area, service.id, level, text, fix: fix, details: details)
  }

  private func skipped(_ area: Finding.Area, behind failed: Finding) -> Finding {
    finding(area, .skipped, "not looked at: \(failed.area.rawValue) comes first")
  }

  private func isMissing(_ finding: Finding) -> Bool {
    finding.area == .key && finding.level == .skipped
  }

  // MARK: - Key

  private var keyFindings: [Finding] {
    guard let key = readiness.keys.first else { return [finding(.key, .ok, "no key is wanted")] }
    let others = readiness.keys.dropFirst().compactMap { key -> Finding? in
      guard case .unusable(let reason, _) = key.state else { return nil }
      return finding(
        .key, .failed, reason, fix: keptRemedy(of: key) ?? Self.remedy(of: key.variable))
    }
    return [keyFinding(key)] + others
  }

  private func keyFinding(_ key: ServiceReadiness.Key) -> Finding {
    let (variable, state) = (key.variable, key.state)
    let remedy = keptRemedy(of: key) ?? Self.remedy(of: variable)
    switch state {
    case .missing(let reason):
      return finding(.key, isNamed ? .failed : .skipped, reason, fix: remedy)
    case .unusable(let reason, _):
      return finding(.key, .failed, reason, fix: remedy)
    case .set, .token: break
    }
    if let error = outcome?.error, error.code == .unauthorized {
      return finding(
        .key, .failed, refusal(of: key, error), fix: renewal(of: key))
    }
    if key.isOpenToAll {
      return finding(
        .key, .warning, "the file in \(variable)_FILE can be read or written by everybody here",
        fix: "chmod 600 \"$\(variable)_FILE\" makes it yours alone")
    }
    let source =
      if case .token = state { state.description } else { "key \(sources[variable] ?? "set")" }
    return finding(.key, .ok, source)
  }

  private func refusal(of key: ServiceReadiness.Key, _ error: ToolError) -> String {
    let status = error.status.map { " (status \($0))" } ?? ""
    if case .token(let variables, _) = key.state {
      return "\(service.title) doesn't accept the token for \(variables)\(status)"
    }
    let source = sources[key.variable].map { " \($0)" } ?? ""
    return "\(service.title) doesn't accept the key\(source)\(status)"
  }

  /// What to do where the service refuses the key: what counts first must go first.
  private func renewal(of key: ServiceReadiness.Key) -> String {
    let setup = "clickport setup --service \(service.id)"
    if case .token(let variables, _) = key.state {
      return key.source == .kept
        ? "Give them anew: \(setup)" : "Change or unset \(variables); to keep others: \(setup)"
    }
    return switch key.source {
    case .variable: "Change or unset \(key.variable); to keep another key: \(setup)"
    case .file:
      "Put another key into the file in \(key.variable)_FILE, or unset that; to keep one: \(setup)"
    case .kept, nil: "Make a new key at \(service.title), and give it: \(setup)"
    }
  }

  /// What to do where a key is kept and isn't used for how its file is; nil where that isn't it.
  private func keptRemedy(of key: ServiceReadiness.Key) -> String? {
    guard key.source == .kept, let keyStore,
      let entry = keyStore.entries.first(where: { $0.variable == key.variable }),
      let fault = entry.fault
    else { return nil }
    let isDirectory = keyStore.fault != nil
    let path = isDirectory ? keyStore.path : keyStore.path(of: key.variable)
    return fault.contains("chmod")
      ? "chmod \(isDirectory ? 700 : 600) \(path)"
      : "Remove \(path), and give the key anew: clickport setup --service \(service.id)"
  }

  private static func remedy(of variable: String) -> String {
    "Set \(variable), or the path of a file in \(variable)_FILE, where the server is started; "
      + "or keep the key: clickport setup"
  }

  // MARK: - Address, proxy

  private func addressFinding(_ address: String) -> Finding {
    if let fault = readiness.addressFault {
      return finding(
        .address, .failed, "\(service.baseURLVariable) \(fault.reason)", fix: BaseURLFault.remedy)
    }
    let from = isMoved ? ", which \(service.baseURLVariable) says" : ""
    if isPlain, !isLoopback, !readiness.keys.isEmpty {
      return finding(
        .address, .warning, "\(address)\(from): the key goes there unencrypted",
        fix: "Use an https:// address in \(service.baseURLVariable)")
    }
    return finding(.address, .ok, "\(address)\(from)")
  }

  private var isPlain: Bool { readiness.base.scheme == "http" }

  private var host: String {
    let authority = readiness.base.authority
    if authority.first == "[" { return String(authority.prefix { $0 != "]" }.dropFirst()) }
    return String(authority.prefix { $0 != ":" })
  }

  private var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host.hasPrefix("127.")
  }

  /// What its request shows of the proxy: whether that failed, and how; nil where none is in between,
  /// or it wasn't tried.
  var proxyFinding: Finding? {
    let name = proxy.map { "the proxy in \($0.variable) (\($0.address))" }
    let subject = proxy?.variable ?? "variables"
    if let reason = proxyFault {
      return Finding(.proxy, subject, .failed, reason, fix: Self.proxyRemedy)
    }
    guard let name, outcome != nil else { return nil }
    return Finding(.proxy, subject, .ok, "requests go through \(name)")
  }

  static let proxyRemedy =
    "Put the variable right, unset it, or name hosts to be reached without it in NO_PROXY"

  /// Why the proxy let nothing through.
  private var proxyFault: String? {
    switch outcome?.transportError {
    case .notConnected(let reason, .proxy), .misconfigured(let reason, .proxy): reason
    case .timedOut(wasSent: false, proxy: let proxy?): "\(proxy) makes no connection in time"
    case .notConnected, .misconfigured, .timedOut, .interrupted, .answerTooLarge, .cancelled, nil:
      nil
    }
  }

  // MARK: - Connection

  /// Where the request ended before it left, and why.
  private func fault(at layer: TransportLayer) -> String? {
    switch outcome?.transportError {
    case .notConnected(let reason, layer), .misconfigured(let reason, layer): reason
    case .timedOut(wasSent: false, proxy: nil) where layer == .connection:
      "no connection comes about in time"
    case .notConnected, .misconfigured, .timedOut, .interrupted, .answerTooLarge, .cancelled, nil:
      nil
    }
  }

  /// What is said of a layer that nothing was tried of.
  private func untried(_ area: Finding.Area) -> Finding? {
    if let unasked { return finding(area, .skipped, unasked) }
    if proxyFault != nil {
      return finding(area, .skipped, "not looked at: the proxy lets nothing through")
    }
    if let fault = fault(at: .library) {
      return finding(area, .skipped, "not looked at: \(fault)")
    }
    return outcome == nil
      ? finding(area, .skipped, "not looked at: no tool can be called without arguments") : nil
  }

  private var nameFinding: Finding {
    if let untried = untried(.name) { return untried }
    if let fault = fault(at: .name) {
      return finding(
        .name, .failed, "\(service.title) can't be reached: \(fault)",
        fix: isMoved
          ? "Look at the host in \(service.baseURLVariable), or unset it"
          : "Look whether this machine is online and finds names (DNS): \(host)")
    }
    return finding(.name, .ok, proxy == nil ? "\(host) is found" : "left to the proxy")
  }

  private func connectionFinding(_ address: String) -> Finding {
    if let untried = untried(.connection) { return untried }
    if let fault = fault(at: .connection) {
      return finding(
        .connection, .failed, "\(service.title) can't be reached at \(address): \(fault)",
        fix: isMoved
          ? "Look at \(service.baseURLVariable), and whether something answers there"
          : "Look for a firewall, and whether this machine needs a proxy (HTTPS_PROXY)")
    }
    return finding(.connection, .ok, "connected")
  }

  private var trustFinding: Finding {
    if let untried = untried(.trust) { return untried }
    if let fault = fault(at: .security) {
      return finding(
        .trust, .failed, "\(service.title) can't be reached: \(fault)",
        fix: "If a company's own authority has issued it, name a file with that authority's "
          + "certificate (PEM) in SSL_CERT_FILE; if not, trust nobody on the way")
    }
    return finding(.trust, .ok, isPlain ? "no certificate is asked for over http" : "trusted")
  }

  // MARK: - Read

  private func readFinding(_ address: String, _ concealment: KeyConcealment) -> Finding {
    if let untried = untried(.read) { return untried }
    guard let outcome else { return finding(.read, .skipped, "not asked") }
    var details: JSONObject = [
      "tool": .string(outcome.tool), "milliseconds": .number(JSONNumber(outcome.milliseconds)),
    ]
    details["status"] = outcome.status.map { .number(JSONNumber($0)) }
    details["limit"] = outcome.limits?.limit.map { .number(JSONNumber($0)) }
    details["remaining"] = outcome.limits?.remaining.map { .number(JSONNumber($0)) }
    details["seconds_ahead"] = outcome.secondsAhead.map { .number(JSONNumber($0)) }
    guard let error = outcome.error else {
      let limits = outcome.limits.flatMap(Self.words)
      return finding(
        .read, limits?.isExhausted == true ? .warning : .ok,
        "\(outcome.tool) answered in \(outcome.milliseconds) ms"
          + (limits.map { "; \($0.text)" } ?? ""),
        fix: limits?.isExhausted == true ? "Wait; further calls are held back until then" : nil,
        details: details)
    }
    details["code"] = .string(error.code.rawValue)
    let level: Finding.Level = error.code == .rateLimited ? .warning : .failed
    return finding(
      .read, level, "\(outcome.tool) failed: \(concealment.applied(to: error.message))",
      fix: remedy(of: error, at: address),
      details: details)
  }

  private func remedy(of error: ToolError, at address: String) -> String {
    switch error.code {
    case .rateLimited: "Wait \(error.retryAfterSeconds ?? 60) s; the key works"
    case .providerUnavailable, .timedOut:
      "Try again later; if it stays so, look at \(service.title)'s own status page"
    case .forbidden: "The key is known, but may not do this: look at the account's rights and plan"
    case .rejected, .notFound, .conflict, .badAnswer:
      "Look whether \(address) is the right address, and at the account"
    case .invalidArguments: "Put the provider's probe right: clickport check says how"
    case .missingCredentials, .unauthorized, .consentRequired, .cancelled: "Call again"
    }
  }

  /// What the limit headers said.
  private static func words(
    of limits: RateLimitHeaders
  ) -> (text: String, isExhausted: Bool)? {
    guard limits.remaining != nil || limits.limit != nil else { return nil }
    let reset = limits.reset.map { " for \($0.components.seconds) s" } ?? ""
    let text =
      switch (limits.remaining, limits.limit) {
      case (let remaining?, let limit?): "\(remaining) of \(limit) calls left\(reset)"
      case (let remaining?, nil): "\(remaining) calls left\(reset)"
      case (nil, let limit?): "\(limit) calls allowed"
      case (nil, nil): ""
      }
    return (text, limits.remaining == 0)
  }
}
