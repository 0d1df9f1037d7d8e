import Host
import JSON
import OpenAPIImport
import Tools

/// `clickport drift`: how services' answers differ from what the manifest says of them.
struct ShowDrift: Command {
  static let description = CommandDescription(
    name: "drift",
    abstract: "Tell how services' answers differ from what the manifest says of them.",
    discussion: """
      Answers are compared with the output of their tool as they pass, by the names and types of their \
      fields alone. Told are fields that are new, that are of another type, and that are missing: a \
      required one at once, others when they have been missing for long. On a terminal it is a table; \
      piped, one JSON object.

      --overlay writes an overlay that accepts all of it: read it, keep it, and lay it over the \
      manifest with --manifest. What a --manifest says already isn't told.

      Examples:
        clickport drift
        clickport drift --tool get_clicks --json
        clickport drift --overlay > answers.overlay.json
        clickport check --manifest answers.overlay.json
        clickport drift --forget
      """)

  private let manifest: ManifestOptions
  private let directory: StateDirectoryOption
  private let tool: String?
  private let isJSON: Bool
  private let writesOverlay: Bool
  private let forgets: Bool

  init(_ arguments: inout Arguments) throws {
    manifest = try arguments.group()
    directory = try arguments.group()
    tool = try arguments.option(
      "tool", ArgumentHelp("Only of this tool.", valueName: "name", completion: .tool()))
    isJSON = arguments.flag("json", "Print one JSON object, on a terminal too.")
    writesOverlay = arguments.flag("overlay", "Print an overlay that accepts what was found.")
    forgets = arguments.flag("forget", "Forget what was counted; counting begins anew.")
  }

  func validate() throws {
    guard !writesOverlay || !isJSON else {
      throw ValidationError("--overlay is JSON already: give it without --json")
    }
    guard !forgets || !(writesOverlay || isJSON) else {
      throw ValidationError("--forget tells nothing: give it without --json and --overlay")
    }
  }

  func run() async throws {
    let manifest = try ManifestFiles(overlays: manifest.overlays).load()
    guard let place = StateDirectory(named: directory.path) else {
      throw ValidationError("there is no HOME or XDG_STATE_HOME; name the place with --state-dir")
    }
    let counted = try await counted(in: place, of: manifest)
    if forgets { return }
    let report = DriftReport(counted, in: manifest)
    if writesOverlay { return try printOverlay(report, manifest) }
    guard Terminal.isInteractive, !isJSON else {
      return Terminal.printLine(JSONValue.object(report.json).description)
    }
    show(report, of: counted)
  }

  /// What was counted, of the tool that is meant or of all. To look must not make anything.
  private func counted(
    in place: StateDirectory, of manifest: Manifest
  ) async throws -> [DriftFinding] {
    let store = place.holdsDrift ? SQLiteDrift(in: place) : nil
    do {
      let all = try await store?.all() ?? []
      try checkTool(among: manifest.tools.map(\.name) + all.map(\.tool))
      guard let store else {
        Terminal.printRemark(
          "Nothing was counted in \(place.path): no answer differed, or none came.")
        return []
      }
      guard forgets else { return all.filter { $0.tool == tool ?? $0.tool } }
      let count = try await store.forget(tool)
      Terminal.printRemark(count == 1 ? "1 field is forgotten." : "\(count) fields are forgotten.")
      return []
    } catch let error as LedgerFailure {
      Terminal.printRemark("What was counted can't be used: \(error.reason).")
      throw ExitCode.failure
    }
  }

  private func checkTool(among names: [String]) throws {
    guard let tool, !names.contains(tool) else { return }
    let meant = nearestName(to: tool, among: names).map { "; did you mean \($0)?" } ?? ""
    throw ValidationError("--tool: no tool is named \"\(tool)\"\(meant)")
  }

  private func printOverlay(_ report: DriftReport, _ manifest: Manifest) throws {
    guard let overlay = DriftOverlay.overlay(accepting: report, in: manifest) else {
      Terminal.printRemark("Nothing differs, so there is nothing to accept.")
      return Terminal.printLine(OverlayText.text(["manifest_version": 1, "providers": []]))
    }
    Terminal.printLine(OverlayText.text(overlay))
  }

  private func show(_ report: DriftReport, of counted: [DriftFinding]) {
    if !report.unknownTools.isEmpty {
      Terminal.printRemark(
        "Of tools that the manifest doesn't have: \(report.unknownTools.joined(separator: ", ")).")
    }
    guard !report.findings.isEmpty else {
      return Terminal.printLine("Nothing that was counted differs from the manifest.")
    }
    var table = Table(
      header: ["tool", "field", "what", "declared", "seen", "answers", "first", "last"])
    for finding in report.findings {
      table.append([
        finding.tool, finding.count.pointer.description, finding.what, finding.declared,
        finding.seen, finding.often, finding.firstDay.description, finding.lastDay.description,
      ])
    }
    Terminal.printLines(table.lines)
    Terminal.printLine("clickport drift --overlay writes an overlay that accepts these.")
  }
}
