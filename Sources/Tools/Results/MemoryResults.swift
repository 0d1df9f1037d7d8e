package import JSON
internal import Synchronization
internal import Tables

/// Results that live as long as the process.
package final class MemoryResults: ResultStore {
  /// Oldest first.
  private let entries = Mutex<[Entry]>([])
  private let limit: Int
  private let systemTime: @Sendable () -> Timestamp

  private struct Entry {
    var result: KeptResult
    var pages: [ResultPage] = []
    var isFinished = false
    /// By the system's time: it is what makes it the oldest.
    var writtenAt: Timestamp
  }

  /// `limit` is in bytes. Results are dropped by the system's time: calls may go by a clock that was
  /// set ahead.
  package init(limit: Int = 32 << 20, systemTime: @escaping @Sendable () -> Timestamp) {
    self.limit = limit
    self.systemTime = systemTime
  }

  package func begin(_ origin: ResultOrigin, at now: Timestamp) -> ResultHandle {
    let handle = ResultHandle()
    entries.withLock { entries in
      dropOld(&entries)
      if entries.count >= ResultLimits.count { entries.removeFirst() }
      let result = KeptResult(handle, of: origin, keptAt: now)
      entries.append(Entry(result: result, writtenAt: systemTime()))
    }
    return handle
  }

  package func append(_ page: ResultPage, to handle: ResultHandle) throws(ResultFailure) {
    let failure: ResultFailure? = entries.withLock { entries in
      guard var index = Self.unfinished(handle, entries) else { return .gone }
      guard entries[index].result.bytes + page.bytes.count <= limit else {
        entries.remove(at: index)
        return .tooLarge(limit: limit)
      }
      var total = entries.reduce(page.bytes.count) { $0 + $1.result.bytes }
      while total > limit, let oldest = entries.indices.first(where: { $0 != index }) {
        total -= entries.remove(at: oldest).result.bytes
        if oldest < index { index -= 1 }
      }
      entries[index].pages.append(page)
      entries[index].result.rows += page.rows
      entries[index].result.bytes += page.bytes.count
      return nil
    }
    if let failure { throw failure }
  }

  package func finish(
    _ handle: ResultHandle, describing description: JSONObject, at now: Timestamp
  ) throws(ResultFailure) -> KeptResult {
    let result: KeptResult? = entries.withLock { entries in
      guard let index = Self.unfinished(handle, entries) else { return nil }
      var entry = entries.remove(at: index)
      entry.result.keptAt = now
      entry.result.description = description
      entry.pages.sort { $0.position < $1.position }
      entry.isFinished = true
      entry.writtenAt = systemTime()
      entries.append(entry)
      return entry.result
    }
    guard let result else { throw .gone }
    return result
  }

  package func discard(_ handle: ResultHandle) {
    entries.withLock { entries in entries.removeAll { $0.result.handle == handle } }
  }

  package func result(_ handle: ResultHandle, at now: Timestamp) -> KeptResult? {
    shown(at: now) { $0.handle == handle }.first
  }

  package func results(of accounts: [String], at now: Timestamp) -> [KeptResult] {
    shown(at: now) { accounts.contains($0.origin.account) }.reversed()
  }

  package func pages(of handle: ResultHandle) -> [Int] {
    entries.withLock { entries in
      entries.first { $0.result.handle == handle }.map { Array($0.pages.indices) } ?? []
    }
  }

  package func page(_ id: Int, of handle: ResultHandle) -> [UInt8]? {
    entries.withLock { entries in
      guard let entry = entries.first(where: { $0.result.handle == handle }),
        entry.pages.indices.contains(id)
      else { return nil }
      return entry.pages[id].bytes
    }
  }

  private func shown(at now: Timestamp, _ isWanted: (KeptResult) -> Bool) -> [KeptResult] {
    entries.withLock { entries in
      dropOld(&entries)
      return entries.filter { $0.isFinished && $0.result.isKept(at: now) && isWanted($0.result) }
        .map(\.result)
    }
  }

  private func dropOld(_ entries: inout [Entry]) {
    let time = systemTime()
    entries.removeAll { $0.writtenAt.adding(seconds: ResultLimits.age) <= time }
  }

  private static func unfinished(_ handle: ResultHandle, _ entries: [Entry]) -> Int? {
    entries.firstIndex { $0.result.handle == handle && !$0.isFinished }
  }
}
