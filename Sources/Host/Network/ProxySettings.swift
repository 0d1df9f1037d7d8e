internal import Exchange
internal import HTTPTypes
internal import JSON
internal import Providers

/// Which proxy the environment names for an address.
///
/// The variables and the order in which they count are curl's
/// (https://everything.curl.dev/usingcurl/proxies/env.html), but their names may be written in any
/// case. One that is set and can't be understood refuses the addresses it is for: no request, and
/// no key, goes around a proxy that somebody wanted.
struct ProxySettings: Sendable {
  private typealias Choice = Result<Proxy, TransportError>

  private let plain: Choice?
  private let secure: Choice?
  private let exceptions: ProxyExceptions

  init(_ environment: Environment) {
    let names = environment.names("_proxy")
    func first(_ variables: String...) -> Choice? {
      for variable in variables {
        guard let (name, value) = environment.setting(variable, names) else { continue }
        return Choice { () throws(TransportError) in try Proxy(value, of: name) }
      }
      return nil
    }
    plain = first("http_proxy", "all_proxy")
    secure = first("https_proxy", "all_proxy")
    exceptions = ProxyExceptions(environment.setting("no_proxy", names)?.value ?? "")
  }

  /// The proxy to go through; nil to go directly.
  func proxy(for head: HTTPRequest) throws(TransportError) -> Proxy? {
    let isPlain = head.scheme?.lowercased() == "http"
    guard let choice = isPlain ? plain : secure,
      !exceptions.cover(head.authority ?? "", standardPort: isPlain ? 80 : 443)
    else { return nil }
    return try choice.get()
  }

  /// What is wrong with the variables, in one clause each.
  var problems: [String] {
    let reasons = [plain, secure].compactMap { choice in
      if case .failure(.misconfigured(let reason, _)) = choice { reason } else { nil }
    }
    return reasons.count == 2 && reasons[0] == reasons[1] ? [reasons[0]] : reasons
  }
}

extension Environment {
  /// The value of a variable whose name is written in lower case, in upper case, or as one of
  /// `names` has it; the first that has more in it than white space and quotes counts.
  fileprivate func setting(
    _ variable: String, _ names: [String]
  ) -> (name: String, value: String)? {
    let spellings =
      [variable, variable.uppercased()] + names.filter { $0.lowercased() == variable }
    for name in spellings {
      if let value = setting(name) { return (name, value) }
    }
    return nil
  }

  /// The value of a variable without the white space and the quotes that files and hosts leave
  /// around it; nil when nothing is left. A reference that was left unfilled counts: somebody wanted
  /// a proxy, or certificates of their own, and nothing goes around them.
  func setting(_ name: String) -> String? {
    let value = written(name)?.trimmed { $0.isWhitespace || "\"'\u{FEFF}".contains($0) }
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension String {
  fileprivate func trimmed(of isTrimmed: (Character) -> Bool) -> String {
    var text = self[...].drop(while: isTrimmed)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return String(text)
  }
}

/// An HTTP proxy, as a variable names it: `[http://][user[:password]@]host[:port]`.
struct Proxy: Equatable, Sendable {
  /// The variable.
  let variable: String
  /// Host and port, as far as it is given.
  let address: String
  /// All of it, for libcurl; the password is in it.
  let url: Credential
  let hasLogin: Bool

  init(_ text: String, of variable: String) throws(TransportError) {
    let misunderstood = TransportError.misconfigured(
      reason: "\(variable) holds no address of a proxy that is understood "
        + "(http://[user:password@]host[:port]), and nothing is sent around it", at: .proxy)
    var rest = text[...]
    let scheme = rest.prefix { $0 != ":" }
    if rest.dropFirst(scheme.count).hasPrefix("://") {
      rest = rest.dropFirst(scheme.count + 3)
      if Self.otherSchemes.contains(scheme.lowercased()) {
        throw .misconfigured(
          reason:
            "\(variable) names a \(scheme.lowercased()):// proxy, only http:// proxies can be "
            + "used, and nothing is sent around it", at: .proxy)
      }
      guard scheme.lowercased() == "http" else { throw misunderstood }
    }
    if rest.last == "/" { rest.removeLast() }
    let at = rest.lastIndex(of: "@")
    let login = at.map { rest[..<$0] }
    let address = at.map { rest[rest.index(after: $0)...] } ?? rest
    guard Self.isAddress(address), login?.contains(where: { "/?#".contains($0) }) != true else {
      throw misunderstood
    }
    self.variable = variable
    self.address = String(address)
    url = Credential(secret: "http://\(login.map { Self.encoded($0) + "@" } ?? "")\(address)")
    hasLogin = login != nil
  }

  private static let otherSchemes = ["https", "socks", "socks4", "socks4a", "socks5", "socks5h"]

  /// Whether it is `host` or `host:port`; an IPv6 address is in brackets.
  private static func isAddress(_ text: Substring) -> Bool {
    let address = HostAndPort(text)
    guard let host = address.host, address.port != nil || !address.hasPort else { return false }
    if text.first == "[" { return IPAddress(host.prefix { $0 != "%" }) != nil }
    return !host.isEmpty
      && host.allSatisfy { $0.isLetter || $0.isNumber || "-._~".contains($0) }
  }

  /// With everything escaped that isn't yet, and would have a meaning in an address.
  private static func encoded(_ login: Substring) -> String {
    var result = ""
    var rest = login[...]
    while let first = rest.first {
      let escape = rest.prefix(3)
      if first == "%", escape.utf8.count == 3, escape.dropFirst().allSatisfy(\.isHexDigit) {
        result += escape
        rest = rest.dropFirst(3)
      } else {
        result += first == ":" ? ":" : PercentCoding.escape(String(first))
        rest.removeFirst()
      }
    }
    return result
  }
}
