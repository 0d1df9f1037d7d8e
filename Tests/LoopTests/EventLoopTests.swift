import Dispatch
import Loop
import Platform
import Synchronization
import Testing

/// What runs on a loop's thread, and what leaves it.
@Suite(.timeLimit(.minutes(5)))
struct EventLoopTests {
  @Test func `returns what the work returns`() async {
    #expect(await LoopBench.run { _ in "value" } == "value")
    // Nothing is left of it that another could find.
    #expect(await LoopBench.run { _ in 2 } == 2)
  }

  /// Transfers of which one after the other begins, until the last resumes who waits for them. Stops
  /// the program where it isn't called on its loop's thread.
  private final class CountedTransfers: TransferSource {
    private struct State {
      var left: Int
      var waiter: CheckedContinuation<Void, Never>?
      var looks = 0
    }

    private let loop: EventLoop
    private let state: Mutex<State>

    init(_ count: Int, on loop: EventLoop) {
      self.loop = loop
      state = Mutex(State(left: count))
    }

    /// How often the loop has looked around.
    var looks: Int { state.withLock(\.looks) }

    func end() async {
      await withCheckedContinuation { waiter in
        state.withLock { $0.waiter = waiter }
        loop.attach(self)
      }
    }

    func begin(_ polled: inout [pollfd]) -> Int32 {
      loop.checkIsolated()
      return state.withLock { state in
        state.looks += 1
        guard state.left == 0 else {
          state.left -= 1
          return 0
        }
        state.waiter.take()?.resume()
        return -1
      }
    }

    func advance(_ polled: ArraySlice<pollfd>) { loop.checkIsolated() }
  }

  /// The loop looks around after so many jobs, and the end may come with the last of them.
  @Test func `ends at once in whatever round the work ends`() async {
    for count in 0..<200 {
      let ended = await LoopBench.run { loop in
        await CountedTransfers(count, on: loop).end()
        return count
      }
      #expect(ended == count)
    }
  }

  @Test func `looks around however many jobs there are`() async {
    let (ran, looks) = await LoopBench.run { loop in
      let transfers = CountedTransfers(0, on: loop)
      await transfers.end()
      let before = transfers.looks
      let ran = await withTaskGroup(of: Int.self) { group in
        for _ in 1...6_400 { group.addTask { 1 } }
        return await group.reduce(0, +)
      }
      return (ran, transfers.looks - before)
    }
    #expect(ran == 6_400)
    #expect(looks >= 100)
  }

  /// Calls a function that is isolated to nothing, so many times within each other.
  @concurrent private static func descend(_ depth: Int) async -> Int {
    depth == 0 ? 0 : await descend(depth - 1) + 1
  }

  /// A call that waits for nothing isn't interrupted by what else there is to do.
  @Test func `keeps nobody waiting in line for a call that needn't wait`() async {
    let order = await LoopBench.run { loop in
      let names = Notes<String>()
      await withTaskGroup(of: Void.self) { group in
        for name in ["first", "second"] {
          group.addTask {
            for _ in 1...3 {
              _ = await Self.descend(5)
              names.add(name)
            }
          }
        }
      }
      return names.all
    }
    #expect(order == ["first", "first", "first", "second", "second", "second"])
  }

  private actor Counter {
    var threads: Set<UInt> = []
    func note() { threads.insert(LoopBench.thread) }
  }

  private actor Resident {
    private let isolation: LoopIsolation
    init(_ loop: EventLoop) { isolation = LoopIsolation(to: loop) }
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      isolation.asUnownedSerialExecutor()
    }
    func thread() -> UInt { LoopBench.thread }
    /// Stops the program where this is not the loop's thread.
    nonisolated func assumedThread() -> UInt { assumeIsolated { _ in LoopBench.thread } }
  }

  @Test func `keeps tasks and all they start on its thread`() async {
    let foreign = await LoopBench.run { loop in
      let places = ForeignPlaces()
      async let child: Void = places.note("async let")
      await child
      places.note("after async let")
      await withTaskGroup(of: Void.self) { group in
        for number in 1...10 {
          group.addTask {
            places.note("a group's task")
            await Task.yield()
            places.note("a group's task after it yielded")
            if number == 3 { try? await loop.sleep(for: .milliseconds(1)) }
            places.note("a group's task after it slept")
          }
        }
      }
      places.note("after a group")
      let counter = Counter()
      await counter.note()
      places.note("after an actor")
      if await counter.threads != [LoopBench.thread] { places.note("in an actor") }
      try? await loop.sleep(for: .milliseconds(1))
      places.note("after a pause")
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume() }
      }
      places.note("after another thread has resumed it")
      return places.all
    }
    #expect(foreign == [])
  }

  @Test func `keeps who reads a stream on its thread, wherever it is written`() async {
    let (foreign, sum) = await LoopBench.run { _ in
      let places = ForeignPlaces()
      let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
      DispatchQueue.global().async {
        for number in 1...100 { continuation.yield(number) }
        continuation.finish()
      }
      var sum = 0
      for await number in stream {
        places.note("element \(number)")
        sum += number
      }
      places.note("after the stream")
      return (places.all, sum)
    }
    #expect(foreign == [])
    #expect(sum == 5050)
  }

  @Test func `runs an actor that lives on it, from wherever it is asked`() async {
    let (own, inside, outside, assumed) = await LoopBench.run { loop in
      let resident = Resident(loop)
      let outside = await onPool { await resident.thread() }
      return (LoopBench.thread, await resident.thread(), outside, resident.assumedThread())
    }
    #expect([inside, outside, assumed] == [own, own, own])
  }

  @Test func `lets work leave for the pool, and has it back`() async {
    let (before, pool, child, after) = await LoopBench.run { _ in
      let before = LoopBench.thread
      let (pool, child) = await onPool {
        async let child = LoopBench.thread
        return (LoopBench.thread, await child)
      }
      return (before, pool, child, LoopBench.thread)
    }
    #expect(pool != before)
    #expect(child != before)
    #expect(after == before)
  }

  @Test func `goes on while the pool computes`() async {
    let rounds = await LoopBench.run { loop in
      let isDone = SharedCount()
      async let work: Void = onPool {
        // As long as it takes the loop to do something else.
        while isDone.value == 0 {}
      }
      var rounds = 0
      while rounds < 10 {
        try? await loop.sleep(for: .milliseconds(1))
        rounds += 1
      }
      isDone.increase()
      await work
      return rounds
    }
    #expect(rounds == 10)
  }

  @Test func `passes on what the pool throws`() async {
    struct Failure: Error {}
    let isThrown = await LoopBench.run { _ in
      do throws(Failure) {
        try await onPool { () throws(Failure) in throw Failure() }
        return false
      } catch {
        return true
      }
    }
    #expect(isThrown)
  }

  @Test func `makes a thread where nobody runs it`() async {
    let loop = EventLoop()
    let resident = Resident(loop)
    let first = await resident.thread()
    try? await loop.sleep(for: .milliseconds(1))
    #expect(await resident.thread() == first)
  }

  // MARK: - Jobs

  @Test func `loses no job of many threads`() async {
    let jobs = 100_000
    let threads = 8
    let done = await LoopBench.run { loop in
      let done = SharedCount()
      await withCheckedContinuation { continuation in
        for _ in 1...threads {
          DispatchQueue(label: "test.jobs").async {
            for number in 1...(jobs / threads) {
              Task(executorPreference: loop) {
                // The last of all ends it: were one lost, it would never.
                if done.increase() == jobs { continuation.resume() }
              }
              // So that the loop falls asleep now and then.
              if number % 1000 == 0 { usleep(100) }
            }
          }
        }
      }
      return done.value
    }
    #expect(done == jobs)
  }

  @Test func `wakes for each job of a thread that waits for the last`() async {
    let rounds = 5000
    let isWoken = await LoopBench.run { loop in
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "test.jobs").async {
          for _ in 1...rounds {
            let done = DispatchSemaphore(value: 0)
            Task(executorPreference: loop) { done.signal() }
            guard done.wait(timeout: .now() + 60) == .success else {
              return continuation.resume(returning: false)
            }
          }
          continuation.resume(returning: true)
        }
      }
    }
    #expect(isWoken)
  }

  @Test func `looks at descriptors though there is always another job`() async {
    let events = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      let isDone = SharedCount()
      async let busy: Void = {
        while isDone.value == 0 { await Task.yield() }
      }()
      LoopBench.write(writing)
      let events = await loop.wait(for: reading, Int32(POLLIN))
      isDone.increase()
      await busy
      return events
    }
    #expect(events == Int16(POLLIN))
  }

  @Test func `looks at moments though there is always another job`() async {
    let slept = await LoopBench.run { loop in
      let isDone = SharedCount()
      async let busy: Void = {
        while isDone.value == 0 { await Task.yield() }
      }()
      let start = ContinuousClock.now
      try? await loop.sleep(for: .milliseconds(5))
      isDone.increase()
      await busy
      return ContinuousClock.now - start
    }
    #expect(slept >= .milliseconds(5))
  }
}
