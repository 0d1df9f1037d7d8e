import Dispatch
import Loop
import Platform
import Synchronization

/// A loop of a test's own.
enum LoopBench {
  /// Runs the work on a new loop, on a thread made for it.
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable (EventLoop) async -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "test.loop").async {
        let loop = EventLoop()
        continuation.resume(returning: loop.run { await work(loop) })
      }
    }
  }

  /// This thread, as a number.
  static var thread: UInt { UInt(bitPattern: pthread_self().hashValue) }

  /// A pipe whose ends a test closes.
  static func pipe() -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = Platform.pipe(&ends)
    return (ends[0], ends[1])
  }

  static func write(_ descriptor: Int32) {
    _ = Platform.write(descriptor, [1], 1)
  }
}

/// A number that threads share.
final class SharedCount: Sendable {
  private let number = Atomic(0)
  var value: Int { number.load(ordering: .acquiring) }
  /// Adds one; what there is then.
  @discardableResult
  func increase() -> Int { number.add(1, ordering: .acquiringAndReleasing).newValue }
}

/// What tests note in their order, from any thread.
final class Notes<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  var all: [Element] { elements.withLock(\.self) }
  func add(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// The places where something was not on the thread that made this.
final class ForeignPlaces: Sendable {
  private let own = LoopBench.thread
  private let notes = Notes<String>()
  var all: [String] { notes.all }
  func note(_ place: String) {
    if LoopBench.thread != own { notes.add(place) }
  }
}
