internal import JSON
internal import MCP

/// Stands between a call with an effect and the request that does it: puts it on record first, and
/// holds it back when it was done before.
package struct EffectGuard: Sendable {
  private let ledger: (any EffectLedger)?
  private let audit: (any EffectAudit)?
  /// Of what a call says, to know it again.
  private let digest: TextDigest
  private let clock: WallClock

  /// Without a ledger nothing is remembered, and nothing held back.
  package init(
    ledger: (any EffectLedger)?, audit: (any EffectAudit)? = nil,
    digest: TextDigest = .ofThisProcess, clock: WallClock
  ) {
    self.ledger = ledger
    self.audit = audit
    self.digest = digest
    self.clock = clock
  }

  /// One that writes nothing down, and so has no use for a clock.
  static let forgetful = EffectGuard(
    ledger: nil, clock: WallClock { Timestamp(secondsSince1970: 0) })

  /// A call as it is put on record. Throws where it has a condition that no record can tell of.
  func intent(
    of call: ToolCall, _ target: CallTarget, caps: [EffectCap]
  ) throws(ToolError) -> EffectIntent {
    var intent = EffectIntent(call, target, caps: caps, digest: digest)
    guard let recency = call.recency else { return intent }
    guard ledger != nil else { throw .unremembered }
    guard !intent.recipients.isEmpty else { throw .unaddressed(call.tool.effect) }
    intent.unlessSentSince = recency.start(at: clock.now(), by: clock)
    return intent
  }

  /// What is on record, newest first; nil where nothing is remembered.
  func entries(_ query: LedgerQuery) async throws(ToolError) -> [LedgerEntry]? {
    do throws(LedgerFailure) {
      return try await ledger?.entries(query, at: clock.now())
    } catch {
      throw ToolError(.forbidden, withheld: "The record can't be read: \(error.reason).")
    }
  }

  /// Does the work of a call that was put on record, and records how it ended, without what the call
  /// gave as a secret.
  func run(
    _ call: ToolCall, _ intent: EffectIntent, _ work: () async throws(ToolError) -> JSONObject
  ) async throws(ToolError) -> RecordedAnswer {
    let requestID = call.context.requestID
    guard let ledger else { return RecordedAnswer(try await audited(intent, requestID, work)) }
    let beginning: Beginning
    do throws(LedgerFailure) {
      beginning = try await ledger.begin(intent, at: clock.now())
    } catch {
      throw .unrecorded(error)
    }
    let id: Int
    switch beginning {
    case .begun(let number): id = number
    case .refused(.sameKey(let entry)) where entry.state == .accepted && entry.answer != nil:
      call.footprint.note("the answer was on record")
      return RecordedAnswer(entry.answer ?? [:], replayedFrom: entry.startedAt)
    case .refused(let conflict): throw .heldBack(by: conflict, at: clock.now())
    }
    do throws(ToolError) {
      let answer = try await audited(intent, requestID, work)
      let kept = answer.keepable(concealing: call.secrets)
      await settle(id, EffectEnd(.accepted, answer: kept), in: ledger)
      return RecordedAnswer(answer)
    } catch {
      await settle(id, EffectEnd(error.effectState, code: error.code), in: ledger)
      throw error
    }
  }

  /// Does the work between its two lines in the audit. What is held back has none; what can't have
  /// its first is not done.
  private func audited(
    _ intent: EffectIntent, _ requestID: String, _ work: () async throws(ToolError) -> JSONObject
  ) async throws(ToolError) -> JSONObject {
    guard let audit else { return try await work() }
    let call = AuditedCall(requestID: requestID, intent: intent)
    let start: Int
    do throws(AuditFailure) {
      start = try await audit.recordStart(of: call, at: clock.now())
    } catch {
      throw .unaudited(error)
    }
    do throws(ToolError) {
      let answer = try await work()
      await audit.recordEnd(of: call, start: start, EffectEnd(.accepted), at: clock.now())
      return answer
    } catch {
      let end = EffectEnd(error.effectState, code: error.code)
      await audit.recordEnd(of: call, start: start, end, at: clock.now())
      throw error
    }
  }

  /// An entry that can't be settled stays as started, and becomes unknown with this process: the
  /// worst that is true of it.
  private func settle(_ id: Int, _ end: EffectEnd, in ledger: any EffectLedger) async {
    try? await ledger.end(id, end, at: clock.now())
  }
}

/// The answer of a call that was put on record.
struct RecordedAnswer {
  let content: JSONObject
  /// When the call began whose answer it is; nil when it is this one's own.
  let replayedFrom: Timestamp?

  init(_ content: JSONObject, replayedFrom: Timestamp? = nil) {
    self.content = content
    self.replayedFrom = replayedFrom
  }
}

extension ToolError {
  /// What is known of the effect of a call that failed so.
  fileprivate var effectState: LedgerEntry.State {
    switch outcome {
    case .notSent, .rejected: .rejected
    case .accepted: .accepted
    case .unknown, nil: .unknown
    }
  }
}

extension ToolCall {
  /// What it gives for a header field is taken for a secret: keys stand there.
  fileprivate var secrets: Redaction {
    Redaction(
      of: tool.arguments.filter { $0.location == .header }.compactMap { arguments[$0.name]?.string }
    )
  }
}

extension JSONObject {
  /// The answer as it may lie on a disk: what is a secret by its name and what the call gave as one
  /// concealed; nil when it is too long.
  func keepable(concealing redaction: Redaction) -> JSONObject? {
    let shown = redaction.applied(to: .object(self)).withoutSecrets
    guard case .object(let answer) = shown,
      JSONValue.object(answer).serialized().count <= Self.longestKept
    else { return nil }
    return answer
  }

  private static let longestKept = 1 << 16
}

extension JSONValue {
  /// The value with the members that are secrets by their name concealed.
  fileprivate var withoutSecrets: JSONValue {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          object.members.map { key, value in
            (key, Self.isSecret(key) ? .string(Redaction.mark) : value.withoutSecrets)
          }))
    case .array(let elements): .array(elements.map(\.withoutSecrets))
    case .null, .bool, .number, .string: self
    }
  }

  private static let secretWords = [
    "token", "secret", "password", "apikey", "authkey", "credential",
  ]

  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return plain == "key" || secretWords.contains { plain.contains($0) }
  }
}
