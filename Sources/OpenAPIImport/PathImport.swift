internal import JSON
internal import Tools

/// A path of the document, taken apart: `/pets/{petId}/photos`.
struct PathImport {
  /// With names as the document spells them.
  private let text: TextTemplate

  /// The parameters, each once, in the order of the path.
  var parameters: [String] {
    var names: [String] = []
    for name in text.names where !names.contains(name) { names.append(name) }
    return names
  }

  /// The segments of the path without its parameters.
  var literals: [String] {
    text.filled { _ in "/" }.split(separator: "/").map(String.init)
  }

  /// Reads a path, or tells why clickport can't send it.
  init(_ text: String, at pointer: JSONPointer) throws(ImportObstacle) {
    guard text.hasPrefix("/") else { throw ImportObstacle(pointer, "a path must begin with /") }
    let template = TextTemplate(parsing: text) { !$0.isEmpty }
    let literals = template.filled { _ in "" }.utf8
    guard !literals.contains(UInt8(ascii: "{")) else {
      throw ImportObstacle(pointer, "a { of the path is never closed, or holds no name")
    }
    guard literals.allSatisfy(Self.isPlain) else {
      throw ImportObstacle(pointer, "the path holds a query or characters that need escaping")
    }
    guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw ImportObstacle(pointer, "the path leads upwards")
    }
    self.text = template
  }

  /// The path with the names of arguments in it.
  func template(_ names: [String: String]) -> String {
    text.filled { "{\(names[$0] ?? $0)}" }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"?#%\\[]}\"<>^`|".utf8.contains(byte)
  }
}
