internal import JSON
package import Providers
package import Tools

/// The allowances that all processes of a user share, so that two of them don't spend the same call
/// twice and a new one knows what the last was told.
///
/// Reading must work without: a store that is out of reach leaves this process its own account.
package struct SQLiteAllowances: AllowanceStore {
  private let store: StateStore
  private let own = MemoryAllowances()
  /// Is told why the store can't be used.
  private let complain: @Sendable (LedgerFailure) -> Void

  /// `patience` is for how many seconds another process's lock is waited for.
  package init(
    in directory: StateDirectory, patience: Double = 1,
    complain: @escaping @Sendable (LedgerFailure) -> Void
  ) {
    store = StateStore(in: directory, patience: patience, isDurable: false)
    self.complain = complain
  }

  package func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) async -> Result {
    do {
      return try await store.change { database in
        let known = try Self.read(account, limits, at: now, from: database)
        var allowance = known
        let result = body(&allowance)
        if allowance != known { try Self.write(allowance, of: account, at: now, to: database) }
        return result
      }
    } catch {
      complain(error)
      return own.change(account, limits, at: now, body)
    }
  }

  private static func read(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    from database: SQLiteDatabase
  ) throws -> Allowance {
    let row = try database.rows("SELECT state FROM allowance WHERE account = ?", [account]).first
    let text = try row?["state"] as String?
    let known = text.flatMap { try? JSONValue(parsing: $0) }?.object
    return Allowance(known ?? [:], limits, at: now)
  }

  private static func write(
    _ allowance: Allowance, of account: String, at now: Duration, to database: SQLiteDatabase
  ) throws {
    try database.run(
      "INSERT OR REPLACE INTO allowance (account, writtenAt, state) VALUES (?, ?, ?)",
      [
        account, Int(now.components.seconds),
        JSONValue.object(allowance.json(at: now)).description,
      ])
  }
}
