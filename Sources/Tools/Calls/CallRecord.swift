/// What became of one call, for whoever keeps account of calls. It holds nothing of what was said.
package struct CallRecord: Sendable {
  package let requestID: String
  package let tool: String
  /// The service it was for; nothing for the server's own tools that ask none.
  package let provider: String?
  package let effect: Effect
  /// Nothing when the call was answered.
  package let error: ToolError.Code?
  /// What became of its effect, where the call failed and has one.
  package let outcome: ToolError.Outcome?
  package let totals: CallFootprint.Totals
  package let duration: Duration
}

/// Is told of each call when it is over.
package protocol CallObserver: Sendable {
  func callEnded(_ record: CallRecord)
}
