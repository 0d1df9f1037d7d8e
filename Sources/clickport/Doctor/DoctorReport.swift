import JSON

/// All that was found, for people and for programs.
struct DoctorReport: Sendable {
  let version: String
  /// In the order they are told.
  let findings: [Finding]

  /// The most lines a person is shown.
  static let lineLimit = 30

  var worst: Finding.Level { findings.map(\.level).max() ?? .ok }

  /// What the command exits with: a warning is no failure.
  var exitStatus: Int32 { worst == .failed ? 1 : 0 }

  var json: JSONObject {
    [
      "version": .string(version), "level": .string(worst.rawValue),
      "findings": .array(findings.map { .object($0.json) }),
    ]
  }

  /// A line for each thing that is fine, which for a service is all of it; for trouble a line, and one
  /// that says what to do. Where they are too many, those that are fine make room first.
  var lines: [String] {
    var entries = entries
    let most = Self.lineLimit - 1
    var hidden = 0
    while entries.reduce(0, { $0 + $1.height }) > most - (hidden > 0 ? 1 : 0), entries.count > 1 {
      let fine = entries.lastIndex { !$0.level.isTrouble }
      let minor = entries.lastIndex { $0.level == .warning }
      entries.remove(at: fine ?? minor ?? entries.count - 1)
      hidden += 1
    }
    let width = entries.map(\.label.count).max() ?? 0
    var lines = entries.flatMap { $0.lines(labelWidth: width) }
    if hidden > 0 { lines.append("… and \(hidden) more: --json tells all of it") }
    return lines + [summary]
  }

  private var summary: String {
    func count(_ level: Finding.Level) -> Int { findings.count { $0.level == level } }
    let (failed, warned) = (count(.failed), count(.warning))
    if failed == 0, warned == 0 { return "All is well." }
    let warnings = warned == 0 ? nil : "\(warned) warning\(warned == 1 ? "" : "s")"
    return [failed == 0 ? nil : "\(failed) failed", warnings].compactMap(\.self)
      .joined(separator: ", ") + "."
  }

  private var entries: [Entry] {
    var entries: [Entry] = []
    var told: Set<String> = []
    for finding in findings {
      guard finding.area.isOfService else {
        entries.append(Entry(finding, label: finding.area.label ?? finding.subject))
        continue
      }
      guard told.insert(finding.subject).inserted else { continue }
      let all = findings.filter { $0.area.isOfService && $0.subject == finding.subject }
      let trouble = all.filter(\.isTrouble)
      // A part that is skipped says nothing beside the one for which it is.
      entries += trouble.map { Entry($0, label: $0.subject) }
      if trouble.isEmpty { entries.append(Entry(fine: all)) }
    }
    return entries
  }
}

/// What is told together.
private struct Entry {
  let level: Finding.Level
  let label: String
  let text: String
  let fix: String?

  init(_ finding: Finding, label: String) {
    level = finding.level
    self.label = label.inOneLine
    text = finding.text.inOneLine
    fix = finding.isTrouble ? finding.fix?.inOneLine : nil
  }

  /// A service that nothing is wrong with.
  init(fine findings: [Finding]) {
    func found(_ area: Finding.Area) -> Finding? { findings.first { $0.area == area } }
    label = (findings.first?.subject ?? "").inOneLine
    fix = nil
    if let key = found(.key), key.level == .skipped {
      level = .skipped
      text = key.text.inOneLine
    } else {
      // What was asked is what counts: without an answer all the rest is little.
      level = found(.read)?.level ?? findings.map(\.level).max() ?? .ok
      let areas: [Finding.Area] = [.read, .key, .address]
      text = areas.compactMap { found($0)?.text }.joined(separator: "; ").inOneLine
    }
  }

  var height: Int { fix == nil ? 1 : 2 }

  func lines(labelWidth: Int) -> [String] {
    let indent = String(repeating: " ", count: Self.levelWidth + 2)
    let padding = String(repeating: " ", count: labelWidth - label.count)
    let first = "\(level.styledWord(width: Self.levelWidth))  \(label)\(padding)  \(text)"
    return [first] + (fix.map { ["\(indent)→ \($0)"] } ?? [])
  }

  private static let levelWidth = Finding.Level.allCases.map(\.rawValue.count).max() ?? 0
}

extension String {
  /// It as a terminal may show it, whoever wrote it: without what steers that, and without a second
  /// line.
  fileprivate var inOneLine: String {
    String(visible(limit: .max).map { $0 == "\n" || $0 == "\t" ? " " : $0 })
  }
}

extension Finding.Level {
  var isTrouble: Bool { self > .ok }

  /// It in a column of that width.
  fileprivate func styledWord(width: Int) -> String {
    let word = rawValue + String(repeating: " ", count: width - rawValue.count)
    return switch self {
    case .skipped: Terminal.styled(word, .dim)
    case .ok: word
    case .warning: Terminal.styled(word, .strong)
    case .failed: Terminal.styled(word, .red)
    }
  }
}

extension Finding.Area {
  /// Whether it is a part of the way to a service.
  var isOfService: Bool {
    switch self {
    case .key, .address, .name, .connection, .trust, .read: true
    case .build, .settings, .overlay, .policy, .proxy, .clock, .state, .host, .drift: false
    }
  }

  /// What stands for the subject in a line; nil where the subject says it better.
  fileprivate var label: String? {
    switch self {
    case .build, .settings, .overlay, .policy, .proxy, .clock, .state, .drift: rawValue
    case .key, .address, .name, .connection, .trust, .read, .host: nil
    }
  }
}
