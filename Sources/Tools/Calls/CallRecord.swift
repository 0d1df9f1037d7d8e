internal import JSON
internal import MCP
internal import Synchronization

/// What became of one call, for whoever keeps account of calls. It holds nothing of what was said.
package struct CallRecord: Sendable {
  package let requestID: String
  package let tool: String
  /// The service it was for; nil for the server's own tools that ask none.
  package let provider: String?
  package let effect: Effect
  /// Nil when the call was answered.
  package let error: ToolError.Code?
  /// What became of its effect, where the call failed and has one.
  package let outcome: ToolError.Outcome?
  package let totals: CallFootprint.Totals
  package let duration: Duration
}

extension CallRecord {
  /// What a call came to: an answer where there is no error.
  init(_ error: ToolError?, of tool: ToolDescriptor, _ scope: CallScope) {
    self.init(
      requestID: scope.context.requestID, tool: tool.name,
      provider: error?.provider ?? tool.service, effect: tool.effect, error: error?.code,
      outcome: error?.outcome, totals: scope.footprint.totals, duration: scope.deadline.elapsed)
  }
}

/// Is told of each call when it is over.
package protocol CallObserver: Sendable {
  func callEnded(_ record: CallRecord)
}

/// What the requests of one call came to, for the log. Whoever sends them notes it.
package final class CallFootprint: Sendable {
  /// The sum of all attempts of all requests.
  package struct Totals: Equatable, Sendable {
    package var attempts = 0
    /// The status of the last response; nil when none came.
    package var status: Int?
    /// Bytes of bodies.
    package var sent = 0
    package var received = 0
  }

  private let state = Mutex(Totals())

  package init() {}

  package var totals: Totals { state.withLock { $0 } }

  /// Notes an attempt, and the response where one came.
  package func note(sent: Int, answer response: (status: Int, bytes: Int)?) {
    state.withLock { totals in
      totals.attempts += 1
      totals.sent += sent
      totals.status = response?.status ?? totals.status
      totals.received += response?.bytes ?? 0
    }
  }
}
