import Foundation
import JSON
import JSONRPC
import Logging
import Loop
import Stdio
import TestSupport
import Testing

/// A dispatcher behind two pipes, with a handler that does what a message's method says.
private final class Exchange: Sendable {
  let handler: ScriptedHandler
  private let input: FileHandle
  private let output: FileHandle
  private let ends: [FileHandle]
  private let serving: Task<Void, Never>

  init(
    acceptsBatches: Bool = false, answersWithoutID: Bool = true, drain: Duration = .seconds(60),
    running: RunningCallLimit = RunningCallLimit(), waitingLimit: Int = 1024
  ) throws {
    let (reading, sending) = try PrivateDescriptors.pipe()
    let (receiving, writing) = try PrivateDescriptors.pipe()
    input = FileHandle(fileDescriptor: sending, closeOnDealloc: true)
    output = FileHandle(fileDescriptor: receiving, closeOnDealloc: true)
    ends = [reading, writing].map { FileHandle(fileDescriptor: $0, closeOnDealloc: true) }
    handler = ScriptedHandler(acceptsBatches: acceptsBatches, answersWithoutID: answersWithoutID)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let dispatcher = Dispatcher(
      handler: handler, running: running, waitingLimit: waitingLimit,
      executor: EventLoop.shared, logger: logger)
    let transport = StdioTransport(
      input: reading, output: writing, dispatcher: dispatcher, lineLimit: 1 << 20, drain: drain,
      logger: logger)
    serving = Task { await transport.run() }
  }

  func send(_ lines: String...) throws {
    for line in lines { try input.write(contentsOf: Data((line + "\n").utf8)) }
  }

  /// Ends the input, waits for the connection to end and returns what it wrote, sorted.
  func finish() async throws -> [String] {
    try closeInput()
    await serving.value
    try ends[1].close()
    let bytes = try output.readToEnd() ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init).sorted()
  }

  func closeInput() throws { try input.close() }

  func closeOutput() throws { try output.close() }

  func waitForEnd() async { await serving.value }
}

private struct ScriptedHandler: MessageHandler {
  let acceptsBatches: Bool
  let answersWithoutID: Bool
  let gate = Gate()

  func receive(_ request: Request) -> Reply {
    switch request.method {
    case "now": .now(["said": .string(request.method)])
    case "refuse": .refused(ResponseError(.methodNotFound, "no"))
    case "fail": .later { _ throws(ResponseError) in throw ResponseError(.internalError, "bad") }
    case "wait":
      .later { [gate] outlet in
        await outlet.notify(JSONRPC.Notification(method: "begun"))
        await gate.pass()
        await outlet.notify(JSONRPC.Notification(method: "over"))
        return DeferredResult(["waited": true])
      }
    case "forever":
      .later { _ in
        while true { await Gate().pass() }
      }
    default: .later { _ in DeferredResult(["later": true]) }
    }
  }

  func receive(_ notification: JSONRPC.Notification) -> NotificationEffect {
    guard notification.method == "cancel", let id = notification.params?["id"] else { return .none }
    return RequestID(id).map { .cancel($0) } ?? .none
  }

  func announce(_ send: @escaping @Sendable (JSONRPC.Notification) async -> Void) async {}

  func inputEnded() {}
}

@Suite(.timeLimit(.minutes(10)))
struct StdioTransportTests {
  @Test func `answers each request once and goes on after bad lines`() async throws {
    let exchange = try Exchange()
    try exchange.send(
      #"{"jsonrpc":"2.0","id":1,"method":"now"}"#, "not json", #"{"jsonrpc":"2.0"}"#, "[1]",
      #"{"jsonrpc":"2.0","id":2,"method":"later"}"#, #"{"jsonrpc":"2.0","method":"unknown"}"#,
      #"{"jsonrpc":"2.0","id":3,"method":"refuse"}"#, #"{"jsonrpc":"2.0","id":4,"method":"fail"}"#,
      #"{"jsonrpc":"2.0","id":9,"result":{}}"#)
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"a message must be an object: batches are not taken"}}"#,
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"a message needs a method, a result or an error"}}"#,
        #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"not JSON: unexpected 'o' at byte 1"}}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{"said":"now"}}"#,
        #"{"jsonrpc":"2.0","id":2,"result":{"later":true}}"#,
        #"{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no"}}"#,
        #"{"jsonrpc":"2.0","id":4,"error":{"code":-32603,"message":"bad"}}"#,
      ])
  }

  @Test func `stays silent about what has no id where the protocol asks for one`() async throws {
    let exchange = try Exchange(answersWithoutID: false)
    try exchange.send("not json", #"{"jsonrpc":"2.0"}"#, #"{"jsonrpc":"2.0","id":1}"#)
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"a message needs a method, a result or an error"}}"#
      ])
  }

  @Test func `skips a line past the limit and says so`() async throws {
    let exchange = try Exchange()
    let long = String(repeating: "x", count: 1 << 20)
    // Another task, because the pipe holds less than the line.
    async let sent: Void = exchange.send(
      #"{"jsonrpc":"2.0","id":0,"method":"now","params":{"a":"\#(long)"}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"now"}"#)
    try await sent
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","id":0,"error":{"code":-32600,"message":"the line is too long: it may have 1048576 bytes"}}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{"said":"now"}}"#,
      ])
  }

  @Test func `answers what it can't read under its own id, where the protocol asks for one`()
    async throws
  {
    let exchange = try Exchange(answersWithoutID: false)
    try exchange.send(
      "\u{FEFF}", "\u{FEFF}" + #"{"jsonrpc":"2.0","id":1,"method":"now"}"#, "nothing",
      #"{"jsonrpc":"2.0","id":2,"method":"now","params":{"id":3,"a":NaN}}"#,
      #"{"jsonrpc":"2.0","id":4.5,"method":"now"}"#, #"{"jsonrpc":"2.0","id":5,"result":NaN}"#,
      #"[{"jsonrpc":"2.0","id":6,"method":"now"},{"id":7,"result":{}}]"#)
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","id":1,"result":{"said":"now"}}"#,
        #"{"jsonrpc":"2.0","id":2,"error":{"code":-32700,"message":"not JSON: unexpected 'N' at byte 60"}}"#,
        #"{"jsonrpc":"2.0","id":4.5,"error":{"code":-32600,"message":"id must be a string or an integer"}}"#,
        #"{"jsonrpc":"2.0","id":6,"error":{"code":-32600,"message":"a message must be an object: batches are not taken"}}"#,
      ])
  }

  @Test func `answers a batch as one, though a message of it is no JSON`() async throws {
    let exchange = try Exchange(acceptsBatches: true)
    try exchange.send(
      #"[{"jsonrpc":"2.0","id":1,"method":"now"},{"id":2,"method":NaN},"\ud83d",3]"#)
    let answers = try await exchange.finish().map { try JSONValue(parsing: $0) }
    let batch = try #require(answers.first?.array)
    #expect(answers.count == 1)
    #expect(batch.map { $0["id"]?.int } == [1, 2, nil, nil])
    #expect(batch.map { $0["error"]?["code"]?.int } == [nil, -32700, -32600, -32600])
  }

  @Test func `writes nothing more for a cancelled request`() async throws {
    let exchange = try Exchange()
    try exchange.send(#"{"jsonrpc":"2.0","id":1,"method":"wait"}"#)
    await exchange.handler.gate.waitForArrivals(1)
    try exchange.send(
      #"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"now"}"#)
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","id":2,"result":{"said":"now"}}"#,
        #"{"jsonrpc":"2.0","method":"begun"}"#,
      ])
  }

  @Test func `answers quick requests while a slow one runs, and refuses its id`() async throws {
    let exchange = try Exchange()
    try exchange.send(
      #"{"jsonrpc":"2.0","id":1,"method":"wait"}"#, #"{"jsonrpc":"2.0","id":1,"method":"wait"}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"later"}"#)
    await exchange.handler.gate.waitForArrivals(1)
    exchange.handler.gate.open()
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"id 1 is in use by a running request"}}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{"waited":true}}"#,
        #"{"jsonrpc":"2.0","id":2,"result":{"later":true}}"#,
        #"{"jsonrpc":"2.0","method":"begun"}"#, #"{"jsonrpc":"2.0","method":"over"}"#,
      ])
  }

  @Test func `answers a batch with one array`() async throws {
    let exchange = try Exchange(acceptsBatches: true)
    try exchange.send(
      #"[{"jsonrpc":"2.0","id":1,"method":"now"},{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","id":2,"method":"later"},{"jsonrpc":"2.0","id":3}]"#
    )
    let lines = try await exchange.finish()
    #expect(lines.count == 1)
    let answers = try JSONValue(parsing: lines[0]).array ?? []
    #expect(Set(answers.map { $0["id"] }) == [1, 2, 3])
  }

  @Test func `answers a batch without requests with nothing, an empty one with an error`()
    async throws
  {
    let exchange = try Exchange(acceptsBatches: true)
    try exchange.send(#"[{"jsonrpc":"2.0","method":"x"}]"#, "[]")
    let lines = try await exchange.finish()
    #expect(
      lines == [
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"a batch must not be empty"}}"#
      ])
  }

  @Test func `leaves a cancelled member out of its batch`() async throws {
    let exchange = try Exchange(acceptsBatches: true)
    try exchange.send(
      #"[{"jsonrpc":"2.0","id":1,"method":"wait"},{"jsonrpc":"2.0","id":2,"method":"now"}]"#)
    await exchange.handler.gate.waitForArrivals(1)
    try exchange.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#)
    let lines = try await exchange.finish()
    #expect(lines.contains(#"[{"jsonrpc":"2.0","id":2,"result":{"said":"now"}}]"#))
  }

  @Test func `gives up what still runs when the drain time has passed`() async throws {
    let exchange = try Exchange(drain: .milliseconds(20))
    try exchange.send(#"{"jsonrpc":"2.0","id":1,"method":"wait"}"#)
    await exchange.handler.gate.waitForArrivals(1)
    #expect(try await exchange.finish() == [#"{"jsonrpc":"2.0","method":"begun"}"#])
  }

  @Test func `ends when nobody reads its output any more`() async throws {
    let exchange = try Exchange()
    try exchange.closeOutput()
    await exchange.waitForEnd()
  }

  @Test func `ends when nobody reads its output while its queue is full`() async throws {
    let exchange = try Exchange(running: RunningCallLimit(1), waitingLimit: 2)
    for id in 1...5 { try exchange.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"wait"}"#) }
    await exchange.handler.gate.waitForArrivals(1)
    try exchange.closeOutput()
    await exchange.waitForEnd()
    #expect(exchange.handler.gate.arrived == 1)
  }

  @Test func `goes on after its queue was full`() async throws {
    let exchange = try Exchange(running: RunningCallLimit(1), waitingLimit: 2)
    for id in 1...9 { try exchange.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"wait"}"#) }
    await exchange.handler.gate.waitForArrivals(1)
    exchange.handler.gate.open()
    let lines = try await exchange.finish()
    #expect(lines.filter { $0.contains("waited") }.count == 9)
  }

  @Test func `ends when nobody reads its output while it drains`() async throws {
    let exchange = try Exchange()
    try exchange.send(#"{"jsonrpc":"2.0","id":1,"method":"wait"}"#)
    await exchange.handler.gate.waitForArrivals(1)
    try exchange.closeInput()
    try exchange.closeOutput()
    await exchange.waitForEnd()
  }
}
