/// A URI reference taken apart as RFC 3986, appendix B, says; for telling where a `$ref` leads.
struct SchemaURI: Sendable {
  private(set) var scheme: String?
  private(set) var authority: String?
  private(set) var path = ""
  private(set) var query: String?
  private(set) var fragment: String?

  init(_ text: String) {
    var rest = text[...]
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
      fragment = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    let delimiters = [UInt8(ascii: ":"), UInt8(ascii: "/")]
    if let mark = rest.utf8.firstIndex(where: delimiters.contains),
      rest.utf8[mark] == UInt8(ascii: ":"), mark != rest.startIndex
    {
      scheme = String(rest[..<mark]).lowercased()
      rest = rest[rest.utf8.index(after: mark)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: 2)...]
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  /// What `reference` means where this is the base (RFC 3986, section 5.2.2).
  func resolving(_ reference: SchemaURI) -> SchemaURI {
    var target = reference
    guard reference.scheme == nil else { return target }
    target.scheme = scheme
    guard reference.authority == nil else { return target }
    target.authority = authority
    if reference.path.isEmpty {
      target.path = path
      target.query = reference.query ?? query
    } else if !reference.path.utf8.starts(with: "/".utf8) {
      target.path = Self.removingDots(merged(reference.path))
    } else {
      target.path = Self.removingDots(reference.path)
    }
    return target
  }

  private func merged(_ reference: String) -> String {
    if authority != nil, path.isEmpty { return "/" + reference }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return reference }
    return path[...slash] + reference
  }

  /// Takes out `.` and `..` segments (RFC 3986, section 5.2.4).
  private static func removingDots(_ path: String) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > 1 || kept.first?.isEmpty == false { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  /// The text without the fragment: what a resource is known by.
  var absolute: String {
    (scheme.map { $0 + ":" } ?? "") + (authority.map { "//" + $0 } ?? "") + path
      + (query.map { "?" + $0 } ?? "")
  }

  /// The fragment with its percent escapes decoded; nil when they are malformed.
  var decodedFragment: String? { PercentCoding.decode((fragment ?? "")[...]) }
}
