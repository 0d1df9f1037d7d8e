internal import JSON

/// A path of the document, taken apart: `/pets/{petId}/photos`.
struct PathImport {
  /// Literals, and names as the document spells them.
  let parts: [Part]

  enum Part: Equatable {
    case literal(String)
    case parameter(String)
  }

  /// The parameters, each once, in the order of the path.
  var parameters: [String] {
    var names: [String] = []
    for case .parameter(let name) in parts where !names.contains(name) { names.append(name) }
    return names
  }

  /// The path without its parameters.
  var literals: [String] {
    parts.flatMap { part -> [Substring] in
      guard case .literal(let text) = part else { return [] }
      return text.split(separator: "/")
    }.map(String.init)
  }

  /// Reads a path, or tells why clickport can't send it.
  init(_ text: String, at place: JSONPointer) throws(ImportObstacle) {
    guard text.hasPrefix("/") else { throw ImportObstacle(place, "a path must begin with /") }
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "{" {
        let name = rest.dropFirst().prefix { $0 != "}" }
        guard name.endIndex < rest.endIndex, !name.isEmpty else {
          throw ImportObstacle(place, "a { of the path is never closed, or holds no name")
        }
        parts.append(.parameter(String(name)))
        rest = rest[rest.index(after: name.endIndex)...]
      } else {
        let literal = rest.prefix { $0 != "{" }
        guard literal.utf8.allSatisfy(Self.isPlain) else {
          throw ImportObstacle(place, "the path holds a query or characters that need escaping")
        }
        parts.append(.literal(String(literal)))
        rest = rest[literal.endIndex...]
      }
    }
    guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw ImportObstacle(place, "the path leads upwards")
    }
    self.parts = parts
  }

  /// The path with the names of arguments in it.
  func template(_ names: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .parameter(let name): "{\(names[name] ?? name)}"
      }
    }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"?#%\\[]}\"<>^`|".utf8.contains(byte)
  }
}
