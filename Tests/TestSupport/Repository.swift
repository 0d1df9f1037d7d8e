package import Foundation

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
}
