internal import Tools

/// Where a service begins: scheme, authority and the path before every request's own.
package struct BaseURL: Equatable, Sendable {
  package let scheme: String
  package let authority: String
  /// Empty, or with a slash in front and none behind.
  package let path: String

  package init(scheme: String, authority: String, path: String) {
    self.scheme = scheme
    self.authority = authority
    self.path = path
  }

  /// Takes `https://host[:port][/path]` apart; nothing for anything else.
  package init?(_ text: String) {
    guard ProviderDescriptor.isBaseURL(text) else { return nil }
    let scheme = text.prefix { $0 != ":" }
    let rest = text.dropFirst(scheme.count + 3)
    let authority = rest.prefix { $0 != "/" }
    self.scheme = String(scheme)
    self.authority = String(authority)
    path = String(rest.dropFirst(authority.count))
  }
}

extension BaseURL: CustomStringConvertible {
  package var description: String { "\(scheme)://\(authority)\(path)" }
}
