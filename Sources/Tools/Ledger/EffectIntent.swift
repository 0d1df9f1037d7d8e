package import JSON

/// A call with an effect that is about to be sent.
package struct EffectIntent: Equatable, Sendable {
  package let tool: String
  package let provider: String
  /// Which account it is done in: calls of one never stand for those of another.
  package let account: String
  package let effect: Effect
  /// Whom or what it concerns: a phone number, or the ids in its path.
  package var subject: String?
  /// Whom it messages, each as `recognized` writes it; nobody, for most.
  package var recipients: [String] = []
  /// A digest of the arguments: equal for equal calls, whatever the order of their members.
  package let fingerprint: String
  /// The caller's name for this effect; the same name stands for the same effect.
  package var key: String?
  /// Whether the caller wants it done again, should it have been done before.
  package var allowsDuplicate = false
  /// It is held back when one of its recipients got a message at that moment or later.
  package var unlessSentSince: Timestamp?
  /// The calls of another tool that are a part of it.
  package var parts: EffectParts?
  /// How often the operator allows it.
  package var caps: [EffectCap] = []

  package init(
    tool: String, provider: String, account: String, effect: Effect, fingerprint: String
  ) {
    self.tool = tool
    self.provider = provider
    self.account = account
    self.effect = effect
    self.fingerprint = fingerprint
  }

  /// How long, in seconds, an identical call is taken for a repetition.
  package static let window = 600

  /// Whether it is held back when there was one like it: doing it twice would do it twice.
  package var countsOnce: Bool { !effect.isIdempotent && !allowsDuplicate }

  /// How many calls of a tool it counts for, by itself or with its parts.
  package func calls(of name: String) -> Int {
    (tool == name ? 1 : 0) + (parts.map { $0.tool == name ? $0.count : 0 } ?? 0)
  }

  /// What stands in its way, of the latest entries that were not rejected.
  package func conflict(with earlier: EarlierEntries, at now: Timestamp) -> Conflict? {
    if countsOnce, key != nil, let entry = earlier.keyed {
      return entry.intent.fingerprint == fingerprint ? .sameKey(entry) : .keyOfAnother(entry)
    }
    if let message = earlier.message { return .sent(message) }
    guard countsOnce, key == nil, let duplicate = earlier.duplicate,
      duplicate.startedAt.adding(seconds: Self.window) > now
    else { return nil }
    return .identical(duplicate)
  }
}

/// So many calls of another tool that an effect is made of, beside its own.
package struct EffectParts: Equatable, Sendable {
  package let tool: String
  package let count: Int

  package init(tool: String, count: Int) {
    self.tool = tool
    self.count = count
  }
}

/// The latest entries that may stand in a call's way; none of them was rejected.
package struct EarlierEntries: Sendable {
  /// Under its key.
  let keyed: LedgerEntry?
  /// Of the same call.
  let duplicate: LedgerEntry?
  /// Its own `recentMessage`.
  let message: LedgerEntry?

  package init(keyed: LedgerEntry?, duplicate: LedgerEntry?, message: LedgerEntry?) {
    self.keyed = keyed
    self.duplicate = duplicate
    self.message = message
  }
}

/// At most `count` calls of a tool in an hour.
package struct EffectCap: Equatable, Sendable {
  package let count: Int
  /// Whether only those that concern the same are counted.
  package let isPerSubject: Bool
  /// What takes its places, of a call with parts; nil where that is the call itself, which takes one.
  package let parts: EffectParts?

  package init(count: Int, isPerSubject: Bool = false, parts: EffectParts? = nil) {
    self.count = count
    self.isPerSubject = isPerSubject
    self.parts = parts
  }

  package static let span = 3600

  /// How many places a call takes, all of them or none.
  private var places: Int { parts?.count ?? 1 }

  /// Whether a call never has room, however long it waits.
  package var isNeverEnough: Bool { places > count }

  /// Until when there is no room after calls at these moments, oldest first; nil when there is.
  package func end(after moments: [Timestamp], at now: Timestamp) -> Timestamp? {
    guard !isNeverEnough else { return now.adding(seconds: Self.span) }
    let recent = moments.filter { $0.adding(seconds: Self.span) > now }
    let excess = recent.count + places - count
    return excess > 0 ? recent[excess - 1].adding(seconds: Self.span) : nil
  }
}

/// What stands in the way of a call with an effect.
package enum Conflict: Equatable, Sendable {
  /// The same call, a short while ago.
  case identical(LedgerEntry)
  /// The same call, under the same key.
  case sameKey(LedgerEntry)
  /// Another call, under the same key.
  case keyOfAnother(LedgerEntry)
  /// A message to one of its recipients, more recent than it was to be.
  case sent(LedgerEntry)
  /// One of its caps is reached; there is room at that moment.
  case capped(EffectCap, until: Timestamp)
}

extension EffectIntent {
  init(_ call: ToolCall, _ target: CallTarget, caps: [EffectCap], digest: TextDigest) {
    var said = call.arguments.values
    said[StandardArguments.key] = nil
    said[StandardArguments.duplicate] = nil
    // However long a call waits, it starts the same.
    if case .wait = call.tool.handler { said[WaitDescriptor.argument] = nil }
    // The same content under another name is another file. No argument is named so.
    for (name, files) in call.arguments.fileNames {
      said["\(name)/name"] = .array(files.map { .string($0 ?? "") })
    }
    if call.recency != nil { said[StandardArguments.unlessSentWithin] = nil }
    self.init(
      tool: call.tool.name, provider: target.service, account: target.account,
      effect: target.effect,
      fingerprint: digest.hex(JSONValue.object(said).canonical.description))
    subject = target.subject
    if case .named(let names) = target.recipients { recipients = names.map { Self.recognized($0) } }
    key = call.arguments[StandardArguments.key]?.string
    allowsDuplicate = call.arguments[StandardArguments.duplicate] == true
    parts = target.parts
    self.caps = caps
  }
}

/// Stands for a text without giving it away: equal texts have equal digests, others have others.
package struct TextDigest: Sendable {
  /// The digest of a text: hexadecimal digits, at least 32 of them.
  package let hex: @Sendable (String) -> String

  package init(_ hex: @escaping @Sendable (String) -> String) {
    self.hex = hex
  }

  /// Compares within this process alone, for where no record outlives it: twice Swift's seeded
  /// hash (SipHash), whose seed nobody outside learns. What is kept on disk wants SHA-256.
  package static let ofThisProcess = TextDigest { text in
    (0..<2).map { half in
      var hasher = Hasher()
      hasher.combine(half)
      hasher.combine(text)
      let digits = String(UInt(bitPattern: hasher.finalize()), radix: 16)
      return String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }.joined()
  }
}
