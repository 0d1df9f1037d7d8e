import JSON
import JSONRPC
import Logging
import Synchronization
import TestSupport
import Testing

/// A dispatcher as a transport with an answer of its own for each message would use it.
@Suite(.timeLimit(.minutes(10)))
struct DispatcherTests {
  /// Tells that it began, waits at the gate, and answers.
  private struct WaitingHandler: MessageHandler {
    let gate = Gate()
    let acceptsBatches = true
    let answersWithoutID = true

    func receive(_ request: Request) -> Reply {
      guard request.method == "wait" else { return .now([:]) }
      return .later { [gate] outlet in
        await outlet.notify(Notification(method: "begun"))
        await gate.pass()
        return DeferredResult([:])
      }
    }

    func receive(_ notification: Notification) -> NotificationEffect {
      notification.params?["id"].flatMap { RequestID($0) }.map { .cancel($0) } ?? .none
    }

    func announce(_ send: @escaping @Sendable (Notification) async -> Void) async {
      await send(Notification(method: "announced"))
    }

    func inputEnded() {}
  }

  /// What belongs to one message, up to its end.
  private final class Exchange: Sendable {
    private let continuation: AsyncStream<JSONValue>.Continuation
    private let messages: AsyncStream<JSONValue>

    init() {
      (messages, continuation) = AsyncStream.makeStream()
    }

    func add(_ message: OutgoingMessage) { continuation.yield(message.json) }
    func finish() { continuation.finish() }

    /// All of it, once it is finished.
    var all: [JSONValue] {
      get async {
        var all: [JSONValue] = []
        for await message in messages { all.append(message) }
        return all
      }
    }
  }

  private let handler = WaitingHandler()
  private let dispatcher: Dispatcher

  init() {
    dispatcher = Dispatcher(
      handler: handler, running: RunningCallLimit(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private func receive(_ message: JSONValue) async -> Exchange {
    let exchange = Exchange()
    await dispatcher.receive(message) {
      exchange.add($0)
    } finished: {
      exchange.finish()
    }
    return exchange
  }

  private func wait(_ id: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": id, "method": "wait"]
  }

  private func result(_ id: JSONValue) -> JSONValue { ["jsonrpc": "2.0", "id": id, "result": [:]] }

  private let begun: JSONValue = ["jsonrpc": "2.0", "method": "begun"]

  @Test func `sends all that belongs to a message to its own end, and says when that was all`()
    async
  {
    let (slow, other) = (await receive(wait(1)), await receive(wait(2)))
    await handler.gate.waitForArrivals(2)
    #expect(await receive(["jsonrpc": "2.0", "id": 3, "method": "now"]).all == [result(3)])
    #expect(await receive(["jsonrpc": "2.0", "method": "note"]).all == [])
    #expect(await receive(["jsonrpc": "2.0", "id": "x", "result": [:]]).all == [])
    #expect(await receive(wait(2)).all.first?["error"]?["code"] == -32600)
    handler.gate.open()
    #expect(await slow.all == [begun, result(1)])
    #expect(await other.all == [begun, result(2)])
    await dispatcher.waitUntilIdle()
    #expect(dispatcher.isIdle)
  }

  @Test func `says that a cancelled request was all, without a response`() async {
    let slow = await receive(wait(1))
    await handler.gate.waitForArrivals(1)
    #expect(await receive(["jsonrpc": "2.0", "method": "stop", "params": ["id": 1]]).all == [])
    #expect(await slow.all == [begun])
  }

  @Test func `finishes a batch with the last of its members`() async {
    let batch = await receive([wait(1), ["jsonrpc": "2.0", "id": 2, "method": "now"]])
    await handler.gate.waitForArrivals(1)
    handler.gate.open()
    #expect(await batch.all == [begun, [result(2), result(1)]])
    #expect(await receive([["jsonrpc": "2.0", "method": "note"]]).all == [])
    #expect(await receive([]).all.first?["error"]?["code"] == -32600)
  }

  @Test func `finishes all that was waiting when nobody is left to answer`() async {
    let waiting = [await receive(wait(1)), await receive(wait(2))]
    // What is cancelled before it has begun says nothing.
    await handler.gate.waitForArrivals(2)
    dispatcher.cancelAll()
    for exchange in waiting { #expect(await exchange.all == [begun]) }
    await dispatcher.waitUntilIdle()
  }

  @Test func `announces without a request`() async {
    let exchange = Exchange()
    await dispatcher.announce { exchange.add($0) }
    exchange.finish()
    #expect(await exchange.all == [["jsonrpc": "2.0", "method": "announced"]])
  }
}
