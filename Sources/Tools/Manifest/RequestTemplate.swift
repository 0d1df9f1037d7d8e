/// A request line with places for arguments: `GET /clients/{id}/scores`,
/// `GET /campaigns[/projects/{project_id}]/actions`.
///
/// What stands in brackets is left out unless all its arguments are given; that is the only
/// condition a template knows.
package struct RequestTemplate: Equatable, Sendable, CustomStringConvertible {
  package let method: Method
  package let path: [Part]

  package enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package enum Part: Equatable, Sendable, CustomStringConvertible {
    case literal(String)
    case argument(String)
    /// Literals and arguments only.
    case optional([Part])

    package var description: String {
      switch self {
      case .literal(let text): text
      case .argument(let name): "{\(name)}"
      case .optional(let parts): "[\(parts.map(\.description).joined())]"
      }
    }
  }

  /// The arguments the path can't do without, and those it can.
  package var requiredArguments: [String] { Self.arguments(path, optional: false) }
  package var optionalArguments: [String] { Self.arguments(path, optional: true) }

  /// Reads a template, or says in a clause what is wrong with it.
  package init(parsing text: String) throws(Fault) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let method = Method(rawValue: String(words[0])) else {
      let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(message: "must be a method (\(known)), a space and a path, but is \"\(text)\"")
    }
    guard words[1].hasPrefix("/") || words[1].hasPrefix("[/") else {
      throw Fault(message: "the path must begin with /, but is \"\(words[1])\"")
    }
    self.method = method
    path = try Self.parts(words[1])
  }

  package struct Fault: Error {
    package let message: String
  }

  private static func parts(_ text: Substring) throws(Fault) -> [Part] {
    var parts: [Part] = []
    var rest = text
    while let first = rest.first {
      switch first {
      case "[": parts.append(.optional(try self.parts(try inside(&rest, "[", "]"))))
      case "{":
        let name = String(try inside(&rest, "{", "}"))
        guard !name.isEmpty, ProviderDescriptor.isIdentifier(name) else {
          throw Fault(message: "\"{\(name)}\" names no argument")
        }
        parts.append(.argument(name))
      case "]", "}": throw Fault(message: "\(first) closes nothing")
      default:
        let literal = rest.prefix { !"[]{}".contains($0) }
        if let bad = literal.first(where: { !$0.isASCII || "?#%\\ ".contains($0) }) {
          throw Fault(message: "a path can't hold \"\(bad)\"; a query belongs to the arguments")
        }
        parts.append(.literal(String(literal)))
        rest = rest.dropFirst(literal.count)
      }
    }
    return parts
  }

  private static func inside(
    _ rest: inout Substring, _ open: Character, _ close: Character
  ) throws(Fault) -> Substring {
    let content = rest.dropFirst().prefix { $0 != close }
    guard content.endIndex < rest.endIndex else { throw Fault(message: "\(open) is never closed") }
    guard !content.contains("[") else { throw Fault(message: "brackets can't hold brackets") }
    rest = rest[rest.index(after: content.endIndex)...]
    return content
  }

  private static func arguments(_ parts: [Part], optional: Bool) -> [String] {
    parts.flatMap { part in
      switch part {
      case .literal: [String]()
      case .argument(let name): optional ? [] : [name]
      case .optional(let inner): optional ? arguments(inner, optional: false) : []
      }
    }
  }

  /// The template as it is written.
  package var description: String {
    "\(method.rawValue) " + path.map(\.description).joined()
  }
}
