/// What the operator allows of the calls that have an effect, beyond which tools there are:
/// `{"recipients": ["+91*"], "per_hour": {"send_message": 20, "*": 50}, "per_recipient_per_hour": 3,
/// "quiet_hours": {"from": "21:00", "to": "08:00", "utc_offset": "+05:30"}}`. What it leaves out is
/// not restricted.
///
/// A tool messages people when it has an effect and an argument that is a phone number.
package struct CallPolicy: Equatable, Sendable {
  /// To whom messages may go; to nobody when it is empty.
  let recipients: [RecipientPattern]?
  /// Tool → how many calls of it an hour allows; `*` stands for each tool that isn't named.
  let perHour: [String: Int]
  /// How many calls of one tool may go to one recipient in an hour.
  let perRecipientPerHour: Int?
  /// When no messages are sent.
  let quietHours: QuietHours?

  /// The policy that allows everything.
  package static let none = CallPolicy(
    recipients: nil, perHour: [:], perRecipientPerHour: nil, quietHours: nil)

  /// The name that stands for every tool that has no cap of its own.
  static let everyOther = "*"

  /// Whether it can only be kept where calls are on record: caps count them.
  package var needsLedger: Bool { !perHour.isEmpty || perRecipientPerHour != nil }

  /// Whether there is anything it doesn't allow.
  var isRestrictive: Bool { self != .none }

  /// How often a tool may be called.
  func caps(on tool: ToolDescriptor) -> [EffectCap] {
    var caps: [EffectCap] = []
    if let count = perHour[tool.name] ?? perHour[Self.everyOther] {
      caps.append(EffectCap(count: count))
    }
    if let perRecipientPerHour, tool.isMessaging {
      caps.append(EffectCap(count: perRecipientPerHour, isPerSubject: true))
    }
    return caps
  }
}

extension ToolDescriptor {
  /// Whether a call of it reaches a person.
  var isMessaging: Bool { effect != .read && !phoneArguments.isEmpty }

  /// The arguments that say whom it reaches.
  var phoneArguments: [ArgumentDescriptor] { arguments.filter { $0.normalization == .e164 } }
}
