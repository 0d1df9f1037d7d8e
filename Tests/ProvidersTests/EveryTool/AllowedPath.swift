import Tools

/// One path that a tool may ask for: its segments, each literal or an argument's.
struct AllowedPath {
  let method: String
  private let segments: [Segment]

  private enum Segment {
    case literal(String)
    case argument(String)
  }

  /// All that a tool's templates allow: its request, what it asks before or after, and the look-up before it acts.
  static func all(of tool: ToolDescriptor) -> [AllowedPath] {
    var templates = [tool.request, tool.consent?.lookup?.request].compactMap(\.self)
    switch tool.handler {
    case .wait(let wait, startedBy: _): templates.append(wait.poll.request)
    case .merge(let merge, into: _): templates.append(merge.read.request)
    case .request, .each, .own: break
    }
    return templates.flatMap { template in
      variants(template.path).map { AllowedPath(template.method.rawValue, $0) }
    }
  }

  private init(_ method: String, _ parts: [RequestTemplate.Part]) {
    self.method = method
    segments = parts.flatMap { part -> [Segment] in
      switch part {
      case .literal(let text): text.split(separator: "/").map { .literal(String($0)) }
      case .argument(let name): [.argument(name)]
      case .optional: []
      }
    }
  }

  /// With and without each optional part.
  private static func variants(_ parts: [RequestTemplate.Part]) -> [[RequestTemplate.Part]] {
    parts.reduce([[]]) { variants, part in
      guard case .optional(let inner) = part else { return variants.map { $0 + [part] } }
      return variants + variants.map { $0 + inner }
    }
  }

  /// The arguments in a path that is this one, by name; nothing when it is another. `raw` are the
  /// segments as they were sent.
  func arguments(in raw: [String], _ plain: [String]) -> [String: String]? {
    guard raw.count == segments.count, plain.count == segments.count else { return nil }
    var arguments: [String: String] = [:]
    for (place, segment) in segments.enumerated() {
      switch segment {
      case .literal(let text):
        guard raw[place] == text else { return nil }
      case .argument(let name):
        guard raw[place].utf8.allSatisfy(Self.isHarmless), plain[place] != ".", plain[place] != ".."
        else { return nil }
        arguments[name] = plain[place]
      }
    }
    return arguments
  }

  /// Unreserved characters and escapes (RFC 3986 section 2).
  private static func isHarmless(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII
      && (character.isLetter || character.isNumber || "-._~%".contains(character))
  }
}
