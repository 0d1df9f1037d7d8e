package import JSON

/// Sends log messages to the client of one request, from the level it asked for upwards.
package struct LogReporter: Sendable {
  private let minimum: LogLevel?
  private let send: @Sendable (LogLevel, JSONValue) async -> Void

  /// `minimum` is the least grave level the client wants; nothing when it wants none.
  package init(
    minimum: LogLevel?, send: @escaping @Sendable (LogLevel, JSONValue) async -> Void
  ) {
    self.minimum = minimum
    self.send = send
  }

  /// For requests whose client wants no log.
  package static let none = LogReporter(minimum: nil) { _, _ in }

  package func log(_ level: LogLevel, _ data: JSONValue) async {
    guard let minimum, level >= minimum else { return }
    await send(level, data)
  }
}
