import Dispatch
import Loop
import Platform
import TestSupport
import Testing

/// Waiting on a loop for moments and descriptors.
@Suite(.timeLimit(.minutes(5)))
struct WaitTests {
  // MARK: - Moments

  @Test func `sleeps no shorter than asked`() async {
    for duration in [Duration.zero, .microseconds(300), .milliseconds(3), .milliseconds(30)] {
      let slept = await LoopBench.run { loop in
        let start = ContinuousClock.now
        try? await loop.sleep(for: duration)
        return ContinuousClock.now - start
      }
      #expect(slept >= duration)
      #expect(slept < duration + Machine.allows(.milliseconds(20)))
    }
  }

  @Test func `wakes in the order of the moments, not of those who wait`() async {
    let order = await LoopBench.run { loop in
      let order = Notes<Int>()
      await withTaskGroup(of: Void.self) { group in
        for number in [5, 3, 8, 1, 4, 7, 2, 6] {
          group.addTask {
            try? await loop.sleep(for: .milliseconds(2 * number))
            order.add(number)
          }
        }
        group.addTask {
          await Task.yield()
          // Nobody is woken meanwhile: afterwards all are due at once.
          usleep(30_000)
        }
      }
      return order.all
    }
    #expect(order == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func `stops sleeping when its task is cancelled`() async {
    let (isThrown, slept) = await LoopBench.run { loop in
      let start = ContinuousClock.now
      let task = Task(executorPreference: loop) {
        do throws(CancellationError) {
          try await loop.sleep(for: .seconds(3600))
          return false
        } catch {
          return true
        }
      }
      try? await loop.sleep(for: .milliseconds(5))
      task.cancel()
      return (await task.value, ContinuousClock.now - start)
    }
    #expect(isThrown)
    #expect(slept < Machine.allows(.seconds(1)))
  }

  @Test func `doesn't begin to sleep or to wait in a cancelled task`() async {
    let (sleeping, waiting) = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      let task = Task(executorPreference: loop) {
        withUnsafeCurrentTask { $0?.cancel() }
        var isThrown = false
        do { try await loop.sleep(for: .seconds(3600)) } catch { isThrown = true }
        return (isThrown, await loop.wait(for: reading, Int32(POLLIN)))
      }
      return await task.value
    }
    #expect(sleeping)
    #expect(waiting == nil)
  }

  @Test func `ends each of many pauses once, cancelled or not`() async {
    let ended = await LoopBench.run { loop in
      await withTaskGroup(of: Bool.self) { group in
        for number in 0..<1000 {
          group.addTask {
            let task = Task(executorPreference: loop) {
              (try? await loop.sleep(for: .microseconds(number * 7 % 3000))) != nil
            }
            // From a thread of the pool, while the loop is about to end it.
            _ = await onPool { usleep(UInt32(number * 13 % 3000)) }
            task.cancel()
            _ = await task.value
            return true
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
    }
    #expect(ended == 1000)
  }

  // MARK: - Descriptors

  @Test func `tells when there is something to read`() async {
    let events = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) {
        LoopBench.write(writing)
      }
      return await loop.wait(for: reading, Int32(POLLIN))
    }
    #expect(events == Int16(POLLIN))
  }

  @Test func `tells when there is room to write`() async {
    let (full, events) = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      _ = fcntl(writing, F_SETFL, O_NONBLOCK)
      let page = [UInt8](repeating: 0, count: 4096)
      while Platform.write(writing, page, page.count) > 0 {}
      let full = Task(executorPreference: loop) {
        await loop.wait(for: writing, Int32(POLLOUT))
      }
      try? await loop.sleep(for: .milliseconds(5))
      full.cancel()
      let outcome = await full.value
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) {
        var page = [UInt8](repeating: 0, count: 1 << 16)
        _ = Platform.read(reading, &page, page.count)
      }
      return (outcome, await loop.wait(for: writing, Int32(POLLOUT)))
    }
    #expect(full == nil)
    #expect(events == Int16(POLLOUT))
  }

  @Test func `tells when the other end has gone, to who waits for nothing else too`() async {
    let (reader, writer) = await LoopBench.run { loop in
      let first = LoopBench.pipe()
      let second = LoopBench.pipe()
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) {
        close(first.writing)
        close(second.reading)
      }
      let reader = await loop.wait(for: first.reading, Int32(POLLIN))
      let writer = await loop.wait(for: second.writing, 0)
      close(first.reading)
      close(second.writing)
      return (reader, writer)
    }
    #expect((reader ?? 0) & Int16(POLLHUP) != 0)
    #expect((writer ?? 0) & Int16(POLLERR) != 0)
  }

  @Test func `tells each of several waiters of a descriptor`() async {
    let events = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      async let first = loop.wait(for: reading, Int32(POLLIN))
      async let second = loop.ready(reading, Int32(POLLIN))
      try? await loop.sleep(for: .milliseconds(1))
      LoopBench.write(writing)
      return await [first, second]
    }
    #expect(events == [Int16(POLLIN), Int16(POLLIN)])
  }

  @Test func `stops waiting when its task is cancelled, unless told not to`() async {
    let (waiting, ready) = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      let waiting = Task(executorPreference: loop) {
        await loop.wait(for: reading, Int32(POLLIN))
      }
      let ready = Task(executorPreference: loop) { await loop.ready(reading, Int32(POLLIN)) }
      try? await loop.sleep(for: .milliseconds(5))
      waiting.cancel()
      ready.cancel()
      let outcome = await waiting.value
      LoopBench.write(writing)
      return (outcome, await ready.value)
    }
    #expect(waiting == nil)
    #expect(ready == Int16(POLLIN))
  }

  @Test func `has those who wait find what is reported`() async {
    let (events, other) = await LoopBench.run { loop in
      let (reading, writing) = LoopBench.pipe()
      defer {
        close(reading)
        close(writing)
      }
      async let first = loop.wait(for: reading, Int32(POLLIN))
      async let second = loop.ready(reading, 0)
      let other = Task(executorPreference: loop) { await loop.wait(for: writing, 0) }
      try? await loop.sleep(for: .milliseconds(1))
      loop.report(Int32(POLLHUP), of: reading)
      let events = await [first, second]
      other.cancel()
      return (events, await other.value)
    }
    #expect(events == [Int16(POLLHUP), Int16(POLLHUP)])
    #expect(other == nil)
  }

  @Test func `leaves nothing open`() async {
    // Its pipe is closed with it: a thousand loops would else have two thousand descriptors.
    for _ in 1...1000 { _ = await LoopBench.run { _ in 0 } }
    let (reading, writing) = LoopBench.pipe()
    #expect(reading >= 0 && reading < 2000)
    close(reading)
    close(writing)
  }
}
