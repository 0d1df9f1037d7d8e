internal import FoundationEssentials
package import JSON
package import Tools

/// The repository the tests belong to, and what they read of it.
package enum Repository {
  /// The folder that holds `Package.swift`, without a slash at the end.
  package static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// A JSON file, by its path beneath the root.
  package static func json(_ path: String) throws -> JSONValue {
    let bytes = try Data(contentsOf: URL(filePath: "\(root)/\(path)"))
    return try JSONValue(parsing: Array(bytes))
  }

  /// The manifest the product is built with.
  package static func manifest() throws -> Manifest {
    try Manifest(json("tools-manifest.json"), source: "tools-manifest.json")
  }

  /// A tool of that manifest; nothing when it has no such tool.
  package static func tool(_ name: String) throws -> ToolDescriptor? {
    try manifest().tools.first { $0.name == name }
  }
}
