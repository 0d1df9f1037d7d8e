import Host
import JSON
import Tools

/// How the services' answers have come to differ from what the manifest says of them.
struct DriftExamination: Sendable {
  /// What was counted, or why that can't be read; nil where nothing was.
  let counted: Result<[DriftFinding], LedgerFailure>?
  let manifest: Manifest
  /// The services that are looked at.
  let services: [String]

  /// The most fields that are named of a tool.
  private static let fieldLimit = 3

  var findings: [Finding] {
    switch counted {
    case nil, .success([])?:
      return [Finding(.drift, "answers", .ok, "no answer that came differs from the manifest")]
    case .failure(let failure)?:
      return [
        Finding(
          .drift, "answers", .warning, "what was counted can't be read: \(failure.reason)",
          fix: "clickport drift --forget begins anew")
      ]
    case .success(let counted)?:
      let tools = manifest.providers.filter { services.contains($0.id) }.flatMap(\.tools)
      let report = DriftReport(counted, in: manifest)
      let differing = tools.compactMap { tool -> Finding? in
        let fields = report.findings.filter { $0.tool == tool.name }
        return fields.isEmpty ? nil : Self.finding(of: tool.name, fields)
      }
      return differing.isEmpty
        ? [Finding(.drift, "answers", .ok, "the answers that came are as the manifest says")]
        : differing
    }
  }

  private static func finding(of tool: String, _ fields: [DriftFinding]) -> Finding {
    let named = fields.prefix(fieldLimit).map { "\($0.count.pointer) \($0.what)" }
    let more = fields.count > fieldLimit ? " and \(fields.count - fieldLimit) more" : ""
    return Finding(
      .drift, tool, .warning,
      "\(tool) answers otherwise than the manifest says: \(named.joined(separator: ", "))\(more)",
      fix: "clickport drift --tool \(tool) shows it; clickport drift --overlay accepts it",
      details: ["fields": .array(fields.map { .object($0.json) })])
  }
}
