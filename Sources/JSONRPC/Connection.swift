internal import JSON
package import Logging
internal import Synchronization

/// The loop: read a line, decide what it means, answer it, read the next.
package struct Connection<Handler: MessageHandler>: Sendable {
  private let reader: LineReader
  private let writer: LineWriter
  private let handler: Handler
  private let inFlight: InFlightRequests
  private let outgoing = OutgoingRequests()
  private let drain: Duration
  private let logger: Logger

  /// After the end of input, requests already read are finished for at most `drain`.
  package init(
    reader: LineReader, writer: LineWriter, handler: Handler,
    inFlight: InFlightRequests = InFlightRequests(), drain: Duration = .seconds(5), logger: Logger
  ) {
    self.reader = reader
    self.writer = writer
    self.handler = handler
    self.inFlight = inFlight
    self.drain = drain
    self.logger = logger
  }

  /// Serves until the input ends, the output closes or the task is cancelled.
  package func run() async {
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        group.addTask {
          await handler.announce(to: AnnouncementOutlet { await send($0.json) })
        }
        await serve()
        group.cancelAll()
      }
    } onCancel: {
      reader.interrupt()
    }
  }

  private func serve() async {
    var isOpen = true
    while isOpen {
      let rest = await reader.read(begin)
      await rest.run()
      isOpen = !rest.isEnd
    }
  }

  /// What is left to do for an event when all that needs no waiting is done.
  private struct Rest {
    var isEnd = false
    let run: @Sendable () async -> Void
  }

  /// Does what an event asks for, up to what would have to wait; nothing when that was all.
  private func begin(_ event: LineReader.Event) -> Rest? {
    switch event {
    case .line(let bytes): return receive(bytes)
    case .lineTooLong:
      return Rest { await answerUnreadable(.invalidRequest, "the line is too long") }
    case .endOfInput: return Rest(isEnd: true) { await finishReadRequests() }
    case .outputClosed:
      return Rest(isEnd: true) {
        outgoing.close()
        inFlight.cancelAll()
      }
    }
  }

  /// Pauses while too many requests wait. Nothing is read meanwhile, so the output is watched: once
  /// nobody reads it, all that runs is dropped, and the reader tells the same.
  private func waitForRoom() async {
    await withDiscardingTaskGroup { group in
      group.addTask { [reader, inFlight] in
        guard await reader.waitForClosedOutput() else { return }
        reader.interrupt()
        inFlight.cancelAll()
      }
      await inFlight.waitForRoom()
      reader.stopWaiting()
    }
  }

  /// Lets the requests in flight finish, and drops those that don't in time.
  private func finishReadRequests() async {
    handler.inputEnded()
    outgoing.close()
    guard !inFlight.isEmpty else { return }
    let end = await withTaskGroup(of: DrainEnd.self) { group in
      group.addTask { [inFlight] in
        await inFlight.waitUntilEmpty()
        return .allAnswered
      }
      group.addTask { [drain] in
        try? await Task.sleep(for: drain)
        return .timePassed
      }
      group.addTask { [reader] in
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
    inFlight.cancelAll()
  }

  private enum DrainEnd {
    case allAnswered
    case timePassed
    case outputClosed
  }

  // MARK: - One line

  private func receive(_ bytes: [UInt8]) -> Rest? {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes.span)
    } catch {
      let reason = "not JSON: \(error)"
      return Rest { await answerUnreadable(.parseError, reason) }
    }
    if case .array(let members) = value, handler.acceptsBatches {
      return Rest { await receive(batch: members) }
    }
    let rest = receive(value) { response in
      guard let response else { return }
      await send(response)
    }
    if let rest { return rest }
    return inFlight.hasRoom ? nil : Rest { await waitForRoom() }
  }

  /// Answers the members of a batch with one array, once the last of them has its answer.
  private func receive(batch members: [JSONValue]) async {
    guard !members.isEmpty else {
      return await answerUnreadable(.invalidRequest, "a batch must not be empty")
    }
    let answers = BatchAnswers(expecting: members.count)
    for member in members {
      let rest = receive(member) { response in
        guard let batch = answers.add(response), !batch.isEmpty else { return }
        await send(.array(batch))
      }
      await rest?.run()
    }
    if !inFlight.hasRoom { await waitForRoom() }
  }

  /// Takes a response on its way; given nothing where none is due.
  private typealias Answer = @Sendable (Response?) async -> Void

  /// Handles one message. `answer` is called exactly once: in the rest, or by the request's work.
  private func receive(_ value: JSONValue, answer: @escaping Answer) -> Rest? {
    let message: Message
    do {
      message = try Message(value)
    } catch {
      let refusal = refusal(of: error)
      return Rest { await answer(refusal) }
    }
    switch message {
    case .request(let request): return receive(request, answer: answer)
    case .notification(let notification):
      if case .cancel(let id) = handler.receive(notification) { inFlight.cancel(id) }
    case .response(let response): outgoing.resolve(response)
    }
    return Rest { await answer(nil) }
  }

  private func receive(_ request: Request, answer: @escaping Answer) -> Rest? {
    let id = request.id
    switch handler.receive(request) {
    case .now(let result):
      let response = Response(id: id, outcome: .result(DeferredResult(result)))
      return Rest { await answer(response) }
    case .refused(let error): return Rest { await answer(Response(id: id, error: error)) }
    case .later(let operation): return start(id, operation, isStanding: false, answer: answer)
    case .standing(let operation): return start(id, operation, isStanding: true, answer: answer)
    }
  }

  private func start(
    _ id: RequestID,
    _ operation: @escaping @Sendable (RequestOutlet) async throws(ResponseError) -> DeferredResult,
    isStanding: Bool, answer: @escaping Answer
  ) -> Rest? {
    let outlet = outlet(for: id)
    let work = InFlightRequests.Work {
      do throws(ResponseError) {
        return .result(try await operation(outlet))
      } catch {
        return .error(error.json)
      }
    } deliver: { outcome in
      await answer(outcome.map { Response(id: id, outcome: $0) })
    }
    // The work begins here and now, up to its first wait: nearly always that for a service.
    guard !inFlight.start(id, work, isStanding: isStanding) else { return nil }
    let error = ResponseError(.invalidRequest, "id \(id) is in use by a running request")
    return Rest { await answer(Response(id: id, error: error)) }
  }

  // MARK: - Output

  private func outlet(for id: RequestID) -> RequestOutlet {
    RequestOutlet { notification in
      guard inFlight.mayNotify(id) else { return }
      await send(notification.json)
    } ask: { method, params throws(ResponseError) in
      let answer = await inFlight.withoutTurn {
        await outgoing.send(method, params) { await send($0) }
      }
      return try answer.get()
    }
  }

  private func send(_ response: Response) async {
    let isWritten = await writer.write(atMost: response.size) { response.json }
    if !isWritten { reader.interrupt() }
  }

  private func send(_ value: JSONValue) async {
    if await !writer.write({ value }) { reader.interrupt() }
  }

  private func refusal(of message: InvalidMessage) -> Response? {
    guard message.id != nil || handler.answersWithoutID else {
      logger.warning("skipped a message that can't be answered: \(message.reason)")
      return nil
    }
    return Response(id: message.id, error: ResponseError(.invalidRequest, message.reason))
  }

  private func answerUnreadable(_ code: ResponseError.Code, _ message: String) async {
    guard handler.answersWithoutID else {
      return logger.warning("skipped a line that can't be answered: \(message)")
    }
    await send(Response(id: nil, error: ResponseError(code, message)))
  }
}

/// Collects the answers of one batch until the last is there.
private final class BatchAnswers: Sendable {
  private struct State {
    var missing: Int
    var answers: [JSONValue] = []
  }

  private let state: Mutex<State>

  init(expecting count: Int) {
    state = Mutex(State(missing: count))
  }

  /// Adds one member's answer, or that it has none. Returns all of them with the last.
  func add(_ response: Response?) -> [JSONValue]? {
    state.withLock { state in
      state.missing -= 1
      if let response { state.answers.append(response.json) }
      return state.missing == 0 ? state.answers : nil
    }
  }
}
