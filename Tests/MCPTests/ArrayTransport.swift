import JSON
import JSONRPC
import Logging
import MCP
import Synchronization

/// A connection in memory: messages go in one by one, and all that comes out is kept in an array.
final class ArrayTransport: Sendable {
  private struct State {
    var messages: [JSONValue] = []
    var waiters: [(match: @Sendable (JSONValue) -> Bool, continuation: Continuation)] = []
  }

  private typealias Continuation = CheckedContinuation<JSONValue, Never>

  private let dispatcher: Dispatcher
  private let state = Mutex(State())

  init(_ server: Server, running: RunningCallLimit = RunningCallLimit()) {
    dispatcher = Dispatcher(
      handler: server.session(), running: running,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// What has come out so far.
  var messages: [JSONValue] { state.withLock { $0.messages } }

  func receive(_ message: JSONValue) async {
    await dispatcher.receive(message) { self.add($0.json) }
  }

  /// Sends what no request asked for, until the task is cancelled.
  func announce() async {
    await dispatcher.announce { self.add($0.json) }
  }

  /// Lets nothing more in, and returns when all that came before has been answered.
  func end() async {
    dispatcher.endInput()
    await dispatcher.waitUntilIdle()
  }

  /// Ends without an answer to anything.
  func drop() async {
    dispatcher.cancelAll()
    await dispatcher.waitUntilIdle()
  }

  /// The first message out that has all these members, once it is there.
  func message(with members: JSONObject) async -> JSONValue {
    await message { message in members.allSatisfy { message[$0.key] == $0.value } }
  }

  /// The first message out that matches, once it is there.
  func message(where match: @escaping @Sendable (JSONValue) -> Bool) async -> JSONValue {
    await withCheckedContinuation { continuation in
      let found = state.withLock { state in
        let found = state.messages.first(where: match)
        if found == nil { state.waiters.append((match, continuation)) }
        return found
      }
      if let found { continuation.resume(returning: found) }
    }
  }

  private func add(_ message: JSONValue) {
    let ready = state.withLock { state in
      state.messages.append(message)
      let ready = state.waiters.filter { $0.match(message) }
      state.waiters.removeAll { $0.match(message) }
      return ready
    }
    for waiter in ready { waiter.continuation.resume(returning: message) }
  }
}
