package import JSON

/// A difference between what a service answers and what a tool's `output` says, as it was counted.
package struct DriftFinding: Sendable, Equatable {
  package let tool: String
  package var count: FieldCount
  package let firstDay: CalendarDate
  package let lastDay: CalendarDate

  package init(
    tool: String, count: FieldCount, firstDay: CalendarDate, lastDay: CalendarDate
  ) {
    self.tool = tool
    self.count = count
    self.firstDay = firstDay
    self.lastDay = lastDay
  }

  /// So many answers in a row must lack a field that may be absent before that is told.
  package static let patience = 20

  /// Whether a field that may be absent was there, and has been absent for long: longer than by
  /// chance, as often as it was there before. Of one that never was there nobody knows whether the
  /// service has it for others.
  fileprivate var isLongGone: Bool {
    let (run, answers) = (count.run, count.answers)
    let present = answers - count.count
    // Five times the usual distance between two that have it.
    return run >= Self.patience && present > 0 && run * present >= 5 * (answers - run)
  }
}

/// What of all that was counted still differs from a manifest.
package struct DriftReport: Sendable, Equatable {
  /// By tool in the order of the manifest, then by pointer.
  package let findings: [DriftFinding]
  /// The tools that anything was counted of, which the manifest no longer has.
  package let unknownTools: [String]

  package init(_ counted: [DriftFinding], in manifest: Manifest) {
    let tools = Dictionary(grouping: counted, by: \.tool)
    var found: [DriftFinding] = []
    var known: Set<String> = []
    for tool in manifest.tools where tools[tool.name] != nil {
      known.insert(tool.name)
      let fields = SchemaFields(tool)
      let needed = Set(FieldNeed.all(of: tool).lazy.filter { !$0.endsLists }.map(\.path))
      found += (tools[tool.name] ?? []).filter { $0.differs(from: fields, needed: needed) }.sorted {
        ($0.count.pointer.description, $0.count.kind.rawValue)
          < ($1.count.pointer.description, $1.count.kind.rawValue)
      }
    }
    findings = found
    unknownTools = tools.keys.filter { !known.contains($0) }.sorted()
  }

  /// The findings as JSON, without a value of any answer.
  package var json: JSONObject {
    [
      "findings": .array(findings.map { .object($0.json) }),
      "unknown_tools": .array(unknownTools.map { .string($0) }),
    ]
  }
}

extension DriftFinding {
  fileprivate func differs(from fields: SchemaFields, needed: Set<[String]>) -> Bool {
    let path = count.pointer.tokens
    switch count.kind {
    case .new, .otherType: return !fields.accepts(path, as: count.seen)
    case .missing:
      let (isExpected, isRequired) = fields.expects(path)
      guard isExpected else { return false }
      if isRequired { return count.count > 0 }
      return isLongGone || count.run > 0 && needed.contains(path)
    }
  }

  /// What it is, in a word or two.
  package var what: String {
    switch count.kind {
    case .new: count.pointer.tokens.last == "*" ? "new names" : "new"
    case .missing: "missing"
    case .otherType: "other type"
    }
  }

  /// How often, in words: `12 of 40`. Of what has been gone for some time, for how long.
  package var often: String {
    count.kind == .missing && !count.isRequired && count.run < count.count
      ? "the last \(count.run) of \(count.answers)" : "\(count.count) of \(count.answers)"
  }

  package var declared: String {
    count.kind == .new ? "" : count.declared.description
  }

  package var seen: String { count.kind == .missing ? "" : count.seen.description }

  package var json: JSONObject {
    var json: JSONObject = [
      "tool": .string(tool), "field": .string(count.pointer.description),
      "what": .string(count.kind.rawValue),
    ]
    if count.kind != .new {
      json["declared"] = .array(count.declared.names.map { .string($0) })
    }
    if count.kind != .missing { json["seen"] = .array(count.seen.names.map { .string($0) }) }
    json["answers_with"] = .number(JSONNumber(count.count))
    json["answers"] = .number(JSONNumber(count.answers))
    if count.kind == .missing {
      json["in_a_row"] = .number(JSONNumber(count.run))
      json["required"] = .bool(count.isRequired)
    }
    json["first_day"] = .string(firstDay.description)
    json["last_day"] = .string(lastDay.description)
    return json
  }
}
