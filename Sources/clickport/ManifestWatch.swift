import JSONRPC
import Logging
import MCP
import Platform
import Tools

/// Watches the files laid over the built-in manifest. A good new version is offered whole, a bad
/// one is told of and changes nothing.
///
/// The files are looked at once a second: editors replace a file rather than write into it, and a
/// look notices both, on every system and file system.
struct ManifestWatch {
  let files: ManifestFiles
  let selection: ToolSelection
  let services: Services
  let features: CurrentFeatures
  let logger: Logger

  private static let interval = Duration.seconds(1)

  /// Runs until its task is cancelled.
  func run() async {
    guard !files.overlays.isEmpty else { return }
    var loaded = state
    var seen = loaded
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.interval)
      let now = state
      // A file that still changes is left alone until it has come to rest.
      if now == seen, now != loaded {
        loaded = now
        reload()
      }
      seen = now
    }
  }

  private func reload() {
    do {
      let manifest = try files.read()
      features.replace(try services.features(manifest, selection))
      logger.notice(
        "the manifest has changed",
        metadata: ["tools": .stringConvertible(manifest.tools.count)])
    } catch {
      for problem in "\(error)".split(separator: "\n") { logger.error("\(problem)") }
      logger.error("the changed manifest is refused; the last good one stays")
    }
  }

  /// What tells one version of a file from another without reading it.
  private struct FileState: Equatable {
    var inode: UInt64 = 0
    var size: Int64 = 0
    var seconds = 0
    var nanoseconds = 0
  }

  private var state: [FileState] {
    files.overlays.map { path in
      var info = stat()
      guard stat(path, &info) == 0 else { return FileState() }
      #if canImport(Darwin)
      let modified = info.st_mtimespec
      #else
      let modified = info.st_mtim
      #endif
      return FileState(
        inode: UInt64(info.st_ino), size: Int64(info.st_size), seconds: modified.tv_sec,
        nanoseconds: modified.tv_nsec)
    }
  }
}
