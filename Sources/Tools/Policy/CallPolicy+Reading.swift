package import JSON

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
    root.allowOnly(["recipients", "per_hour", "per_recipient_per_hour", "quiet_hours"])
    self.init(
      recipients: Self.recipients(root), perHour: Self.perHour(root, tools),
      perRecipientPerHour: root.positiveInt("per_recipient_per_hour"),
      quietHours: root.child("quiet_hours").flatMap(QuietHours.init(reading:)))
  }

  private static func recipients(_ root: ManifestCursor) -> [RecipientPattern]? {
    let key = "recipients"
    let isList = root.object[key]?.array != nil
    return root.strings(key)?.enumerated().compactMap { index, text in
      do throws(PhoneNumber.Fault) {
        return try RecipientPattern(parsing: text)
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

  /// Why nothing can be counted under that name; nothing when it can.
  private static func fault(ofCapOn name: String, _ tools: [ToolDescriptor]) -> String? {
    if name == everyOther { return nil }
    guard let tool = tools.first(where: { $0.name == name }) else {
      let meant = nearestName(to: name, among: tools.map(\.name))
        .map { "; did you mean \"\($0)\"?" }
      return "no tool is named \"\(name)\"" + (meant ?? "; * stands for all that aren't named")
    }
    if tool.effect == .read { return "\(name) only reads, and reads are not counted" }
    if tool.ownHandler == .callTool { return "a call through \(name) counts for the tool it names" }
    return nil
  }
}
