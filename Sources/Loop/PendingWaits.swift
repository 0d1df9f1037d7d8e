internal import Platform

/// Those who wait for a moment or a descriptor. There are few: one for each pause, and for the input
/// and the output of a connection.
struct PendingWaits {
  typealias Waiter = CheckedContinuation<Int16?, Never>

  private struct Pause {
    let id: Int
    let end: ContinuousClock.Instant
    let waiter: Waiter
  }

  private struct Watch {
    let id: Int
    let descriptor: Int32
    let events: Int16
    let waiter: Waiter
  }

  private var pauses: [Pause] = []
  private var watches: [Watch] = []
  private var lastID = 0

  mutating func newID() -> Int {
    lastID += 1
    return lastID
  }

  mutating func add(_ id: Int, until end: ContinuousClock.Instant, _ waiter: Waiter) {
    pauses.append(Pause(id: id, end: end, waiter: waiter))
  }

  mutating func add(_ id: Int, _ events: Int16, of descriptor: Int32, _ waiter: Waiter) {
    watches.append(Watch(id: id, descriptor: descriptor, events: events, waiter: waiter))
  }

  /// Takes one back, unless it was ready before.
  mutating func remove(_ id: Int) -> Waiter? {
    if let index = pauses.firstIndex(where: { $0.id == id }) {
      return pauses.remove(at: index).waiter
    }
    return watches.firstIndex { $0.id == id }.map { watches.remove(at: $0).waiter }
  }

  mutating func removeAll(for descriptor: Int32) -> [Waiter] {
    watches.take { $0.descriptor == descriptor }.map(\.waiter)
  }

  func list(_ polled: inout [pollfd]) {
    for watch in watches {
      polled.append(pollfd(fd: watch.descriptor, events: watch.events, revents: 0))
    }
  }

  /// Until the next moment, rounded up; -1 when there is none.
  var milliseconds: Int32 {
    guard let first = pauses.lazy.map(\.end).min() else { return -1 }
    let left = first - .now
    return Int32(clamping: max(0, Int64((left / .milliseconds(1)).rounded(.up))))
  }

  /// Takes those out whose event has come, with what poll reports of it; of a moment nothing. Moments
  /// are in their order.
  mutating func takeReady(_ polled: ArraySlice<pollfd>) -> [(Waiter, Int16)] {
    var ready: [(Waiter, Int16)] = []
    watches.removeAll { watch in
      let found = polled.first {
        $0.fd == watch.descriptor && $0.events == watch.events && $0.revents != 0
      }
      guard let found else { return false }
      ready.append((watch.waiter, found.revents))
      return true
    }
    guard !pauses.isEmpty else { return ready }
    let now = ContinuousClock.now
    guard pauses.contains(where: { $0.end <= now }) else { return ready }
    let due = pauses.take { $0.end <= now }.sorted { $0.end < $1.end }
    return ready + due.map { ($0.waiter, 0) }
  }
}

extension Array {
  /// Takes those out that are such.
  fileprivate mutating func take(where isTaken: (Element) -> Bool) -> [Element] {
    let taken = filter(isTaken)
    if !taken.isEmpty { removeAll(where: isTaken) }
    return taken
  }
}
