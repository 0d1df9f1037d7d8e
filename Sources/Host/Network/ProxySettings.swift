#if Network
internal import Providers

/// A proxy to reach a service through. A user and a password in its address are not kept: they
/// are not sent, and so never shown.
struct ProxySetting: Hashable, Sendable {
  let host: String
  let port: Int

  /// Reads `http://host:port` or `host:port`; the port is 80 where none is given.
  init?(_ text: String) {
    let rest = text.hasPrefix("http://") ? text.dropFirst("http://".count) : text[...]
    let authority = rest.prefix { $0 != "/" }
    let address = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let parts = address.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
    guard let port = parts.count == 2 ? Int(parts[1]) : 80, (1...65535).contains(port) else {
      return nil
    }
    self.host = String(host)
    self.port = port
  }
}

/// Which proxy the environment names for which host: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in
/// upper or lower case, as curl reads them.
struct ProxySettings: Sendable {
  private let secure: ProxySetting?
  private let plain: ProxySetting?
  /// Hosts reached directly, with everything beneath them; `*` for all.
  private let direct: [String]

  init(_ environment: Environment) {
    func value(_ name: String) -> String? {
      environment.variable(name) ?? environment.variable(name.lowercased())
    }
    secure = value("HTTPS_PROXY").flatMap(ProxySetting.init)
    plain = value("HTTP_PROXY").flatMap(ProxySetting.init)
    direct = (value("NO_PROXY") ?? "").split(separator: ",").map { entry in
      let entry = entry.filter { $0 != " " }
      return entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
    }
  }

  func proxy(scheme: String, authority: String) -> ProxySetting? {
    let host = String(authority.prefix { $0 != ":" })
    let isDirect = direct.contains { $0 == "*" || host == $0 || host.hasSuffix("." + $0) }
    return isDirect ? nil : scheme == "https" ? secure : plain
  }
}
#endif
