package import JSON

/// What one connection serves: the meaning of the messages that arrive on it.
///
/// `receive` is called for one message after the other in the order of arrival, so what an earlier
/// message settles (a handshake) holds for the next. It must return at once: whatever takes time
/// goes into `Reply.later`.
package protocol MessageHandler: Sendable {
  func receive(_ request: Request) -> Reply
  func receive(_ notification: Notification) -> NotificationEffect

  /// Runs as long as the connection lives, and sends what no request asked for.
  func announce(_ send: @escaping @Sendable (Notification) async -> Void) async

  /// Told when no more messages will come: standing requests are to end themselves.
  func inputEnded()

  /// Whether an array of messages is taken for a batch now.
  var acceptsBatches: Bool { get }
  /// Whether a message whose id can't be read is answered with an error that has none.
  var answersWithoutID: Bool { get }
}

/// How a request is answered.
package enum Reply: Sendable {
  package typealias Work = @Sendable (RequestOutlet) async throws(ResponseError) -> DeferredResult

  case now(JSONValue)
  case refused(ResponseError)
  /// Work that runs beside other requests, and is cancelled with its task.
  case later(Work)
  /// Work that stays open until the client or the connection ends it. It takes no other request's
  /// turn.
  case standing(Work)
}

/// What a notification asks of the connection.
package enum NotificationEffect: Equatable, Sendable {
  case none
  /// Stop the request of that id and send nothing more for it; ignored when it isn't running.
  case cancel(RequestID)
}

/// Where a running request sends what belongs to it: notifications, and requests of its own.
package struct RequestOutlet: Sendable {
  package typealias Ask =
    @Sendable (String, JSONObject) async throws(ResponseError) -> JSONValue

  /// Sends a notification, or drops it when the request has been cancelled.
  package let notify: @Sendable (Notification) async -> Void
  /// Asks the client something, by a method and its params, and waits for its result; throws the
  /// error it answers with, or that it can't answer any more.
  package let request: Ask

  package init(
    write: @escaping @Sendable (Notification) async -> Void,
    ask: @escaping Ask = { _, _ throws(ResponseError) in
      throw ResponseError(.internalError, "there is nobody to ask")
    }
  ) {
    notify = write
    request = ask
  }
}

extension MessageHandler {
  /// The outcome of one request on its own, without a connection.
  package func outcome(
    of request: Request, through outlet: RequestOutlet = RequestOutlet { _ in }
  ) async -> Response.Outcome {
    switch receive(request) {
    case .now(let result): .result(DeferredResult(result))
    case .refused(let error): .error(error.json)
    case .later(let work), .standing(let work): await Response.Outcome(of: work, through: outlet)
    }
  }
}

extension Response.Outcome {
  init(of work: Reply.Work, through outlet: RequestOutlet) async {
    do throws(ResponseError) {
      self = .result(try await work(outlet))
    } catch {
      self = .error(error.json)
    }
  }
}
