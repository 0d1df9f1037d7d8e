internal import Exchange
internal import HTTPTypes
internal import JSON
internal import Tools

extension Provider {
  /// Where a redirection leads, as a path on the service's own host. A key in the query stays there.
  func redirectedPath(
    _ response: ClassifiedResponse, of request: ProviderRequest, _ effect: Effect, _ key: RequestKey
  ) throws(ToolError) -> String {
    let location = response.response.head.headerFields[.location] ?? ""
    let status = response.status
    // RFC 9110 section 15.4: only these two say that the request itself belongs elsewhere.
    let outcome: ToolError.Outcome = [307, 308].contains(status) ? .rejected : .unknown
    func refusal(_ problem: String) -> ToolError {
      failure(.badAnswer, "\(descriptor.title) \(problem)", effect, outcome, status: status)
    }
    guard status != 304 else {
      throw refusal(
        "answered with status 304 (not modified), which is right only for who has kept an earlier "
          + "answer and says so. Nothing is kept here.")
    }
    guard !location.isEmpty else {
      throw refusal("redirects (status \(status)) without a Location: it doesn't say where to.")
    }
    guard location.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { throw refusal("redirects to an address that is none.") }
    let target = URLReference(location)
    guard target.isWithin(base) else {
      throw refusal(
        "redirects to another host (\(key.redaction.applied(to: target.origin).prefix(80))). That is not "
          + "followed, because it would get the key; check \(descriptor.baseURLVariable).")
    }
    guard request.head.method == .get else {
      throw refusal("redirects a request that must not be repeated.")
    }
    let path = key.removed(from: target.path(from: request.head.path ?? "/"))
    // Addresses end up in the logs of every proxy on the way.
    guard !key.redaction.isNeeded(in: path) else {
      throw refusal(
        "redirects to an address that holds the key. That is not followed, because addresses are "
          + "no secret; check \(descriptor.baseURLVariable).")
    }
    return key.added(to: path)
  }
}

/// A URL or a part of one, taken apart (RFC 3986 appendix B), without its fragment. All ASCII.
private struct URLReference {
  /// In lower case.
  private let scheme: String?
  private let authority: Substring?
  private let path: Substring
  /// With its question mark, if there is one.
  private let query: Substring

  init(_ text: String) {
    var rest = text.prefix { $0 != "#" }
    let name = rest.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    let isScheme = name.first?.isLetter == true && rest.dropFirst(name.count).first == ":"
    scheme = isScheme ? name.lowercased() : nil
    if isScheme { rest = rest.dropFirst(name.count + 1) }
    if rest.hasPrefix("//") {
      let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
      self.authority = authority
      rest = rest[authority.endIndex...]
    } else {
      authority = nil
    }
    path = rest.prefix { $0 != "?" }
    query = rest[path.endIndex...]
  }

  /// Whether it leads to no other scheme, host or port.
  func isWithin(_ base: BaseURL) -> Bool {
    let baseScheme = base.scheme.lowercased()
    guard scheme == nil || scheme == baseScheme else { return false }
    guard let authority else { return scheme == nil }
    return Self.host(authority, baseScheme) == Self.host(base.authority[...], baseScheme)
  }

  /// What it leads to, for a sentence: the host, or with its scheme what differs in no more.
  var origin: String {
    let host = authority?.split(separator: "@").last ?? "none is named"
    return scheme.map { "\($0)://\(host)" } ?? String(host)
  }

  /// In lower case, and without the port that the scheme has anyway. A user stays: no base has one.
  private static func host(_ authority: Substring, _ scheme: String) -> Substring {
    let port = scheme == "https" ? ":443" : ":80"
    let host = authority.lowercased()[...]
    return host.hasSuffix(port) ? host.dropLast(port.count) : host
  }

  /// The path and the query that are meant, from those of the request (RFC 3986 section 5.2.2).
  func path(from request: String) -> String {
    let requestPath = request.prefix { $0 != "?" }
    if authority != nil || path.first == "/" {
      return Self.withoutDots(path.isEmpty ? "/" : path) + query
    }
    guard !path.isEmpty else {
      return query.isEmpty ? request : String(requestPath + query)
    }
    let folder = requestPath[...(requestPath.lastIndex(of: "/") ?? requestPath.startIndex)]
    return Self.withoutDots(folder + path) + query
  }

  /// RFC 3986 section 5.2.4, of a path that begins with a slash.
  private static func withoutDots(_ path: Substring) -> String {
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for segment in segments {
      switch segment {
      case ".": break
      case "..": _ = kept.popLast()
      default: kept.append(segment)
      }
    }
    // What a dot leads to is a folder.
    if [".", ".."].contains(segments.last) { kept.append("") }
    return "/" + kept.joined(separator: "/")
  }
}
