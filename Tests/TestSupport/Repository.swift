package import Foundation

/// Where this checkout's files are, and those that may lie beside it.
package enum Repository {
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static func file(_ path: String) -> URL { root.appending(path: path) }

  /// The official MCP schemas, where somebody has put them beside the checkout. They are not part
  /// of it; a test that wants them says aloud when it runs without.
  package static let protocolSchemas = root.appending(path: "../shared/mcp").standardizedFileURL

  /// What the services' own documents say about their operations, beside the checkout or not at all.
  package static let catalog = root.appending(path: "../shared/providers/catalog.json")
    .standardizedFileURL
}
