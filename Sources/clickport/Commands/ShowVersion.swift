import JSON
import MCP

/// `clickport version`: which build this is.
struct ShowVersion: Command {
  static let description = CommandDescription(
    name: "version",
    abstract: "Print the version, the platform and the revisions of MCP that are spoken.")

  private let showsJSON: Bool

  init(_ arguments: inout Arguments) {
    showsJSON = arguments.flag("json", "Print it as JSON.")
  }

  func run() {
    let revisions = ProtocolVersion.allCases.sorted(by: >).map(\.rawValue)
    if showsJSON {
      let json: JSONValue = [
        "name": "clickport", "version": .string(Clickport.version),
        "platform": .string(Self.platform), "protocols": .array(revisions.map { .string($0) }),
      ]
      return Terminal.printLine(json.description)
    }
    Terminal.printLines([
      "clickport \(Clickport.version)", "platform: \(Self.platform)",
      "MCP: \(revisions.joined(separator: ", "))",
    ])
  }

  /// The system and the processor this was built for, as others name them: `linux-x86_64`.
  static var platform: String { "\(system)-\(processor)" }

  private static var system: String {
    #if os(Linux)
    "linux"
    #elseif os(macOS)
    "macos"
    #else
    "unknown"
    #endif
  }

  private static var processor: String {
    #if arch(x86_64)
    "x86_64"
    #elseif arch(arm64)
    "arm64"
    #else
    "unknown"
    #endif
  }
}
