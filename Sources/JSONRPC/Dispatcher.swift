package import JSON
package import Logging
internal import Synchronization

/// One connection's messages: what comes in is understood and handed to the handler, and what goes
/// out is given to the transport. How messages are carried is the transport's affair.
///
/// A transport gives each message to `receive` in the order of arrival, and reads the next when that
/// returns. Beside that it runs `announce`. It calls `endInput` when no message can come any more, and
/// `cancelAll` when nobody is left to answer.
package final class Dispatcher: Sendable {
  /// Takes what goes out; called from many tasks at once.
  package typealias Send = @Sendable (OutgoingMessage) async -> Void

  private let handler: any MessageHandler
  private let inFlight: InFlightRequests
  private let outgoing = OutgoingRequests()
  private let logger: Logger

  /// `running` is shared by all connections of the process; `waitingLimit` is how many requests of
  /// this one may wait for their turn. They run on `executor`, or on the pool.
  package init(
    handler: any MessageHandler, running: RunningCallLimit, waitingLimit: Int = 1024,
    executor: (any TaskExecutor)? = nil, logger: Logger
  ) {
    self.handler = handler
    inFlight = InFlightRequests(
      running: running, waitingLimit: waitingLimit, executor: executor)
    self.logger = logger
  }

  /// Handles one message, or a batch where one is accepted, and returns when the next may come. A
  /// request's work begins in the calling task's place and runs there up to its first wait, which is
  /// nearly always that for a service.
  ///
  /// All that belongs to the message goes to `send`; `finished` is called once nothing more will.
  package func receive(
    _ message: JSONValue, send: @escaping Send, finished: @escaping @Sendable () -> Void = {}
  ) async {
    await receive(.value(message), send: send, finished: finished)
  }

  /// The same for what could be read only in part: each request in it is answered under its own id,
  /// wherever that can be told.
  package func receive(
    _ message: ReceivedMessage, send: @escaping Send,
    finished: @escaping @Sendable () -> Void = {}
  ) async {
    if let members = message.members {
      if handler.acceptsBatches {
        await receive(batch: members, send, finished)
      } else {
        await refuse(batch: members, send)
        finished()
      }
    } else {
      await receive(message, send) { responses in
        for response in responses { await send(.response(response)) }
        finished()
      }
    }
    await inFlight.waitForRoom()
  }

  /// Sends what no request asked for, as long as its task lives.
  package func announce(_ send: @escaping Send) async {
    await handler.announce { await send(.notification($0)) }
  }

  /// No more messages will come: standing requests end, and questions get no answer any more.
  package func endInput() {
    handler.inputEnded()
    outgoing.close()
  }

  /// Whether every request has been answered or dropped.
  package var isIdle: Bool { inFlight.isEmpty }

  /// Returns once every request has been answered or dropped, or when its task is cancelled.
  package func waitUntilIdle() async { await inFlight.waitUntilEmpty() }

  /// Drops every request of this connection, running or waiting: nobody is left to answer.
  package func cancelAll() {
    outgoing.close()
    inFlight.cancelAll()
  }

  /// Takes the responses on their way: none, one, or one for each request of what could not be read.
  private typealias Answer = @Sendable ([Response]) async -> Void

  /// Answers the members of a batch with one array, once the last of them has its response.
  private func receive(
    batch members: [ReceivedMessage], _ send: @escaping Send,
    _ finished: @escaping @Sendable () -> Void
  ) async {
    guard !members.isEmpty else {
      let refusals = refusal(of: InvalidMessage(id: nil, reason: "a batch must not be empty"))
      for refusal in refusals { await send(.response(refusal)) }
      return finished()
    }
    let batch = BatchResponses(expecting: members.count)
    for member in members {
      await receive(member, send) { responses in
        guard let responses = batch.add(responses) else { return }
        if !responses.isEmpty { await send(.batch(responses)) }
        finished()
      }
    }
  }

  /// Refuses each request of a batch in a revision that has none.
  private func refuse(batch members: [ReceivedMessage], _ send: @escaping Send) async {
    let error = ResponseError(.invalidRequest, "a message must be an object: batches are not taken")
    let ids = members.flatMap(\.idsOfRequests)
    if ids.isEmpty {
      for refusal in refusal(of: nil, error) { await send(.response(refusal)) }
    }
    for id in ids { await send(.response(Response(id: id, error: error))) }
  }

  /// Handles one message. `answer` is called exactly once: before this returns, or by the request's
  /// work.
  private func receive(
    _ received: ReceivedMessage, _ send: @escaping Send, answer: @escaping Answer
  ) async {
    switch received {
    case .value(let value): await receive(value, send, answer: answer)
    case .batch:
      await answer(refusal(of: InvalidMessage(id: nil, reason: "a message must be an object")))
    case .unreadable(let outline, let error): await answer(refusals(of: outline, error))
    }
  }

  private func receive(_ value: JSONValue, _ send: @escaping Send, answer: @escaping Answer) async {
    let message: Message
    do {
      message = try Message(value)
    } catch {
      return await answer(refusal(of: error))
    }
    switch message {
    case .request(let request): return await receive(request, send, answer: answer)
    case .notification(let notification):
      if case .cancel(let id) = handler.receive(notification) { inFlight.cancel(id) }
    case .response(let response): outgoing.resolve(response)
    }
    await answer([])
  }

  private func receive(
    _ request: Request, _ send: @escaping Send, answer: @escaping Answer
  ) async {
    let id = request.id
    switch handler.receive(request) {
    case .now(let result):
      await answer([Response(id: id, outcome: .result(DeferredResult(result)))])
    case .refused(let error): await answer([Response(id: id, error: error)])
    case .later(let work): await start(id, work, isStanding: false, send, answer: answer)
    case .standing(let work): await start(id, work, isStanding: true, send, answer: answer)
    }
  }

  private func start(
    _ id: RequestID, _ work: @escaping Reply.Work, isStanding: Bool, _ send: @escaping Send,
    answer: @escaping Answer
  ) async {
    let outlet = outlet(for: id, send)
    let inFlightWork = InFlightRequests.Work {
      await Response.Outcome(of: work, through: outlet)
    } deliver: { outcome in
      await answer(outcome.map { [Response(id: id, outcome: $0)] } ?? [])
    }
    guard !inFlight.start(id, inFlightWork, isStanding: isStanding) else { return }
    let error = ResponseError(.invalidRequest, "id \(id) is in use by a running request")
    await answer([Response(id: id, error: error)])
  }

  private func outlet(for id: RequestID, _ send: @escaping Send) -> RequestOutlet {
    RequestOutlet { [inFlight] notification in
      guard inFlight.mayNotify(id) else { return }
      await send(.notification(notification))
    } ask: { [inFlight, outgoing] method, params throws(ResponseError) in
      let result = await inFlight.withoutTurn {
        await outgoing.send(method, params) { await send(.request($0)) }
      }
      return try result.get()
    }
  }

  /// The responses to what could not be read. A question that it would have answered has failed.
  private func refusals(of outline: MessageOutline, _ error: ResponseError) -> [Response] {
    let named = outline.messages.filter { $0.id != nil }
    if named.isEmpty { return refusal(of: nil, error) }
    for response in named where response.isResponse {
      outgoing.resolve(Response(id: response.id, error: error))
    }
    return named.filter { !$0.isResponse }.map { Response(id: $0.id, error: error) }
  }

  private func refusal(of message: InvalidMessage) -> [Response] {
    refusal(of: message.id, ResponseError(.invalidRequest, message.reason))
  }

  /// The response to what can't be served; none where it has no id and the revision asks for one.
  private func refusal(of id: RequestID?, _ error: ResponseError) -> [Response] {
    guard id != nil || handler.answersWithoutID else {
      logger.warning("skipped a message that can't be answered: \(error.message)")
      return []
    }
    return [Response(id: id, error: error)]
  }
}

/// What a connection has to say.
package enum OutgoingMessage: Sendable {
  case response(Response)
  /// The responses to the members of a batch.
  case batch([Response])
  case notification(Notification)
  /// A question; its response comes in as a message of its own.
  case request(Request)

  package var json: JSONValue {
    switch self {
    case .response(let response): response.json
    case .batch(let responses): .array(responses.map(\.json))
    case .notification(let notification): notification.json
    case .request(let request): request.json
    }
  }

  /// About how many bytes it has as JSON; nil where that isn't known before it is made.
  package var size: Int? {
    if case .response(let response) = self { response.size } else { nil }
  }
}

/// Collects the responses to one batch until the last is there.
private final class BatchResponses: Sendable {
  private struct State {
    var missing: Int
    var responses: [Response] = []
  }

  private let state: Mutex<State>

  init(expecting count: Int) {
    state = Mutex(State(missing: count))
  }

  /// Adds one member's responses, of which there may be none. Returns all of them with the last.
  func add(_ responses: [Response]) -> [Response]? {
    state.withLock { state in
      state.missing -= 1
      state.responses += responses
      return state.missing == 0 ? state.responses : nil
    }
  }
}
