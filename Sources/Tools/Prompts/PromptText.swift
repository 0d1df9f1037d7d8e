/// A text with places for arguments: `Look at {client_id}.` Braces around anything but a name
/// stand for themselves.
package struct PromptText: Equatable, Sendable {
  private let parts: [Part]

  private enum Part: Equatable, Sendable {
    case literal(String)
    case argument(String)
  }

  package init(parsing text: String) {
    var parts: [Part] = []
    var literal = ""
    var rest = text.utf8[...]
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      literal += String(Substring(rest[..<brace]))
      guard let name = Self.name(Substring(rest[brace...])) else {
        literal += "{"
        rest = rest[rest.index(after: brace)...]
        continue
      }
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = ""
      parts.append(.argument(name))
      rest = rest[brace...].dropFirst(name.utf8.count + 2)
    }
    literal += String(Substring(rest))
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  package var isEmpty: Bool { parts.isEmpty }

  /// The arguments it has places for; one may stand in several.
  package var arguments: [String] {
    parts.compactMap { part in
      switch part {
      case .literal: nil
      case .argument(let name): name
      }
    }
  }

  /// The text with these values in their places. What is in a value is never looked at again.
  package func filled(with values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .argument(let name): values[name] ?? ""
      }
    }.joined()
  }

  /// The name in `{name}…`.
  private static func name(_ text: Substring) -> String? {
    let name = text.dropFirst().prefix { $0 != "}" }
    guard !name.isEmpty, name.endIndex < text.endIndex,
      ProviderDescriptor.isIdentifier(String(name))
    else { return nil }
    return String(name)
  }
}
