internal import Synchronization

/// One connection's requests that have been read and not yet answered: id → task.
///
/// Each needs a turn to run, of which there are so many for all connections together. The only place
/// that makes unstructured tasks, because a child of a group can't be cancelled alone.
final class InFlightRequests: Sendable {
  /// What a request does once it runs, and what becomes of its answer.
  struct Work: Sendable {
    let run: @Sendable () async -> Response.Outcome
    /// Given the outcome, or nil when the request was cancelled. Called once.
    let deliver: @Sendable (Response.Outcome?) async -> Void
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
    /// How many of them wait for their turn.
    var waiting = 0
    var roomWaiter: CheckedContinuation<Void, Never>?
    var idleWaiter: CheckedContinuation<Void, Never>?
  }

  private let running: RunningCallLimit
  private let waitingLimit: Int
  /// Where requests run; nil for the pool.
  private let executor: (any TaskExecutor)?
  private let state = Mutex(State())

  init(
    running: RunningCallLimit, waitingLimit: Int = 1024, executor: (any TaskExecutor)? = nil
  ) {
    self.running = running
    self.waitingLimit = waitingLimit
    self.executor = executor
  }

  var isEmpty: Bool { state.withLock { $0.entries.isEmpty } }

  /// Starts the work on the calling thread, where it runs up to its first wait, or queues it; false
  /// when a request of that id is in flight already. Work that stands open starts at once and takes
  /// no other's turn.
  func start(_ id: RequestID, _ work: Work, isStanding: Bool = false) -> Bool {
    let mayRun = isStanding || running.take()
    let isNew = state.withLock { state in
      guard state.entries[id] == nil else { return false }
      state.entries[id] = mayRun ? .running(nil) : .waiting(work)
      if !mayRun { state.waiting += 1 }
      return true
    }
    if isNew, mayRun {
      let start = Start(id: id, work: work, hasTurn: !isStanding)
      keep(Task.immediate(executorPreference: executor) { await self.run(start) }, as: id)
    } else if isNew {
      running.whenFree { self.begin(id) }
    } else if mayRun, !isStanding {
      running.giveBack()
    }
    return isNew
  }

  private struct Start {
    let id: RequestID
    let work: Work
    /// Whether it took a turn, which it must give back.
    var hasTurn = true
    /// Whether it was cancelled while it waited: then it only delivers that.
    var isCancelled = false
  }

  /// Whether the request still runs and has not been cancelled: whether it may say something.
  func mayNotify(_ id: RequestID) -> Bool {
    state.withLock { state in
      guard case .running? = state.entries[id] else { return false }
      return true
    }
  }

  /// Runs `body`, in which a running request only waits for the client. Its turn goes to another
  /// meanwhile: were all turns spent on waiting, the answers could never be read.
  func withoutTurn<Value>(_ body: () async -> Value) async -> Value {
    running.giveBack()
    let value = await body()
    running.retake()
    return value
  }

  /// Stops a request, running or waiting; nothing is delivered for it but `nil`.
  func cancel(_ id: RequestID) {
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

  func cancelAll() {
    let ids = state.withLock { Array($0.entries.keys) }
    for id in ids { cancel(id) }
  }

  /// Returns once fewer than `waitingLimit` requests wait for their turn.
  func waitForRoom() async {
    guard state.withLock({ $0.waiting >= waitingLimit }) else { return }
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
  func waitUntilEmpty() async {
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
    if start.hasTurn { running.giveBack() }
    finish(start.id)
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

  /// Starts a request whose turn has come.
  private func begin(_ id: RequestID) {
    let (start, roomWaiter) = state.withLock { state in
      state.waiting -= 1
      return (next(id, &state), state.waiting < waitingLimit ? state.roomWaiter.take() : nil)
    }
    if let start {
      keep(Task(executorPreference: executor) { await self.run(start) }, as: id)
    } else {
      running.giveBack()
    }
    roomWaiter?.resume()
  }

  private func next(_ id: RequestID, _ state: inout State) -> Start? {
    switch state.entries[id] {
    case .waiting(let work)?:
      state.entries[id] = .running(nil)
      return Start(id: id, work: work)
    case .cancelledWaiting(let work)?:
      state.entries[id] = .answering
      return Start(id: id, work: work, isCancelled: true)
    case .running?, .cancelled?, .answering?, nil: return nil
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

  private func finish(_ id: RequestID) {
    let idleWaiter = state.withLock { state in
      state.entries[id] = nil
      return state.entries.isEmpty ? state.idleWaiter.take() : nil
    }
    idleWaiter?.resume()
  }
}
