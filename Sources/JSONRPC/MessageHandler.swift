package import JSON

/// What a connection serves: the meaning of the messages that arrive on it.
///
/// `receive` is called for one message after the other in the order of arrival, so what an earlier
/// message settles (a handshake) holds for the next. It must return at once: whatever takes time
/// goes into `Reply.later`.
package protocol MessageHandler: Sendable {
  func receive(_ request: Request) -> Reply
  func receive(_ notification: Notification) -> NotificationEffect
  func receive(_ response: Response)

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
  case later(@Sendable (RequestOutlet) async throws(ResponseError) -> JSONValue)
}

/// What a notification asks of the connection.
package enum NotificationEffect: Equatable, Sendable {
  case none
  /// Stop the request of that id and write nothing more for it; ignored when it isn't running.
  case cancel(RequestID)
}

/// Where a running request sends the notifications that belong to it.
package struct RequestOutlet: Sendable {
  private let write: @Sendable (Notification) async -> Void

  package init(write: @escaping @Sendable (Notification) async -> Void) {
    self.write = write
  }

  /// Sends a notification, or drops it when the request has been cancelled.
  package func notify(_ notification: Notification) async {
    await write(notification)
  }
}
