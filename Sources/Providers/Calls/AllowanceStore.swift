internal import Synchronization
package import Tools

/// Where the allowances of accounts are kept: by one process for itself, or by all of a user
/// together.
package protocol AllowanceStore: Sendable {
  /// Changes the allowance of an account. Changes of one account never overlap.
  ///
  /// It can't fail: a store that is out of reach leaves each process its own account of what it did.
  func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) async -> Result
}

/// The allowances of one process.
package final class MemoryAllowances: AllowanceStore {
  private let allowances = Mutex<[String: Allowance]>([:])

  package init() {}

  package func change<Result: Sendable>(
    _ account: String, _ limits: ProviderDescriptor.Limits, at now: Duration,
    _ body: @escaping @Sendable (inout Allowance) -> Result
  ) -> Result {
    allowances.withLock { allowances in
      var allowance = allowances[account] ?? Allowance(limits)
      allowance.adopt(limits)
      defer { allowances[account] = allowance }
      return body(&allowance)
    }
  }
}
