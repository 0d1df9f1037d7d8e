internal import Synchronization

/// The requests that have been read and not yet answered: id → task.
///
/// At most `concurrency` run at once, the others wait in the order of their arrival. The only
/// place that makes unstructured tasks, because a child of a group can't be cancelled alone.
package final class InFlightRequests: Sendable {
  /// What a request does once it runs, and what becomes of its answer.
  package struct Work: Sendable {
    let run: @Sendable () async -> Response.Outcome
    /// Given the outcome, or nothing when the request was cancelled. Called once.
    let deliver: @Sendable (Response.Outcome?) async -> Void

    package init(
      run: @escaping @Sendable () async -> Response.Outcome,
      deliver: @escaping @Sendable (Response.Outcome?) async -> Void
    ) {
      self.run = run
      self.deliver = deliver
    }
  }

  private enum Entry {
    case waiting(Work)
    case running(Task<Void, Never>?)
    /// Cancelled while it ran: its outcome will be dropped.
    case cancelled
    /// Cancelled before it ran: when its turn comes, it only delivers that.
    case cancelledWaiting(Work)
    /// Its outcome is on its way out: too late to cancel.
    case answering
  }

  private struct State {
    var entries: [RequestID: Entry] = [:]
    var queue: [RequestID] = []
    /// Where in `queue` the ones that still wait begin; the rest is dropped in bulk.
    var queueStart = 0
    var running = 0
    var roomWaiter: CheckedContinuation<Void, Never>?
    var idleWaiter: CheckedContinuation<Void, Never>?

    var waiting: Int { queue.count - queueStart }
  }

  private let concurrency: Int
  private let waitingLimit: Int
  private let state = Mutex(State())

  package init(concurrency: Int = 64, waitingLimit: Int = 1024) {
    self.concurrency = concurrency
    self.waitingLimit = waitingLimit
  }

  package var isEmpty: Bool { state.withLock { $0.entries.isEmpty } }

  /// Starts the work on the calling thread, where it runs up to its first wait, or queues it; false
  /// when a request of that id is in flight already. Work that stands open starts at once and takes
  /// no other's turn.
  package func start(_ id: RequestID, _ work: Work, isStanding: Bool = false) -> Bool {
    let turns = isStanding ? 0 : 1
    let admission = state.withLock { state -> Admission in
      guard state.entries[id] == nil else { return .taken }
      guard isStanding || state.running < concurrency else {
        state.entries[id] = .waiting(work)
        state.queue.append(id)
        return .queued
      }
      state.running += turns
      state.entries[id] = .running(nil)
      return .admitted
    }
    if admission == .admitted {
      let start = Start(id: id, work: work, turns: turns)
      keep(Task.immediate { await self.run(start) }, as: id)
    }
    return admission != .taken
  }

  private enum Admission {
    case admitted
    case queued
    /// Another request has the id.
    case taken
  }

  /// Work whose turn has come.
  private struct Start {
    let id: RequestID
    let work: Work
    let turns: Int
    /// Whether it was cancelled while it waited: then it only delivers that.
    var isCancelled = false
  }

  /// Whether the request still runs and has not been cancelled: whether it may say something.
  package func mayNotify(_ id: RequestID) -> Bool {
    state.withLock { state in
      guard case .running? = state.entries[id] else { return false }
      return true
    }
  }

  /// Runs `body`, in which a running request only waits for the client. Its turn goes to another
  /// meanwhile: were all turns spent on waiting, the answers could never be read.
  package func withoutTurn<Value>(_ body: () async -> Value) async -> Value {
    yieldTurn()
    let value = await body()
    state.withLock { $0.running += 1 }
    return value
  }

  private func yieldTurn() {
    let (starts, waiter) = state.withLock { state in
      state.running -= 1
      let starts = next(&state)
      return (starts, state.waiting < waitingLimit ? state.roomWaiter.take() : nil)
    }
    begin(starts)
    waiter?.resume()
  }

  /// Stops a request, running or waiting; nothing is delivered for it but `nil`.
  package func cancel(_ id: RequestID) {
    let task = state.withLock { state -> Task<Void, Never>? in
      switch state.entries[id] {
      case .running(let task)?:
        state.entries[id] = .cancelled
        return task
      case .waiting(let work)?:
        state.entries[id] = .cancelledWaiting(work)
        return nil
      case .cancelled?, .cancelledWaiting?, .answering?, nil: return nil
      }
    }
    task?.cancel()
  }

  /// Stops everything.
  package func cancelAll() {
    let ids = state.withLock { Array($0.entries.keys) }
    for id in ids { cancel(id) }
  }

  /// Whether fewer than `waitingLimit` requests wait for their turn.
  package var hasRoom: Bool { state.withLock { $0.waiting < waitingLimit } }

  /// Returns once fewer than `waitingLimit` requests wait for their turn.
  package func waitForRoom() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.waiting >= waitingLimit else { return true }
        state.roomWaiter = continuation
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Returns once every request has been answered or dropped, or when its task is cancelled.
  package func waitUntilEmpty() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          guard !state.entries.isEmpty, !Task.isCancelled else { return true }
          state.idleWaiter = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.idleWaiter.take() }?.resume()
    }
  }

  private func run(_ start: Start) async {
    let outcome = start.isCancelled ? nil : await start.work.run()
    await start.work.deliver(settle(start.id) ? outcome : nil)
    finish(start.id, turns: start.turns)
  }

  /// Remembers the task, so that it can be cancelled; cancels it when that was asked for meanwhile.
  private func keep(_ task: Task<Void, Never>, as id: RequestID) {
    let isCancelled = state.withLock { state in
      switch state.entries[id] {
      case .running(nil)?:
        state.entries[id] = .running(task)
        return false
      case .cancelled?: return true
      case .running?, .waiting?, .cancelledWaiting?, .answering?, nil: return false
      }
    }
    if isCancelled { task.cancel() }
  }

  /// Starts what waited, on threads of the pool.
  private func begin(_ starts: [Start]) {
    for start in starts {
      keep(Task { await self.run(start) }, as: start.id)
    }
  }

  /// Decides whether the outcome goes out: from here on a cancellation is too late.
  private func settle(_ id: RequestID) -> Bool {
    state.withLock { state in
      guard case .running? = state.entries[id] else { return false }
      state.entries[id] = .answering
      return true
    }
  }

  private func finish(_ id: RequestID, turns: Int) {
    let (starts, waiters) = state.withLock { state in
      state.entries[id] = nil
      state.running -= turns
      let starts = next(&state)
      var waiters: [CheckedContinuation<Void, Never>?] = []
      if state.waiting < waitingLimit {
        waiters.append(state.roomWaiter.take())
      }
      if state.entries.isEmpty {
        waiters.append(state.idleWaiter.take())
      }
      return (starts, waiters)
    }
    begin(starts)
    for waiter in waiters { waiter?.resume() }
  }

  /// Those whose turn has come.
  private func next(_ state: inout State) -> [Start] {
    var starts: [Start] = []
    while state.running < concurrency, state.waiting > 0 {
      let id = state.queue[state.queueStart]
      state.queueStart += 1
      switch state.entries[id] {
      case .waiting(let work)?:
        state.entries[id] = .running(nil)
        starts.append(Start(id: id, work: work, turns: 1))
        state.running += 1
      case .cancelledWaiting(let work)?:
        state.entries[id] = .answering
        starts.append(Start(id: id, work: work, turns: 1, isCancelled: true))
        state.running += 1
      case .running?, .cancelled?, .answering?, nil: break
      }
    }
    if state.queueStart > waitingLimit {
      state.queue.removeFirst(state.queueStart)
      state.queueStart = 0
    }
    return starts
  }
}
