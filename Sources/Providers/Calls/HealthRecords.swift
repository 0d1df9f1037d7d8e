internal import Synchronization
package import Tools

/// The health of all services of a process, by their ids. It outlives the manifest they came from.
package final class HealthRecords: Sendable {
  private let records = Mutex<[String: ProviderHealth]>([:])

  package init() {}

  /// The record of a service, which from now on has these limits.
  package func record(of id: String, _ limits: ProviderDescriptor.Limits) -> ProviderHealth {
    records.withLock { records in
      if let known = records[id] {
        known.adopt(limits)
        return known
      }
      let health = ProviderHealth(limits)
      records[id] = health
      return health
    }
  }
}
