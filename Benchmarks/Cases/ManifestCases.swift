import JSON
import JSONRPC
import MCP
import Tools

extension BenchmarkCase {
  /// All that `check` looks at.
  static var manifest: [BenchmarkCase] {
    [
      BenchmarkCase("manifest-compile", runs: 1) {
        let bytes = BuiltInManifest.bytes
        return {
          try Manifest(JSONValue(parsing: bytes), source: "the built-in manifest").tools.count
        }
      }
    ]
  }

  /// What passes before the first request can be answered, and with the answer to `tools/list`; with
  /// an overlay of made-up tools, which is known from an earlier start, it tells what a tool more
  /// costs. `start-unknown` has no table, and reads the manifest instead.
  static var start: [BenchmarkCase] {
    [
      started("start") { try BuiltInManifest.tabled() },
      listed("start-list", ToolSelection()),
      listed("start-list-all", ToolSelection(toolsets: [ToolSelection.everyToolset])),
      started("start-unknown") {
        try Manifest(
          ManifestSource(
            name: "the built-in manifest", parsing: BuiltInManifest.bytes, isProven: true),
          overlays: [])
      },
    ] + [500, 1000, 2000].map(startedWithMore)
  }

  private static func started(
    _ name: String, _ manifest: @escaping @Sendable () throws -> Manifest
  ) -> BenchmarkCase {
    BenchmarkCase(name, runs: 1) {
      let services = ProductServer.Services()
      return { try services.features(of: manifest()).toolbox.tools.count }
    }
  }

  private static func listed(_ name: String, _ selection: ToolSelection) -> BenchmarkCase {
    BenchmarkCase(name, runs: 1) {
      let services = ProductServer.Services()
      let request = Request(id: .string("r"), method: "tools/list", params: [:])
      return {
        let features = try services.features(of: BuiltInManifest.tabled(), selection)
        let session = ProductServer.opened(features)
        return try await ProductServer.line(answering: request, by: session).count
      }
    }
  }

  private static func startedWithMore(_ count: Int) -> BenchmarkCase {
    BenchmarkCase("start-\(count)-more", runs: 1) {
      let services = ProductServer.Services()
      let overlay = try BuiltInManifest.overlay(extraTools: count)
      let table = try BuiltInManifest.table()
      let kept = try kept(overlay, over: table)
      return {
        let sources = OverlaidSources([overlay], over: table, version: "1")
        guard let manifest = Manifest(kept: kept, madeOf: sources) else {
          throw MissingFixture(name: "the overlay's memory")
        }
        return try services.features(of: manifest).toolbox.tools.count
      }
    }
  }

  /// What a first start with that overlay keeps.
  private static func kept(_ overlay: [UInt8], over table: ManifestTable) throws -> [UInt8] {
    let base = try ManifestSource(
      name: "the built-in manifest", parsing: BuiltInManifest.bytes, isProven: true)
    let source = try ManifestSource(name: "overlay", parsing: overlay)
    let manifest = try Manifest(base, overlays: [source])
    let kept = manifest.kept(
      text: Manifest.text(of: base, overlays: [source]),
      madeOf: OverlaidSources([overlay], over: table, version: "1"))
    guard let kept else { throw MissingFixture(name: "the overlay's memory") }
    return kept
  }
}
