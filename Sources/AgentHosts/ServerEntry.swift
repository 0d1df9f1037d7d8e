/// A server as a host starts it.
package struct ServerEntry: Equatable, Sendable {
  package var name: String
  package var command: String
  package var arguments: [String]
  /// In the order they are written.
  package var environment: [Variable]

  package init(
    name: String, command: String, arguments: [String] = [], environment: [Variable] = []
  ) {
    self.name = name
    self.command = command
    self.arguments = arguments
    self.environment = environment
  }

  /// A variable that the server is given.
  package struct Variable: Equatable, Sendable {
    package var name: String
    package var value: Value
    /// What a host that asks for the value asks for; nil where nothing better than the name is known.
    package var title: String?

    package init(_ name: String, _ value: Value, title: String? = nil) {
      self.name = name
      self.value = value
      self.title = title
    }
  }

  package enum Value: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The host takes it from where it keeps such things: its own environment, or an input.
    case reference
    /// It stands in the file. It may be a key, so it is never printed.
    case text(String)

    package var description: String {
      switch self {
      case .reference: "reference"
      case .text: "<redacted>"
      }
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
  }

  /// Whether Clickport is what it starts, by the name of the program.
  package var isClickport: Bool {
    let name = command.utf8.split(separator: UInt8(ascii: "/")).last ?? command.utf8[...]
    guard name.starts(with: "clickport".utf8) else { return false }
    // Such as clickport-x86 or clickport.exe.
    guard let next = name.dropFirst("clickport".utf8.count).first else { return true }
    return "-_.0123456789".utf8.contains(next)
  }

  /// The entry to be shown: what stands in the file as it is, and isn't the path of a file, is left
  /// out.
  package var concealed: ServerEntry {
    var entry = self
    entry.environment = environment.map { variable in
      guard variable.value != .reference, !variable.name.hasSuffix("_FILE") else { return variable }
      return Variable(variable.name, .text("…"), title: variable.title)
    }
    return entry
  }

  /// The values that stand in the file as they are.
  package var texts: [String] {
    environment.compactMap { variable in
      if case .text(let text) = variable.value { text } else { nil }
    }
  }
}
