package import JSONRPC
package import Logging
package import Loop
internal import Platform

/// MCP's stdio transport: one message a line, in from one descriptor and out to another.
package struct StdioTransport: Sendable {
  private let input: Int32
  private let lineLimit: Int
  private let dispatcher: Dispatcher
  private let loop: EventLoop
  private let writer: LineWriter
  private let send: Dispatcher.Send
  private let drain: Duration
  private let logger: Logger

  /// How long requests already read are finished after the end of input, unless it is said.
  package static let standardDrain = Duration.seconds(5)

  /// From how many bytes on a line is read on the pool, so that the loop isn't held.
  private static let longLine = 256 << 10

  /// Lines of up to `lineLimit` bytes are taken. After the end of input, requests already read are
  /// finished for at most `drain`. The loop waits for both descriptors.
  package init(
    input: Int32, output: Int32, dispatcher: Dispatcher, lineLimit: Int = 16 << 20,
    drain: Duration = standardDrain, loop: EventLoop = .shared, logger: Logger
  ) {
    let writer = LineWriter(output: output, on: loop)
    self.input = input
    self.lineLimit = lineLimit
    self.dispatcher = dispatcher
    self.loop = loop
    self.writer = writer
    self.drain = drain
    self.logger = logger
    send = { message in
      // Who waits for the output to break learns of a failure.
      _ = await writer.write(atMost: message.size) { message.json }
    }
  }

  /// Serves until the input ends, the output closes or the task is cancelled.
  package func run() async {
    await withTaskExecutorPreference(loop) {
      await withDiscardingTaskGroup { group in
        group.addTask { await dispatcher.announce(send) }
        await serveUntilEnd()
        group.cancelAll()
      }
    }
    await writer.end()
  }

  private enum End {
    case ofInput
    case ofOutput
  }

  private func serveUntilEnd() async {
    await withTaskGroup(of: End.self) { group in
      group.addTask {
        await serve()
        return .ofInput
      }
      group.addTask {
        await writer.waitForBreak()
        return .ofOutput
      }
      // Nobody is left to answer: all that runs is dropped, which also makes room for the rest.
      if await group.next() == .ofOutput { dispatcher.cancelAll() }
      group.cancelAll()
    }
  }

  /// Reads and begins one message after the other. What a message asks for begins on the loop's
  /// thread and runs up to its first wait, which is nearly always that for a service.
  private func serve() async {
    var buffer = LineBuffer()
    while !Task.isCancelled {
      switch buffer.next(limit: lineLimit) {
      case .line(let bytes)?: await begin(bytes)
      case .lineTooLong(let outline)?:
        let error = ResponseError(
          .invalidRequest, "the line is too long: it may have \(lineLimit) bytes")
        await dispatcher.receive(.unreadable(outline, error), send: send)
      case .endOfInput?: return await finishReadRequests()
      case nil:
        guard await loop.wait(for: input, POLLIN) != nil else { return }
        // What can't be read any more has ended.
        let chunk = (try? Descriptors.readSome(input)) ?? []
        if chunk.isEmpty { buffer.end() } else { buffer.append(chunk) }
      }
    }
  }

  private func begin(_ line: [UInt8]) async {
    let message =
      line.count < Self.longLine ? ReceivedMessage(line) : await onPool { ReceivedMessage(line) }
    if let message { await dispatcher.receive(message, send: send) }
  }

  /// Lets the requests in flight finish, and drops those that don't in time.
  private func finishReadRequests() async {
    dispatcher.endInput()
    guard !dispatcher.isIdle else { return }
    let isIdle = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await dispatcher.waitUntilIdle()
        return true
      }
      group.addTask {
        try? await loop.sleep(for: drain)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() == true
    }
    // Cancelled, there is nobody to answer: who has cancelled drops what runs.
    guard !isIdle, !Task.isCancelled else { return }
    logger.warning("requests still running were dropped", metadata: ["after": "\(drain)"])
    dispatcher.cancelAll()
  }
}
