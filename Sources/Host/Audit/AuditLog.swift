#if Ledger
package import JSON
package import Logging
package import Tools

/// Writes calls with an effect to an audit file, two lines each: before they are sent, and when
/// they are over.
package struct AuditLog: EffectAudit {
  let file: AuditFile
  let logger: Logger

  package init(file: AuditFile, logger: Logger) {
    self.file = file
    self.logger = logger
  }

  /// Of what a caller chooses, in code points.
  private static let textLimit = 300

  package func recordStart(of call: AuditedCall, at now: Timestamp) async throws(AuditFailure)
    -> Int
  {
    try await file.append(members("started", of: call, at: now))
  }

  package func recordEnd(of call: AuditedCall, start: Int, _ end: EffectEnd, at now: Timestamp)
    async
  {
    var members = members("ended", of: call, at: now)
    members["started"] = .number(JSONNumber(start))
    members["state"] = .string(end.state.rawValue)
    members["code"] = end.code.map { .string($0.rawValue) }
    do throws(AuditFailure) {
      _ = try await file.append(members)
    } catch {
      logger.error(
        "the end of a call is missing in the audit file: \(error.reason)",
        metadata: ["request_id": "\(call.requestID)", "started": .stringConvertible(start)])
    }
  }

  /// What both lines say: never more of the arguments than their digest.
  private func members(_ event: String, of call: AuditedCall, at now: Timestamp) -> JSONObject {
    let intent = call.intent
    var members: JSONObject = [
      "time": .string(now.description), "event": .string(event),
      "request_id": .string(call.requestID), "tool": .string(intent.tool),
      "provider": .string(intent.provider), "effect": .string(intent.effect.rawValue),
    ]
    members["subject"] = intent.subject.map(JSONValue.string)
    members["fingerprint"] = .string(intent.fingerprint)
    return JSONValue.object(members).visible(textLimit: Self.textLimit).object ?? members
  }
}
#endif
