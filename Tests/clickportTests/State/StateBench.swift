import Foundation
import JSON
import Providers
import Tools

@testable import Host
@testable import clickport

/// A state directory of a test's own, gone with it.
final class StateBench: Sendable {
  let directory: StateDirectory

  init() {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "clickport-state-\(UUID().uuidString)")
    directory = StateDirectory(folder.path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory.path)
  }

  /// The ledger as another process would open it.
  func ledger() -> SQLiteLedger {
    SQLiteLedger(in: directory, systemTime: { LedgerTests.now })
  }

  /// The allowances as another process would open them; `complain` is told of failures.
  func allowances(
    patience: Double = 1, complain: @escaping @Sendable (LedgerFailure) -> Void = { _ in }
  ) -> SQLiteAllowances {
    SQLiteAllowances(in: directory, patience: patience, complain: complain)
  }

  /// The results as another process would open them, by a time of the test's own.
  func results(
    limit: Int, systemTime: @escaping @Sendable () -> Timestamp
  ) -> SQLiteResults {
    SQLiteResults(in: directory, limit: limit, systemTime: systemTime)
  }

  /// The permissions of a file in it.
  func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + path)
    return attributes[.posixPermissions] as? Int ?? 0
  }
}
