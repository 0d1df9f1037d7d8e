import JSON
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

  /// What passes before the first request can be answered; with made-up tools to the built-in ones,
  /// it tells what a tool more costs.
  static var start: [BenchmarkCase] {
    [
      BenchmarkCase("start", runs: 1) {
        let bytes = BuiltInManifest.bytes
        return { try toolsOffered(from: bytes) }
      }
    ]
      + [500, 1000, 2000].map { count in
        BenchmarkCase("start-\(count)-more", runs: 1) {
          let bytes = try BuiltInManifest.bytes(extraTools: count)
          return { try toolsOffered(from: bytes) }
        }
      }
  }

  private static func toolsOffered(from bytes: [UInt8]) throws -> Int {
    try ProductServer.offer(from: bytes).toolbox.tools.count
  }
}
