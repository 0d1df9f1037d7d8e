package import JSON

/// The account of calls with an effect, for whoever has to answer for them: a line before a call is
/// sent, and one when it is over.
package protocol EffectAudit: Sendable {
  /// Writes that a call is about to be sent, and returns the line's number. A call whose line can't
  /// be written is not sent.
  func recordStart(of call: AuditedCall, at now: Timestamp) async throws(AuditFailure) -> Int

  /// Writes how the call ended, even when the calling task is cancelled. The effect can't be taken
  /// back, so it can't fail: what goes wrong is told elsewhere.
  func recordEnd(of call: AuditedCall, start: Int, _ end: EffectEnd, at now: Timestamp) async
}

/// What an audit tells of a call.
package struct AuditedCall: Equatable, Sendable {
  package let requestID: String
  package let intent: EffectIntent

  package init(requestID: String, intent: EffectIntent) {
    self.requestID = requestID
    self.intent = intent
  }
}

/// The audit can't be written.
package struct AuditFailure: Error, Equatable {
  /// A clause that names the file.
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}
