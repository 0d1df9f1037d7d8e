internal import Foundation
package import JSON
package import Tools

extension Repository {
  /// A JSON file, by its path beneath the root.
  package static func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: file(path))))
  }

  /// The manifest the product is built with. It is read once: it is long.
  package static func manifest() throws -> Manifest { try builtManifest.get() }

  private static let builtManifest = Result {
    try Manifest(json("tools-manifest.json"), source: "tools-manifest.json")
  }

  /// A tool of that manifest; nothing when it has no such tool.
  package static func tool(_ name: String) throws -> ToolDescriptor? {
    try manifest().tools.first { $0.name == name }
  }
}
