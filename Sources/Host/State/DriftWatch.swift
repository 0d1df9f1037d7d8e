internal import Dispatch
package import JSON
package import Logging
internal import Synchronization
package import Tools

/// Compares answers of services with what the manifest says of them, as they pass, on a thread of its
/// own: no answer waits for it, and where many come one after the other some aren't compared. What
/// differs is counted in the state directory; that something is gone which the server needs is logged
/// at once.
package final class DriftWatch: AnswerWatch {
  private let store: SQLiteDrift?
  private let logger: Logger
  private let today: @Sendable () -> CalendarDate
  private let now: @Sendable () -> ContinuousClock.Instant
  private let lane = DispatchQueue(label: "clickport.drift", qos: .utility)
  /// Answers that wait to be compared.
  private let waiting = Atomic(0)
  private let state = Mutex(State())

  /// So many answers may wait, which stay in memory as long.
  private static let waitingLimit = 8
  /// In a long run of answers one is compared in that time, once as many have been as may be at once:
  /// handing one over costs a small call a tenth of its time.
  private static let interval = Duration.milliseconds(62)
  static let most = 64
  /// After how many seconds is written what differs, and what is merely counted.
  private static let pause = 5
  private static let longPause = 60
  /// So much that couldn't be written is tried again.
  private static let unkeptLimit = 64

  private struct State {
    /// When the next answer would be compared, had none come sooner than after `interval`.
    var due: ContinuousClock.Instant?
    /// What was counted and isn't written yet.
    var unwritten: [ObjectIdentifier: AnswerFields] = [:]
    /// What was counted and could not be written.
    var unkept: [CountedFields] = []
    /// Tools of which something that differs was written.
    var written: Set<String> = []
    var warned: Set<Warning> = []
    /// When what is unwritten will be written; nil where nobody said so.
    var writing: DispatchTime?
  }

  private struct Warning: Hashable {
    let tool: String
    let need: FieldNeed
  }

  /// Without a `store` nothing is counted for longer than the process lives.
  package init(
    keptIn store: SQLiteDrift?, logger: Logger,
    today: @escaping @Sendable () -> CalendarDate = { Timestamp.now.date },
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.store = store
    self.logger = logger
    self.today = today
    self.now = now
  }

  package func passed(
    _ answer: JSONObject, comparedBy fields: Deferred<AnswerFields>,
    mayEnd: @autoclosure () -> Bool
  ) {
    guard waiting.load(ordering: .relaxed) < Self.waitingLimit, isDue() else { return }
    waiting.add(1, ordering: .relaxed)
    let mayEnd = mayEnd()
    lane.async { [self] in
      compare(answer, by: fields.value, mayEnd)
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  /// Whether one more answer is to be compared, which counts it.
  private func isDue() -> Bool {
    let now = now()
    return state.withLock { state in
      let due = max(state.due ?? now, now)
      guard due - now < Self.interval * Self.most else { return false }
      state.due = due + Self.interval
      return true
    }
  }

  /// Returns once all that passed is compared, and what was counted is written.
  package func end() async {
    // Otherwise a thread would be made to find nothing to do.
    guard state.withLock({ $0.due != nil }) else { return }
    await lane.run { [self] in write() }
  }

  private func compare(_ answer: JSONObject, by fields: AnswerFields, _ mayEnd: Bool) {
    for need in fields.compare(answer, mayEnd: mayEnd) { warn(of: need, fields.tool) }
    guard store != nil else { return }
    let isNotable = fields.isNotable
    let isFirst = state.withLock { state in
      state.unwritten[ObjectIdentifier(fields)] = fields
      return isNotable && state.written.insert(fields.tool).inserted
    }
    if isFirst { write() } else { writeLater(isNotable ? Self.pause : Self.longPause) }
  }

  private func warn(of need: FieldNeed, _ tool: String) {
    let warning = Warning(tool: tool, need: need)
    guard state.withLock({ $0.warned.insert(warning).inserted }) else { return }
    logger.warning(
      "answers of \(tool) lack \(need.pointer), \(need.purpose); clickport drift tells more",
      metadata: ["tool": "\(tool)", "field": "\(need.pointer)"])
  }

  private func writeLater(_ seconds: Int) {
    let time = DispatchTime.now() + .seconds(seconds)
    let isSooner = state.withLock { state in
      guard time < state.writing ?? .distantFuture else { return false }
      state.writing = time
      return true
    }
    if isSooner { lane.asyncAfter(deadline: time) { [weak self] in self?.write() } }
  }

  /// On the lane, which alone writes.
  private func write() {
    let counted = state.withLock { state in
      state.writing = nil
      let counted = state.unkept + state.unwritten.values.map { $0.take() }
      state.unwritten = [:]
      state.unkept = []
      return counted
    }
    guard let store, !counted.isEmpty else { return }
    do throws(LedgerFailure) {
      try store.add(counted, on: today())
    } catch {
      state.withLock { $0.unkept = counted.suffix(Self.unkeptLimit) }
      logger.debug("what answers were found to be isn't kept: \(error.reason)")
    }
  }
}
