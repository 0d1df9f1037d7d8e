internal import Synchronization
package import Tools

/// The health of all services of a process, by their ids. It outlives the manifest they came from.
package final class HealthRecords: Sendable {
  private let records = Mutex<[String: CallGate]>([:])

  private let allowances: any AllowanceStore

  package init(allowances: any AllowanceStore = MemoryAllowances()) {
    self.allowances = allowances
  }

  /// The record of a service, which from now on has these limits.
  package func record(of id: String, _ limits: ProviderDescriptor.Limits) -> CallGate {
    records.withLock { records in
      if let known = records[id] {
        known.adopt(limits)
        return known
      }
      let health = CallGate(limits, allowances: allowances)
      records[id] = health
      return health
    }
  }
}
