internal import JSON

/// Why a call with an effect was not sent, though its arguments are right.
extension ToolError {
  static func unrecorded(_ failure: LedgerFailure) -> ToolError {
    ToolError(
      .forbidden,
      notSent:
        "What changes something is put on record before it is sent, and \(failure.reason). Nothing "
        + "was sent. The operator can mend that, name another --state-dir, or start the server "
        + "with --no-ledger.")
  }

  static func unaudited(_ failure: AuditFailure) -> ToolError {
    ToolError(
      .forbidden,
      notSent: "What changes something is written to the audit file before it is sent, and "
        + "\(failure.reason). Nothing was sent. The operator can mend that, or name another file "
        + "with --audit.")
  }

  /// Nothing is remembered, and what it depends on is what was done before.
  static var unremembered: ToolError {
    ToolError(
      .forbidden,
      notSent: "The operator keeps no record of what is sent (--no-ledger), so nothing can tell "
        + "whether unless_sent_within holds. Nothing was sent. Look at the service, and call "
        + "without it.")
  }

  static func unaddressed(_ effect: Effect) -> ToolError {
    ToolError(
      [
        ArgumentProblem(
          StandardArguments.unlessSentWithin, problem: "has no recipient to look for",
          expected: "a recipient beside it")
      ], effect: effect)
  }

  static func heldBack(by conflict: Conflict, at now: Timestamp) -> ToolError {
    switch conflict {
    case .identical(let entry):
      return entry.conflict(
        entry.account(at: now) + " To do it again on purpose, set allow_duplicate to true.")
    case .sameKey(let entry):
      return entry.conflict(
        entry.account(at: now) + " To do it again on purpose, use another idempotency_key.")
    case .keyOfAnother(let entry):
      return entry.conflict(
        "This idempotency_key was used at \(entry.startedAt) for other arguments, so this call was "
          + "not sent. Use a new key for it.")
    case .sent(let entry):
      return entry.conflict(
        entry.message(at: now) + " To send it all the same, leave unless_sent_within out.",
        tool: entry.intent.tool)
    case .capped(let cap, let until):
      let advice = cap.isNeverEnough ? "Give fewer." : "Call again after \(until)."
      var error = ToolError(
        .rateLimited, notSent: "The operator allows \(cap.sentence), so \(cap.held). \(advice)")
      if !cap.isNeverEnough {
        error.retryAfterSeconds = until.secondsSince1970 - now.secondsSince1970
      }
      return error
    }
  }
}

extension EffectCap {
  /// What it allows, as a clause.
  fileprivate var sentence: String {
    guard let parts else {
      return "\(count) such calls an hour" + (isPerSubject ? " to one recipient" : "")
    }
    return "\(count) calls of \(parts.tool) an hour, and this one is \(parts.count) of them too"
  }

  /// What it held back, as a clause.
  fileprivate var held: String { parts == nil ? "this one was not sent" : "nothing was sent" }
}

extension LedgerEntry {
  /// What became of it, in a sentence for whoever wants it done again.
  fileprivate func account(at now: Timestamp) -> String {
    let ago = now.secondsSince1970 - startedAt.secondsSince1970
    return switch state {
    case .started: "The same call is being done right now, so this one was not sent."
    case .unknown:
      "The same call was made \(ago) s ago and may have been done, so this one was not sent: look "
        + "first."
    case .accepted, .rejected:
      "The same call was \(state.rawValue) \(ago) s ago, so this one was not sent."
    }
  }

  /// What became of it, in a sentence for whoever wants the same person messaged.
  fileprivate func message(at now: Timestamp) -> String {
    let ago = now.secondsSince1970 - startedAt.secondsSince1970
    let verb =
      switch state {
      case .started: "is being sent a message right now"
      case .unknown: "may have got a message \(ago) s ago"
      case .accepted, .rejected: "got a message \(ago) s ago"
      }
    return "\(intent.subject ?? "The recipient") \(verb), so this one was not sent."
  }

  /// The error of a call that it stands in the way of, which shows it; the tool, where it may be
  /// another's.
  fileprivate func conflict(_ message: String, tool: String? = nil) -> ToolError {
    var error = ToolError(.conflict, notSent: message)
    var first: JSONObject = ["state": .string(state.rawValue), "at": .string("\(startedAt)")]
    first["tool"] = tool.map(JSONValue.string)
    first["answer"] = answer.map(JSONValue.object)
    error.first = first
    return error
  }
}
