package import JSON

/// What the operator allows of the calls that have an effect, beyond which tools there are:
/// `{"recipients": ["+91*"], "per_hour": {"send_message": 20, "*": 50}, "per_recipient_per_hour": 3,
/// "quiet_hours": {"from": "21:00", "to": "08:00", "utc_offset": "+05:30"}, "default_country": "IN"}`.
/// What it leaves out is not restricted.
///
/// A tool messages people when it has an effect and an argument that is a recipient.
package struct CallPolicy: Equatable, Sendable {
  /// To whom messages may go; to nobody when it is empty.
  let recipients: [RecipientPattern]?
  /// Tool → how many calls of it an hour allows; `*` stands for each tool that isn't named.
  let perHour: [String: Int]
  /// How many calls of one tool may go to one recipient in an hour.
  let perRecipientPerHour: Int?
  /// When no messages are sent.
  let quietHours: QuietHours?
  /// Where phone numbers belong that don't say so themselves.
  package let defaultCountry: PhoneCountry?

  /// The policy that allows everything.
  package static let none = CallPolicy(
    recipients: nil, perHour: [:], perRecipientPerHour: nil, quietHours: nil, defaultCountry: nil)

  /// The name that stands for every tool that has no cap of its own.
  static let everyOther = "*"

  /// Whether there is anything that it doesn't allow.
  var isRestrictive: Bool { recipients != nil || quietHours != nil || needsLedger }

  /// Whether it can only be kept where calls are on record: caps count them.
  package var needsLedger: Bool { !perHour.isEmpty || perRecipientPerHour != nil }

  /// How often calls of a tool may be made that are about such a thing.
  func caps(on tool: String, _ target: CallTarget) -> [EffectCap] {
    var caps: [EffectCap] = []
    if let count = count(of: tool) { caps.append(EffectCap(count: count)) }
    if let parts = target.parts, let count = count(of: parts.tool) {
      caps.append(EffectCap(count: count, parts: parts))
    }
    if let perRecipientPerHour, target.isMessage {
      caps.append(EffectCap(count: perRecipientPerHour, isPerSubject: true))
    }
    return caps
  }

  /// How many calls of a tool an hour allows; nil where that is any number.
  private func count(of tool: String) -> Int? { perHour[tool] ?? perHour[Self.everyOther] }
}

extension CallPolicy {
  /// Reads a whole policy for the tools of a manifest. Everything that is wrong with it is thrown
  /// at once. `policy.schema.json` tells editors the same.
  package init(
    _ document: JSONValue, source: String, for manifest: Manifest
  ) throws(ManifestProblems) {
    let problems = ProblemCollector()
    var policy = CallPolicy.none
    if let object = document.object {
      let root = ManifestCursor(object: object, pointer: .root, problems: problems)
      policy = CallPolicy(reading: root, tools: manifest.tools)
    } else {
      problems.add(.root, "a policy must be an object, but this is \(document.nameOfType)")
    }
    guard problems.problems.isEmpty else {
      throw ManifestProblems(
        problems: problems.problems.map { problem in
          ManifestProblem(source: source, pointer: problem.pointer, message: problem.message)
        })
    }
    self = policy
  }

  private init(reading root: ManifestCursor, tools: [ToolDescriptor]) {
    root.allowOnly([
      "recipients", "per_hour", "per_recipient_per_hour", "quiet_hours", "default_country",
    ])
    let country = Self.country(root)
    self.init(
      recipients: Self.recipients(root, country), perHour: Self.perHour(root, tools),
      perRecipientPerHour: root.positiveInt("per_recipient_per_hour"),
      quietHours: root.child("quiet_hours").flatMap(QuietHours.init(reading:)),
      defaultCountry: country)
  }

  private static func country(_ root: ManifestCursor) -> PhoneCountry? {
    let key = "default_country"
    guard let name = root.string(key) else { return nil }
    let country = PhoneCountry(named: name)
    if country == nil {
      let excerpt = JSONValue.string(name).excerpt
      root.report(at: key, "\(excerpt) is none; write \(PhoneCountry.expectation)")
    }
    return country
  }

  private static func recipients(
    _ root: ManifestCursor, _ country: PhoneCountry?
  ) -> [RecipientPattern]? {
    let key = "recipients"
    let isList = root.object[key]?.array != nil
    return root.strings(key)?.enumerated().compactMap { index, text in
      do throws(PhoneNumber.Fault) {
        return try RecipientPattern(parsing: text, in: country)
      } catch {
        let pointer = root.pointer(of: key)
        root.problems.add(
          isList ? pointer.appending(index) : pointer,
          "\(JSONValue.string(text).excerpt) \(error.reason); write \(RecipientPattern.expectation)"
        )
        return nil
      }
    }
  }

  private static func perHour(_ root: ManifestCursor, _ tools: [ToolDescriptor]) -> [String: Int] {
    guard let cursor = root.child("per_hour") else { return [:] }
    var counts: [String: Int] = [:]
    for name in cursor.object.keys {
      if let fault = fault(ofCapOn: name, tools) { cursor.report(at: name, fault) }
      counts[name] = cursor.positiveInt(name)
    }
    return counts
  }

  /// Why nothing can be counted under that name; nil when it can.
  private static func fault(ofCapOn name: String, _ tools: [ToolDescriptor]) -> String? {
    if name == everyOther { return nil }
    guard let tool = tools.first(where: { $0.name == name }) else {
      let hint = meantHint(name, among: tools.map(\.name)) ?? "; * stands for all that aren't named"
      return "no tool is named \"\(name)\"\(hint)"
    }
    if tool.effect == .read { return "\(name) only reads, and reads are not counted" }
    if tool.relays { return "a call through \(name) counts for the tool it names" }
    return nil
  }
}

/// Whom a policy lets messages go to: one phone number, or all that begin alike.
struct RecipientPattern: Equatable, Sendable, CustomStringConvertible {
  /// The country code first; of a prefix at least one digit.
  private let digits: String
  private let isPrefix: Bool

  /// What a right one looks like.
  static let expectation =
    "country code and number, such as +49 151 23456789, or their beginning and *, such as +91*"

  /// Reads a number as people write it, or its beginning with a `*` behind.
  init(parsing text: String, in country: PhoneCountry? = nil) throws(PhoneNumber.Fault) {
    isPrefix = text.utf8.last == UInt8(ascii: "*")
    digits =
      isPrefix
      ? try PhoneNumber(parsing: String(text.unicodeScalars.dropLast()), lengths: 1...14).digits
      : try PhoneNumber(parsing: text, in: country).digits
  }

  func matches(_ number: PhoneNumber) -> Bool {
    isPrefix ? number.digits.hasPrefix(digits) : number.digits == digits
  }

  var description: String { "+\(digits)" + (isPrefix ? "*" : "") }
}
