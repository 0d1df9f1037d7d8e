import Foundation
import JSON
import TestSupport
import Tools

@testable import Host
@testable import clickport

/// A state directory of a test's own, with an overlay that lifts a limit; gone with it.
final class EndurancePlace: Sendable {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "clickport-endurance-\(UUID().uuidString)")

  private var state: String { folder.appending(path: "state").path }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// A server process whose services are that world, and which shares this place's state. Messages
  /// have no limit worth speaking of, unless the manifest's own are to count.
  func client(
    of world: LoopbackWorld, keepsLimits: Bool = false, _ options: [String] = []
  ) throws -> ToolClient {
    var arguments = ["serve", "--state-dir", state] + options
    if !keepsLimits {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let overlay = folder.appending(path: "limits.json")
      try Data(Self.overlay.utf8).write(to: overlay)
      arguments += ["--manifest", overlay.path]
    }
    return try ToolClient(arguments, environment: world.environment)
  }

  var ledger: SQLiteLedger { SQLiteLedger(in: StateDirectory(state)) }

  /// All that is on record.
  func entries() async throws -> [LedgerEntry] {
    try await ledger.entries(LedgerQuery(limit: .max), at: .now)
  }

  private static let overlay = #"""
    {"manifest_version": 1, "providers": [{"id": "klik", "limits": {"per_minute": 1000000}}]}
    """#
}
