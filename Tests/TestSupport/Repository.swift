package import Foundation
package import JSON
package import Tools

/// Where this checkout's files are, and those that may lie beside it.
package enum Repository {
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static func file(_ path: String) -> URL { root.appending(path: path) }

  /// A file that is not part of the checkout but may lie beside it: in the folder that
  /// `CLICKPORT_SHARED` names, `../shared` when it is unset, nowhere when it is empty. A test that
  /// needs one is skipped without.
  package static func fileBeside(_ path: String) -> URL? {
    let named = ProcessInfo.processInfo.environment["CLICKPORT_SHARED"] ?? "../shared"
    guard !named.isEmpty else { return nil }
    let file = URL(filePath: named, relativeTo: root).appending(path: path).standardizedFileURL
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  /// A JSON file, by its path beneath the root.
  package static func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: file(path))))
  }

  /// The manifest the product is built with. It is read once: it is long.
  package static func manifest() throws -> Manifest { try builtManifest.get() }

  private static let builtManifest = Result {
    try Manifest(json("tools-manifest.json"), source: "tools-manifest.json")
  }

  /// A tool of that manifest; nil when it has no such tool.
  package static func tool(_ name: String) throws -> ToolDescriptor? {
    try manifest().tools.first { $0.name == name }
  }
}
