internal import JSON
internal import Tools

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

  /// The address that an operator wrote: what was copied along with it is taken off, and one slash at
  /// the end. Throws what is wrong with the rest.
  package init(written text: String) throws(BaseURLFault) {
    var address = text.unwrapped
    if let scheme = address.firstRange(of: "://") {
      address = address[..<scheme.lowerBound].lowercased() + address[scheme.lowerBound...]
    }
    if address.hasSuffix("/"), !address.hasSuffix("//") { address.removeLast() }
    guard let base = BaseURL(address) else { throw BaseURLFault(of: address) }
    self = base
  }

  package var description: String { "\(scheme)://\(authority)\(path)" }
}

/// Why a text is no address of a service. It tells the text's shape, never the text: a user's name
/// and password may stand in it.
package struct BaseURLFault: Error, Equatable {
  /// A clause that follows the variable's name.
  package let reason: String

  /// What the operator can do.
  package static let remedy =
    "It must be http:// or https://, a host without a user, perhaps a port and a path, without a "
    + "query; or leave it out."

  fileprivate init(of text: String) {
    reason = "\(Self.clause(of: text)) (its shape is \(Self.shape(of: text)))"
  }

  private static func clause(of text: String) -> String {
    if text.contains(where: "${<".contains) || text.hasPrefix("%") {
      return "holds a placeholder instead of an address"
    }
    guard let mark = text.firstRange(of: "://") else {
      return "has no http:// or https:// in front"
    }
    guard ["http", "https"].contains(text[..<mark.lowerBound]) else {
      return "begins with something else than http:// or https://"
    }
    let rest = text[mark.upperBound...]
    if rest.contains("@") { return "holds a user or a password" }
    if rest.contains("?") { return "holds a query" }
    if rest.contains("#") { return "holds a fragment" }
    if rest.unicodeScalars.contains(where: \.properties.isWhitespace) { return "holds a space" }
    if !rest.utf8.allSatisfy({ $0 < 0x80 }) { return "holds letters or signs outside ASCII" }
    if rest.hasSuffix("/"), rest.contains(where: { $0 != "/" }) {
      return "has more than one slash at its end"
    }
    let authority = rest.prefix { $0 != "/" }
    if authority.isEmpty || authority.first == ":" { return "names no host" }
    guard ProviderDescriptor.isAuthority(authority) else {
      let host = authority.prefix { $0 != ":" }
      let isPort = authority.first != "[" && ProviderDescriptor.isAuthority(host)
      return isPort ? "has a port that is none" : "has a host that is none"
    }
    return "holds a character that no address has"
  }

  /// The text with a mark for each run of letters, digits and other signs: `…://…:…@…/…`.
  private static func shape(of text: String) -> String {
    var shape = ""
    for character in text.prefix(200) {
      if "/:?#@[].".contains(character) {
        shape.append(character)
      } else if shape.last != "…" {
        shape.append("…")
      }
    }
    return shape
  }
}
