import JSON
import Synchronization
import TestSupport
import Testing

@testable import JSONRPC

struct InFlightRequestsTests {
  /// What was delivered, in order: the id, and whether there was an outcome.
  private final class Deliveries: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock { $0 } }
    func add(_ text: String) { list.withLock { $0.append(text) } }
  }

  private let gate = Gate()
  private let deliveries = Deliveries()

  private func work(_ name: Int) -> InFlightRequests.Work {
    InFlightRequests.Work { [gate] in
      await gate.pass()
      return .result(DeferredResult([:]))
    } deliver: { [deliveries] outcome in
      deliveries.add("\(name) \(outcome == nil ? "cancelled" : "answered")")
    }
  }

  @Test func `runs no more at once than it may, the others in order`() async {
    let requests = InFlightRequests(running: RunningCallLimit(2), waitingLimit: 10)
    for name in 1...5 { #expect(requests.start(.integer(name), work(name))) }
    await gate.waitForArrivals(2)
    #expect(gate.arrived == 2)
    gate.open()
    await requests.waitUntilEmpty()
    #expect(deliveries.all.count == 5)
    #expect(requests.isEmpty)
  }

  @Test func `refuses an id that is in flight, and takes it again afterwards`() async {
    let requests = InFlightRequests(running: RunningCallLimit(1))
    #expect(requests.start(.integer(1), work(1)))
    #expect(!requests.start(.integer(1), work(1)))
    #expect(requests.start(.string("1"), work(2)))
    gate.open()
    await requests.waitUntilEmpty()
    #expect(requests.start(.integer(1), work(1)))
    await requests.waitUntilEmpty()
  }

  @Test func `drops the outcome of a request cancelled while it ran`() async {
    let requests = InFlightRequests(running: RunningCallLimit())
    #expect(requests.start(.integer(1), work(1)))
    await gate.waitForArrivals(1)
    #expect(requests.mayNotify(.integer(1)))
    requests.cancel(.integer(1))
    #expect(!requests.mayNotify(.integer(1)))
    await requests.waitUntilEmpty()
    #expect(deliveries.all == ["1 cancelled"])
  }

  @Test func `never runs a request cancelled while it waited`() async {
    let requests = InFlightRequests(running: RunningCallLimit(1))
    #expect(requests.start(.integer(1), work(1)))
    #expect(requests.start(.integer(2), work(2)))
    requests.cancel(.integer(2))
    gate.open()
    await requests.waitUntilEmpty()
    #expect(deliveries.all.sorted() == ["1 answered", "2 cancelled"])
    #expect(gate.arrived == 1)
  }

  @Test func `ignores the cancellation of what isn't in flight`() async {
    let requests = InFlightRequests(running: RunningCallLimit())
    requests.cancel(.integer(7))
    #expect(requests.isEmpty)
  }

  @Test func `has no room once too many wait, until one has left`() async {
    let requests = InFlightRequests(running: RunningCallLimit(1), waitingLimit: 2)
    for name in 1...3 { #expect(requests.start(.integer(name), work(name))) }
    await gate.waitForArrivals(1)
    let room = Task { [deliveries] in
      await requests.waitForRoom()
      deliveries.add("room")
    }
    #expect(!deliveries.all.contains("room"))
    gate.open()
    await room.value
    await requests.waitUntilEmpty()
    #expect(deliveries.all.contains("room"))
  }

  @Test func `gives the turn of a request that waits for the client to another`() async {
    let requests = InFlightRequests(running: RunningCallLimit(1))
    let asking = InFlightRequests.Work { [gate] in
      await requests.withoutTurn { await gate.pass() }
      return .result(DeferredResult([:]))
    } deliver: { [deliveries] _ in
      deliveries.add("asked")
    }
    let quick = InFlightRequests.Work {
      .result(DeferredResult([:]))
    } deliver: { [deliveries, gate] _ in
      deliveries.add("quick")
      gate.open()
    }
    #expect(requests.start(.integer(1), asking))
    #expect(requests.start(.integer(2), quick))
    await requests.waitUntilEmpty()
    #expect(deliveries.all == ["quick", "asked"])
  }
}
