import JSON
import Tools

/// The manifest with its overlays, and what is wrong with those and with a policy.
struct ManifestExamination {
  /// Without the overlays where one of them is wrong.
  let manifest: Manifest
  let findings: [Finding]
  /// Whether an overlay is left out.
  let isReduced: Bool

  init(overlays: [String], policy: String?) throws(ManifestProblems) {
    var findings: [Finding] = []
    var problems: [ManifestProblem] = []
    do throws(ManifestProblems) {
      manifest = try ManifestFiles(overlays: overlays).read()
    } catch {
      problems = error.problems
      manifest = try ManifestFiles(overlays: []).read()
    }
    isReduced = !problems.isEmpty
    for (index, overlay) in overlays.enumerated() {
      // What none of them says, the last one has brought about.
      let isLast = index == overlays.count - 1
      let own = problems.filter { problem in
        problem.source == overlay || isLast && !overlays.contains(problem.source)
      }
      findings.append(
        Self.finding(.overlay, overlay, own) {
          "clickport check --manifest \(overlay) names all of them"
        })
    }
    if let policy {
      var wrong: [ManifestProblem] = []
      do throws(ManifestProblems) {
        _ = try CallPolicy(try ManifestFiles.document(policy), source: policy, for: manifest)
      } catch {
        wrong = error.problems
      }
      // What a policy says of an overlay's tools is not to be judged without them.
      findings.append(
        isReduced && !wrong.isEmpty
          ? Finding(.policy, policy, .skipped, "\(policy) can't be judged: an overlay is wrong")
          : Self.finding(.policy, policy, wrong) {
            "clickport check --policy \(policy) names all of them"
          })
    }
    self.findings = findings
  }

  private static func finding(
    _ area: Finding.Area, _ file: String, _ problems: [ManifestProblem], fix: () -> String
  ) -> Finding {
    guard let first = problems.first else { return Finding(area, file, .ok, "\(file) is right") }
    let pointer = first.pointer.description
    let more = problems.count > 1 ? ", and \(problems.count - 1) more" : ""
    return Finding(
      area, file, .failed,
      "\(file) can't be used: \(pointer.isEmpty ? "" : "\(pointer): ")\(first.message)\(more)",
      fix: "Put it right; \(fix())")
  }
}
