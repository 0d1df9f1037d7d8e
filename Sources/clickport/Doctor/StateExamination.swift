import Host

/// What is found of the directory that outlives the process.
struct StateExamination: Sendable {
  /// nil where there is no home to keep anything in.
  let inspection: StateInspection?

  var findings: [Finding] {
    guard let inspection else {
      return [
        Finding(
          .state, "none", .failed, "there is no HOME or XDG_STATE_HOME to keep anything in",
          fix: "Name a directory with --state-dir")
      ]
    }
    let path = inspection.path
    func finding(_ level: Finding.Level, _ text: String, fix: String? = nil) -> Finding {
      Finding(.state, path, level, text, fix: fix)
    }
    if let fault = inspection.fault {
      return [
        finding(
          .failed, "nothing can be kept in \(path), so what changes something is refused: \(fault)",
          fix: "Give it to the user who starts the server (chown, chmod u+rwx), or name another "
            + "with --state-dir")
      ]
    }
    guard let directory = inspection.directory else {
      return [finding(.ok, "\(path) is made when something is first kept")]
    }
    let trouble = troubles(of: directory, inspection).map {
      finding($0.level, $0.text, fix: $0.fix)
    }
    if !trouble.isEmpty { return trouble }
    var parts = ["writable, \(Self.octal(directory.mode))", Self.bytes(inspection.size)]
    switch inspection.record {
    case .read(let version, _)?: parts.append("version \(version)")
    case .unreadable?: break
    case nil: parts.append("no effect on record")
    }
    return [finding(.ok, "\(path): \(parts.joined(separator: ", "))")]
  }

  private func troubles(
    of directory: StateInspection.Directory, _ inspection: StateInspection
  ) -> [(level: Finding.Level, text: String, fix: String)] {
    let path = inspection.path
    var troubles: [(level: Finding.Level, text: String, fix: String)] = []
    if !directory.isOwn {
      troubles.append(
        (
          .failed, "\(path) belongs to another user, number \(directory.owner)",
          "Start the server as that user, or name another directory with --state-dir"
        ))
    } else if !directory.isPrivate {
      troubles.append(
        (
          .warning, "others can look into \(path) (\(Self.octal(directory.mode)))",
          "chmod 700 \(path)"
        ))
    }
    switch inspection.record {
    case .unreadable(let reason)?:
      troubles.append(
        (
          .failed, "the record of effects in \(path) can't be read: \(reason)",
          "Move state.sqlite away and look at the services for what was done, or name another "
            + "directory with --state-dir"
        ))
    case .read(let version, _)? where version > StateInspection.newestVersion:
      troubles.append(
        (
          .failed,
          "\(path) has version \(version), and this clickport writes version "
            + "\(StateInspection.newestVersion)",
          "Use the newer clickport, or name another directory with --state-dir"
        ))
    case .read(_, let unknown)? where unknown > 0:
      troubles.append(
        (
          .warning,
          "\(unknown) effect\(unknown == 1 ? "" : "s") on record may or may not have been done",
          "Look at the service: clickport ledger --state unknown names them"
        ))
    case .read?, nil: break
    }
    return troubles
  }

  private static func octal(_ mode: Int) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func bytes(_ count: Int) -> String {
    if count < 1 << 10 { return "\(count) bytes" }
    return count < 1 << 20 ? "\(count >> 10) KiB" : "\(count >> 20) MiB"
  }
}
