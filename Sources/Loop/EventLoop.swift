internal import Dispatch
package import Platform
internal import Synchronization

/// One thread that waits for descriptors, moments and transfers all at once, and runs what is ready.
///
/// Tasks that prefer it run on that thread, with their children: what a line asks for is understood,
/// sent, collected and answered without waking another. Nothing on it may block, or compute for more
/// than a few milliseconds: that goes to `onPool`, or to a thread of its own.
///
/// The thread is the one that calls `run`; where nobody has, one is made when there is something to
/// do.
package final class EventLoop: TaskExecutor {
  /// The loop of the process.
  package static let shared = EventLoop()

  private struct Job {
    let job: UnownedJob
    /// The actor's whose state it touches; nil where it touches none.
    let isolation: UnownedSerialExecutor?
  }

  /// Jobs in the order they came in.
  private struct JobQueue {
    private var jobs: [Job] = []
    /// How many of them have been taken.
    private var taken = 0
    /// From how many on those that were taken are let go of, where others never cease to come.
    private static let mostTaken = 1024

    var isEmpty: Bool { jobs.isEmpty }

    mutating func append(_ job: Job) { jobs.append(job) }

    mutating func takeFirst() -> Job? {
      guard !jobs.isEmpty else { return nil }
      let job = jobs[taken]
      taken += 1
      if taken == jobs.count || taken == Self.mostTaken {
        jobs.removeSubrange(..<taken)
        taken = 0
      }
      return job
    }
  }

  private enum Runner {
    case nobody
    /// A thread has been asked for and will come.
    case starting
    case thread(pthread_t)
  }

  private struct State {
    var runner = Runner.nobody
    /// Whether the work is done: the thread leaves the loop as soon as it looks.
    var hasEnded = false
    var jobs = JobQueue()
    /// Whether the thread waits, or is about to: then it must be woken.
    var isAsleep = false
    var waits = PendingWaits()
    var transfers: (any TransferSource)?
    /// A pipe that becomes readable when the thread is to wake up.
    var wakeup: (reading: Int32, writing: Int32)?
  }

  private let state = Mutex(State())

  package init() {}

  deinit {
    // No sooner: a thread that wakes this one up may still be writing.
    guard let wakeup = state.withLock(\.wakeup) else { return }
    close(wakeup.reading)
    close(wakeup.writing)
  }

  // MARK: - Running

  /// Does the work on this thread, with all that prefers this loop. To be called once, before
  /// anything else is given to the loop.
  package func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let outcome = Mutex<Value?>(nil)
    state.withLock { state in
      guard case .nobody = state.runner else { preconditionFailure("the loop runs already") }
      state.runner = .thread(pthread_self())
    }
    Task(executorPreference: self) { [self] in
      let value = await work()
      outcome.withLock { $0 = value }
      state.withLock { $0.hasEnded = true }
    }
    turn()
    guard let value = outcome.withLock(\.self) else { preconditionFailure("the work has ended") }
    return value
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    add(UnownedJob(job), isolatedTo: nil)
  }

  fileprivate func add(_ job: UnownedJob, isolatedTo isolation: UnownedSerialExecutor?) {
    change { $0.jobs.append(Job(job: job, isolation: isolation)) }
  }

  package func asUnownedTaskExecutor() -> UnownedTaskExecutor {
    UnownedTaskExecutor(ordinary: self)
  }

  /// Ends the process where this isn't the loop's thread.
  package func checkIsolated() {
    let isCurrent = state.withLock { state in
      guard case .thread(let thread) = state.runner else { return false }
      return pthread_equal(thread, pthread_self()) != 0
    }
    precondition(isCurrent, "this is not the loop's thread")
  }

  /// Whether others wait to run, whose turn comes before that of who yields.
  package var hasJobs: Bool { state.withLock { !$0.jobs.isEmpty } }

  /// From now on the loop waits for these transfers too.
  package func attach(_ transfers: any TransferSource) {
    change { $0.transfers = transfers }
  }

  // MARK: - Waiting

  /// Returns after that long; throws when the task is cancelled before.
  package func sleep(for duration: Duration) async throws(CancellationError) {
    let end = ContinuousClock.now + duration
    let reached = await wait { waits, id, waiter in waits.add(id, until: end, waiter) }
    if reached == nil { throw CancellationError() }
  }

  /// Returns what poll(2) reports of a descriptor once one of `events` is there, an error or a
  /// hang-up; nil when the task is cancelled before. No event waits for those two alone.
  package func wait(for descriptor: Int32, _ events: Int32) async -> Int16? {
    let events = Int16(truncatingIfNeeded: events)
    return await wait { waits, id, waiter in waits.add(id, events, of: descriptor, waiter) }
  }

  /// As `wait`, whatever becomes of the task.
  package func ready(_ descriptor: Int32, _ events: Int32) async -> Int16 {
    let events = Int16(truncatingIfNeeded: events)
    let found = await withCheckedContinuation { continuation in
      change { state in
        let id = state.waits.newID()
        state.waits.add(id, events, of: descriptor, continuation)
      }
    }
    return found ?? 0
  }

  /// Has everybody who waits for a descriptor find that on it, whatever poll would say.
  package func report(_ events: Int32, of descriptor: Int32) {
    let waiting = state.withLock { $0.waits.removeAll(for: descriptor) }
    for continuation in waiting {
      continuation.resume(returning: Int16(truncatingIfNeeded: events))
    }
  }

  private func wait(
    _ add: @Sendable (inout PendingWaits, _ id: Int, PendingWaits.Waiter) -> Void
  ) async -> Int16? {
    let id = state.withLock { $0.waits.newID() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = change { state in
          // Asked inside, so that it is either seen here or finds what it takes back.
          guard !Task.isCancelled else { return true }
          add(&state.waits, id, continuation)
          return false
        }
        if isCancelled { continuation.resume(returning: nil) }
      }
    } onCancel: {
      state.withLock { $0.waits.remove(id) }?.resume(returning: nil)
    }
  }

  // MARK: - The thread

  /// Changes what the loop has to do or to wait for, and has its thread see it.
  private func change<Value>(_ body: (inout State) -> Value) -> Value {
    var isStarting = false
    var wakeup: Int32?
    let value = state.withLock { state in
      if case .nobody = state.runner {
        state.runner = .starting
        isStarting = true
      }
      if state.isAsleep {
        state.isAsleep = false
        wakeup = state.wakeup?.writing
      }
      return body(&state)
    }
    if let wakeup {
      // A full pipe wakes as well.
      var byte: UInt8 = 0
      _ = write(wakeup, &byte, 1)
    }
    if isStarting {
      DispatchQueue(label: "clickport.loop").async { [self] in
        state.withLock { $0.runner = .thread(pthread_self()) }
        turn()
      }
    }
    return value
  }

  private func turn() {
    guard let wakeup = Self.makePipe() else { preconditionFailure("no pipe can be made") }
    state.withLock { $0.wakeup = wakeup }
    var polled: [pollfd] = []
    while runJobs() {
      polled.removeAll(keepingCapacity: true)
      polled.append(pollfd(fd: wakeup.reading, events: Int16(POLLIN), revents: 0))
      let transfers = state.withLock(\.transfers)
      // As numbers without a sign, -1 is the largest: no limit.
      let due = UInt32(bitPattern: transfers?.begin(&polled) ?? -1)
      let foreign = polled.count
      let limit = UInt32(bitPattern: prepareWait(&polled))
      poll(&polled, nfds_t(polled.count), Int32(bitPattern: min(limit, due)))
      finishWait(polled[0], polled[foreign...])
      transfers?.advance(polled[1..<foreign])
    }
  }

  /// How many jobs run at most before the loop looks around: a crowd of them must not keep transfers
  /// and descriptors waiting.
  private static let jobsAtOnce = 16

  /// Runs the jobs there are, and those they make; false once the loop has ended.
  private func runJobs() -> Bool {
    let executor = asUnownedTaskExecutor()
    for _ in 0..<Self.jobsAtOnce {
      let (job, hasEnded) = state.withLock { state in
        state.hasEnded ? (nil, true) : (state.jobs.takeFirst(), false)
      }
      guard let job else { return !hasEnded }
      if let isolation = job.isolation {
        job.job.runSynchronously(isolatedTo: isolation, taskExecutor: executor)
      } else {
        job.job.runSynchronously(on: executor)
      }
    }
    return !state.withLock(\.hasEnded)
  }

  /// Adds the descriptors that are waited for, and says for how many milliseconds; -1 without limit.
  private func prepareWait(_ polled: inout [pollfd]) -> Int32 {
    state.withLock { state in
      state.waits.list(&polled)
      guard state.jobs.isEmpty else { return 0 }
      state.isAsleep = true
      return state.waits.milliseconds
    }
  }

  /// Resumes those whose event has come.
  private func finishWait(_ wakeup: pollfd, _ polled: ArraySlice<pollfd>) {
    let ready = state.withLock { state in
      state.isAsleep = false
      return state.waits.takeReady(polled)
    }
    if wakeup.revents != 0 {
      withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
        _ = read(wakeup.fd, buffer.baseAddress, buffer.count)
      }
    }
    for (continuation, events) in ready { continuation.resume(returning: events) }
  }

  /// A pipe that never blocks and that no child process has.
  private static func makePipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }
}

/// What an actor on a loop is isolated to: the loop's thread. The actor keeps it.
///
/// It isn't the loop itself. A task that is isolated to nothing would then leave an isolation at
/// each of its calls, and wait in line again for that: eleven times a call of a tool.
package final class LoopIsolation: SerialExecutor {
  package let loop: EventLoop

  package init(to loop: EventLoop) {
    self.loop = loop
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    loop.add(UnownedJob(job), isolatedTo: asUnownedSerialExecutor())
  }

  package func checkIsolated() { loop.checkIsolated() }
}

/// Transfers that a loop waits for beside its own descriptors. Called on the loop's thread.
package protocol TransferSource: Sendable {
  /// Begins those that were given to it since, adds what all of them wait for, and says for how many
  /// milliseconds at most; -1 without limit.
  func begin(_ polled: inout [pollfd]) -> Int32
  /// Goes on with what poll(2) has found of it, and with what has become due.
  func advance(_ polled: ArraySlice<pollfd>)
}

/// Does what computes long on the threads of the pool, so that no loop is held by it. A task that is
/// of the pool already goes on there, without queueing for a thread once more.
package func onPool<Value: Sendable, Failure: Error>(
  _ work: @concurrent @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
  let pool = globalConcurrentExecutor
  guard let preferred = withUnsafeCurrentTask(body: { $0?.unownedTaskExecutor }),
    preferred != pool.asUnownedTaskExecutor()
  else { return try await work() }
  return try await withTaskExecutorPreference(pool, operation: work)
}
