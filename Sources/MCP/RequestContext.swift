package import JSON
internal import JSONRPC

/// What one request says of itself: revision, client, where its progress goes. Nothing in it is
/// remembered for the next request.
package struct RequestContext: Sendable {
  package let version: ProtocolVersion
  /// The request's id in words, for logs.
  package let requestID: String
  package let progress: ProgressReporter
  /// Whether the client waits as long as it is told of progress. Of one that isn't, nobody knows:
  /// several frameworks give up after five seconds.
  package let isPatient: Bool
  package let client: ClientInteraction
  package let log: LogReporter
  /// W3C trace context to pass on with what is done for this request: `traceparent`, `tracestate`.
  package let trace: [(name: String, value: String)]

  package init(
    version: ProtocolVersion, requestID: String, progress: ProgressReporter = .none,
    isPatient: Bool = true, client: ClientInteraction = .none, log: LogReporter = .none,
    trace: [(name: String, value: String)] = []
  ) {
    self.version = version
    self.requestID = requestID
    self.progress = progress
    self.isPatient = isPatient
    self.client = client
    self.log = log
    self.trace = trace
  }
}

/// What the client behind a request can be asked for, and how.
package struct ClientInteraction: Sendable {
  /// Answers by key. In the modern revisions it throws the questions the first time, and the
  /// whole call runs again with the answers: what comes before must be repeatable.
  package typealias Ask =
    @Sendable ([InputRequired.Question]) async throws(Interruption) -> [String: JSONValue]

  private let capabilities: JSONObject
  private let answers: Ask

  package init(capabilities: JSONObject, ask: @escaping Ask) {
    self.capabilities = capabilities
    answers = ask
  }

  /// A client that can't be asked anything.
  package static let none = ClientInteraction(capabilities: [:]) { _ throws(Interruption) in
    throw .failed(ResponseError(.internalError, "this client can't be asked"))
  }

  /// Whether it shows pages beside answers, so that nothing has to be drawn in text.
  package var showsPages: Bool { AppPages.areShown(by: capabilities) }

  package func can(_ kind: InputRequest.Kind) -> Bool { kind.isOffered(by: capabilities) }

  /// Asks everything at once and returns the answers by key. Asking for what the client didn't
  /// declare fails with −32021.
  package func ask(
    _ questions: [InputRequired.Question]
  ) async throws(Interruption) -> [String: JSONValue] {
    for question in questions where !can(question.request.kind) {
      throw .failed(.missingCapability(question.request.kind))
    }
    return try await answers(questions)
  }

  /// Asks one thing.
  package func ask(_ key: String, _ request: InputRequest) async throws(Interruption) -> JSONValue {
    try await ask([InputRequired.Question(key, request)])[key] ?? .null
  }
}

/// Sends log messages to the client of one request, from the level it asked for upwards.
package struct LogReporter: Sendable {
  private let minimum: LogLevel?
  private let send: @Sendable (LogLevel, JSONValue) async -> Void

  /// `minimum` is the least grave level the client wants; nil when it wants none.
  package init(
    minimum: LogLevel?, send: @escaping @Sendable (LogLevel, JSONValue) async -> Void
  ) {
    self.minimum = minimum
    self.send = send
  }

  /// For requests whose client wants no log.
  package static let none = LogReporter(minimum: nil) { _, _ in }

  /// `data` is made only where it is wanted.
  package func log(_ level: LogLevel, _ data: @autoclosure () -> JSONValue) async {
    guard let minimum, level >= minimum else { return }
    await send(level, data())
  }
}

/// How grave a log message is, the least first (RFC 5424 section 6.2.1, `utilities/logging`).
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
  case debug
  case info
  case notice
  case warning
  case error
  case critical
  case alert
  case emergency

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .notice: 2
    case .warning: 3
    case .error: 4
    case .critical: 5
    case .alert: 6
    case .emergency: 7
    }
  }
}
