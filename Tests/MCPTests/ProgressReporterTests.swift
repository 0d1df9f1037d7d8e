import MCP
import Synchronization
import Testing

struct ProgressReporterTests {
  /// A clock that stands where it is put, and what was sent by it.
  private final class Scene: Sendable {
    private let start = ContinuousClock.now
    private let elapsed = Mutex(Duration.zero)
    private let list = Mutex<[Double]>([])

    var now: ContinuousClock.Instant { start + elapsed.withLock { $0 } }
    var sent: [Double] { list.withLock { $0 } }

    func advance(_ duration: Duration) { elapsed.withLock { $0 += duration } }
    func add(_ progress: Double) { list.withLock { $0.append(progress) } }
  }

  private let scene = Scene()

  /// Reports these values, so long after one another, and returns what was sent.
  private func report(_ values: [Double], each pause: Duration) async -> [Double] {
    let reporter = ProgressReporter { [scene] in
      scene.now
    } send: { [scene] step in
      scene.add(step.progress)
    }
    for value in values {
      await reporter.report(ProgressReporter.Step(progress: value))
      scene.advance(pause)
    }
    return scene.sent
  }

  @Test func `sends only values that rise`() async {
    #expect(await report([1, 1, 0.5, 2, 2.5], each: .seconds(1)) == [1, 2, 2.5])
  }

  @Test func `sends at most ten a second`() async {
    #expect(await report([1, 2, 3, 4, 5], each: .milliseconds(50)) == [1, 3, 5])
  }
}
