internal import JSON
package import JSONRPC
package import Logging

/// MCP's stdio transport: one message a line, in from one descriptor and out to another.
package struct StdioTransport: Sendable {
  private let dispatcher: Dispatcher
  private let reader: LineReader
  private let send: Dispatcher.Send
  private let drain: Duration
  private let logger: Logger

  /// How long requests already read are finished after the end of input, unless it is said.
  package static let standardDrain = Duration.seconds(5)

  /// Lines of up to `lineLimit` bytes are taken. After the end of input, requests already read are
  /// finished for at most `drain`.
  package init(
    input: Int32, output: Int32, dispatcher: Dispatcher, lineLimit: Int = 16 << 20,
    drain: Duration = standardDrain, logger: Logger
  ) throws(SystemError) {
    let reader = try LineReader(input: input, output: output, lineLimit: lineLimit)
    let writer = LineWriter(output: output)
    self.dispatcher = dispatcher
    self.reader = reader
    self.drain = drain
    self.logger = logger
    send = { message in
      let isWritten = await writer.write(atMost: message.size) { message.json }
      if !isWritten { reader.interrupt() }
    }
  }

  /// Serves until the input ends, the output closes or the task is cancelled.
  package func run() async {
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await dispatcher.announce(send) }
        await serve()
        group.cancelAll()
      }
    } onCancel: {
      reader.interrupt()
    }
  }

  private func serve() async {
    while true {
      switch await reader.read(begin) {
      case .message(let handling):
        await handling.finish()
        if !dispatcher.hasRoom { await waitForRoom() }
      case .end(let work): return await work()
      }
    }
  }

  /// Why the reading thread stops for a while, or for good.
  private enum Pause: Sendable {
    /// A message needs more than the reading thread may do, or none may be read after it yet.
    case message(Dispatcher.Handling)
    case end(@Sendable () async -> Void)
  }

  /// Does what an event asks for on the thread that read it, up to what would have to wait: a
  /// request's work begins here, without waking another thread for it.
  private func begin(_ event: LineReader.Event) -> LineReader.Step<Pause> {
    switch event {
    case .line(let bytes): begin(bytes)
    case .lineTooLong: refuse(ResponseError(.invalidRequest, "the line is too long"))
    case .endOfInput: .stop(.end(finishReadRequests))
    case .outputClosed: .stop(.end(dispatcher.cancelAll))
    }
  }

  private func begin(_ line: [UInt8]) -> LineReader.Step<Pause> {
    let message: JSONValue
    do {
      message = try JSONParser.parse(line.span)
    } catch {
      return refuse(ResponseError(.parseError, "not JSON: \(error)"))
    }
    let handling = dispatcher.begin(message, send: send)
    if case .done = handling, dispatcher.hasRoom { return .next }
    return .stop(.message(handling))
  }

  private func refuse(_ error: ResponseError) -> LineReader.Step<Pause> {
    guard let refusal = dispatcher.refusal(of: error) else {
      logger.warning("skipped a line that can't be answered: \(error.message)")
      return .next
    }
    return .stop(.message(.pending { await send(.response(refusal)) }))
  }

  /// Pauses while too many requests wait. Nothing is read meanwhile, so the output is watched: once
  /// nobody reads it, all that runs is dropped, and the reader tells the same.
  private func waitForRoom() async {
    await withDiscardingTaskGroup { group in
      group.addTask {
        guard await reader.waitForClosedOutput() else { return }
        reader.interrupt()
        dispatcher.cancelAll()
      }
      await dispatcher.waitForRoom()
      reader.stopWaiting()
    }
  }

  /// Lets the requests in flight finish, and drops those that don't in time.
  private func finishReadRequests() async {
    dispatcher.endInput()
    guard !dispatcher.isIdle else { return }
    let end = await withTaskGroup(of: DrainEnd.self) { group in
      group.addTask {
        await dispatcher.waitUntilIdle()
        return .allAnswered
      }
      group.addTask {
        try? await Task.sleep(for: drain)
        return .timePassed
      }
      group.addTask {
        _ = await reader.waitForClosedOutput()
        return .outputClosed
      }
      let end = await group.next() ?? .allAnswered
      reader.interrupt()
      group.cancelAll()
      return end
    }
    guard end != .allAnswered else { return }
    logger.warning("requests still running were dropped", metadata: ["because": "\(end)"])
    dispatcher.cancelAll()
  }

  private enum DrainEnd {
    case allAnswered
    case timePassed
    case outputClosed
  }
}
