package import JSON

/// What a connection serves: the meaning of the messages that arrive on it.
///
/// `receive` is called for one message after the other in the order of arrival, so what an earlier
/// message settles (a handshake) holds for the next. It must return at once: whatever takes time
/// goes into `Reply.later`.
package protocol MessageHandler: Sendable {
  func receive(_ request: Request) -> Reply
  func receive(_ notification: Notification) -> NotificationEffect

  /// Runs beside the loop as long as the connection lives, and sends what no request asked for.
  func announce(to outlet: AnnouncementOutlet) async

  /// Told when no more messages will come: standing requests are to end themselves.
  func inputEnded()

  /// Whether a line may hold an array of messages now.
  var acceptsBatches: Bool { get }
  /// Whether a line whose id can't be read is answered with an error that has none.
  var answersWithoutID: Bool { get }
}

/// How a request is answered.
package enum Reply: Sendable {
  case now(JSONValue)
  case refused(ResponseError)
  /// Work that runs beside other requests, and is cancelled with its task.
  case later(@Sendable (RequestOutlet) async throws(ResponseError) -> DeferredResult)
  /// Work that stays open until the client or the connection ends it. It takes no other request's
  /// turn.
  case standing(@Sendable (RequestOutlet) async throws(ResponseError) -> DeferredResult)
}

/// What a notification asks of the connection.
package enum NotificationEffect: Equatable, Sendable {
  case none
  /// Stop the request of that id and write nothing more for it; ignored when it isn't running.
  case cancel(RequestID)
}

/// Where a connection takes notifications that belong to no request.
package struct AnnouncementOutlet: Sendable {
  private let write: @Sendable (Notification) async -> Void

  package init(write: @escaping @Sendable (Notification) async -> Void) {
    self.write = write
  }

  package func notify(_ notification: Notification) async {
    await write(notification)
  }
}

/// Where a running request sends what belongs to it: notifications, and requests of its own.
package struct RequestOutlet: Sendable {
  /// Sends a request of that method and waits for its answer.
  package typealias Ask =
    @Sendable (String, JSONObject) async throws(ResponseError) -> JSONValue

  private let write: @Sendable (Notification) async -> Void
  private let ask: Ask

  package init(
    write: @escaping @Sendable (Notification) async -> Void,
    ask: @escaping Ask = { _, _ throws(ResponseError) in
      throw ResponseError(.internalError, "there is nobody to ask")
    }
  ) {
    self.write = write
    self.ask = ask
  }

  /// Asks the client something and waits for its answer; throws the error it answers with, or
  /// that it can't answer any more.
  package func request(
    _ method: String, _ params: JSONObject
  ) async throws(ResponseError) -> JSONValue {
    try await ask(method, params)
  }

  /// Sends a notification, or drops it when the request has been cancelled.
  package func notify(_ notification: Notification) async {
    await write(notification)
  }
}
