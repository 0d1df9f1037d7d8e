import JSON
import Providers
import Tools

/// The manifest with its overlays, and what is wrong with those and with a policy.
struct ManifestExamination {
  /// Without the overlays where one of them is wrong.
  let manifest: Manifest
  /// Whether overlays are left out.
  let isReduced: Bool
  private let verdicts: [Verdict]

  /// What was found of one file.
  private struct Verdict {
    let area: Finding.Area
    let file: String
    let problems: [ManifestProblem]
  }

  init(overlays: [String], policy: String?) throws(ManifestProblems) {
    var verdicts: [Verdict] = []
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
      verdicts.append(Verdict(area: .overlay, file: overlay, problems: own))
    }
    if let policy {
      var wrong: [ManifestProblem] = []
      do throws(ManifestProblems) {
        _ = try CallPolicy(try ManifestFiles.document(policy), source: policy, for: manifest)
      } catch {
        wrong = error.problems
      }
      verdicts.append(Verdict(area: .policy, file: policy, problems: wrong))
    }
    self.verdicts = verdicts
  }

  /// What others may have written of keys into a text is concealed in it.
  func findings(concealing concealment: KeyConcealment) -> [Finding] {
    verdicts.map { verdict in
      let (area, file) = (verdict.area, verdict.file)
      guard let first = verdict.problems.first else {
        return Finding(area, file, .ok, "\(file) is right")
      }
      // What a policy says of an overlay's tools can't be judged without them.
      if area == .policy, isReduced {
        return Finding(area, file, .skipped, "\(file) isn't judged: an overlay is wrong")
      }
      let count = verdict.problems.count
      let pointer = first.pointer.description
      let message = concealment.applied(to: first.message)
      return Finding(
        area, file, .failed,
        "\(file) can't be used: \(pointer.isEmpty ? "" : "\(pointer): ")\(message)"
          + (count > 1 ? ", and \(count - 1) more" : ""),
        fix: "Put it right; clickport check "
          + "--\(area == .policy ? "policy" : "manifest") \(file) names all of it")
    }
  }
}
