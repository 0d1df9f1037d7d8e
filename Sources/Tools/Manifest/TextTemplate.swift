/// A text with names in braces that values are put in for: `Look at {client_id}.` Braces around
/// what is no name stand for themselves.
package struct TextTemplate: Equatable, Sendable {
  package let parts: [Part]

  package enum Part: Equatable, Sendable {
    case literal(String)
    case name(String)
  }

  /// Reads a text in which `isName` tells what may stand in for a value.
  package init(
    parsing text: String, isName: (String) -> Bool = TextTemplate.isArgument
  ) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text).utf8
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      literal += String(Substring(rest[..<open]))
      let behind = rest[rest.index(after: open)...]
      let close = behind.firstIndex(of: UInt8(ascii: "}"))
      if let close, case let name = String(Substring(behind[..<close])), isName(name) {
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.name(name))
        rest = behind[behind.index(after: close)...]
      } else {
        literal += "{"
        rest = behind
      }
    }
    literal += String(Substring(rest))
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  /// Whether an argument may be named so.
  package static func isArgument(_ name: String) -> Bool {
    !name.isEmpty && ProviderDescriptor.isIdentifier(name)
  }

  package var isEmpty: Bool { parts.isEmpty }

  /// In their order; one may occur more than once.
  package var names: [String] {
    parts.compactMap { if case .name(let name) = $0 { name } else { nil } }
  }

  /// The text with a value for each name. What is in a value is never looked at again.
  package func filled(_ value: (String) -> String) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .name(let name): value(name)
      }
    }.joined()
  }
}
