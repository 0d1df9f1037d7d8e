import EmbeddedManifest
import Host
import JSON
import JSONRPC
import Logging
import Loop
import MCP
import Platform
import Tools

/// The built-in manifest, and the files laid over it.
struct ManifestFiles {
  /// Paths, in the order they are laid over.
  let overlays: [String]
  /// Where overlays that were found right are kept; nil where nothing is.
  var memory: StateDirectory?

  /// All that is wrong with them is printed to standard error, one line a problem, before it
  /// throws. The built-in manifest is only checked where that is what is wanted.
  func load(checksAll: Bool = false) throws -> Manifest {
    do throws(ManifestProblems) {
      return try read(checksAll: checksAll)
    } catch {
      throw error.shown()
    }
  }

  /// Throws all that is wrong with them.
  func read(checksAll: Bool = false) throws(ManifestProblems) -> Manifest {
    let table = checksAll ? nil : EmbeddedFiles.manifestTable
    guard !overlays.isEmpty else {
      if let manifest = table.flatMap(Manifest.init) { return manifest }
      return try Manifest(try Self.builtIn(isProven: !checksAll), overlays: [])
    }
    var contents: [[UInt8]] = []
    for path in overlays { contents.append(try Self.bytes(path)) }
    guard let table, let memory else { return try overlaid(contents, checksAll: checksAll).0 }
    let known = OverlayMemory(in: memory, for: overlays)
    let sources = OverlaidSources(contents, over: table, version: Clickport.version)
    if let manifest = known.manifest(madeOf: sources) { return manifest }
    let (manifest, text) = try overlaid(contents, checksAll: false)
    known.keep(manifest, text: text(), madeOf: sources)
    return manifest
  }

  /// The manifest that overlays of these contents make, checked, and what makes its text.
  private func overlaid(
    _ contents: [[UInt8]], checksAll: Bool
  ) throws(ManifestProblems) -> (Manifest, text: () -> [UInt8]) {
    let base = try Self.builtIn(isProven: !checksAll)
    var sources: [ManifestSource] = []
    for (path, bytes) in zip(overlays, contents) {
      sources.append(try ManifestSource(name: path, parsing: bytes))
    }
    let manifest = try Manifest(base, overlays: sources)
    return (manifest, { Manifest.text(of: base, overlays: sources) })
  }

  private static func builtIn(isProven: Bool) throws(ManifestProblems) -> ManifestSource {
    try ManifestSource(
      name: "the built-in manifest", parsing: EmbeddedFiles.manifest, isProven: isProven)
  }

  /// The JSON in a file.
  static func document(_ path: String) throws(ManifestProblems) -> JSONValue {
    let bytes = try Self.bytes(path)
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      throw ManifestProblems(path, "not JSON: \(error)")
    }
  }

  private static func bytes(_ path: String) throws(ManifestProblems) -> [UInt8] {
    guard let bytes = readFile(path) else {
      throw ManifestProblems(path, "the file can't be read")
    }
    return bytes
  }
}

extension ManifestProblems {
  /// Prints them to standard error, one line a problem; what is to be thrown instead of them.
  func shown() -> ExitCode {
    Terminal.printRemark(description)
    Terminal.printRemark(
      "\(problems.count) problem\(problems.count == 1 ? "" : "s"); nothing was started.")
    return .failure
  }
}

/// The files that are part of the binary.
enum EmbeddedFiles {
  /// `tools-manifest.json`.
  static var manifest: [UInt8] { Array(EmbeddedText.manifest.bytes) }

  /// What is in the manifest. nil where it was made of another one: then the manifest has to be
  /// read. A debug build looks closely, as there people work on the manifest; a release build is
  /// made of what the tests and `clickport check` have seen.
  static var manifestTable: ManifestTable? {
    let table = ManifestTable(EmbeddedText.table, of: EmbeddedText.manifest)
    #if DEBUG
    guard let table, table.isSound else { return nil }
    #endif
    return table
  }

  /// Whether the table is what would be made of the manifest.
  static func hasSoundTable() throws(ManifestProblems) -> Bool {
    let manifest = try ManifestFiles(overlays: []).read(checksAll: true)
    guard let table = ManifestTable.bytes(of: manifest, text: Self.manifest) else { return false }
    return EmbeddedText.table.withBytes { bytes in
      bytes.count == table.count && table.indices.allSatisfy { bytes[$0] == table[$0] }
    }
  }

  /// `chart.html`.
  static var chart: String { String(decoding: EmbeddedText.chart.bytes, as: UTF8.self) }

  /// `examples/demo.in.jsonl`.
  static var demo: [UInt8] { Array(EmbeddedText.demo.bytes) }
}

/// A text that is part of the binary: only what is looked at of it is read from the disk.
private enum EmbeddedText: StoredText {
  case manifest
  case table
  case chart
  case demo

  var bytes: UnsafeBufferPointer<UInt8> {
    let (start, count) =
      switch self {
      case .manifest: (clickport_embedded_manifest(), clickport_embedded_manifest_size())
      case .table: (clickport_embedded_table(), clickport_embedded_table_size())
      case .chart: (clickport_embedded_chart(), clickport_embedded_chart_size())
      case .demo: (clickport_embedded_demo(), clickport_embedded_demo_size())
      }
    return UnsafeBufferPointer(start: start, count: count)
  }

  func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(bytes.span) }
}

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
      try? await EventLoop.shared.sleep(for: Self.interval)
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
      let readiness = services.readiness(of: manifest)
      features.replace(try services.features(manifest, selection, readiness))
      logger.notice(
        "the manifest has changed",
        metadata: ["tools": .stringConvertible(manifest.tools.count)])
    } catch {
      for problem in "\(error)".split(separator: "\n") { logger.error("\(problem)") }
      logger.error("the changed manifest is refused; the last good one stays")
    }
  }

  /// What tells one version of each file from another without reading it: inode, size, and the
  /// seconds and nanoseconds of its last change; empty where there is no file.
  private var state: [[Int]] {
    files.overlays.map { path in
      var info = stat()
      guard stat(path, &info) == 0 else { return [] }
      #if canImport(Darwin)
      let modified = info.st_mtimespec
      #else
      let modified = info.st_mtim
      #endif
      return [
        Int(truncatingIfNeeded: info.st_ino), Int(info.st_size), modified.tv_sec, modified.tv_nsec,
      ]
    }
  }
}
