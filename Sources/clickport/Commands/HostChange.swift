import AgentHosts
import Host
import JSON
import Platform

/// What `clickport install` does to one host's file.
struct HostChange {
  let host: AgentHost
  let path: String
  let options: Install

  func install(_ entries: EntryMaker) throws {
    for warning in entries.warnings { Terminal.printRemark(warning) }
    let file = try open()
    let present = presentEntry(in: file)
    let (entry, remarks) = try entries.entry(for: host, over: present)
    let redaction = entries.redaction([present, entry])
    let backups = file.backups
    let edit: HostFileEdit
    do throws(HostFileProblem) {
      edit = try host.installing(
        entry, in: file.contents, over: originals(backups),
        replacesOthers: options.replacesOthers)
    } catch {
      let remedy =
        error.isForeignEntry
        ? "--force replaces it, --name gives this one another name."
        : "Put this into it by hand:\n\n" + redaction.applied(to: host.snippet(entry.concealed))
      throw refused("\(error); nothing was changed. \(remedy)")
    }
    defer { for remark in remarks { Terminal.printRemark(remark) } }
    if edit.effect == .unchanged {
      Terminal.printLine("\(host.title) has \(entry.name) already, just so, in \(path).")
      return
    }
    // The same change without the values.
    let additions = try? host.installing(entry.concealed, in: file.contents).changes
    show(edit, of: file, additions: additions, redaction)
    guard try mayWrite(edit.effect == .replaced ? "Replace it?" : "Add it?") else { return }
    var backup: String?
    do throws(SettingsFileProblem) {
      if !edit.restsOnOriginal { backup = try file.backUp() }
      try file.replace(with: edit.text, isSecret: options.writesKeys)
    } catch {
      throw refused("\(error.reason); nothing was changed.", isPathNamed: true)
    }
    let verb = edit.effect == .replaced ? "replaced in" : "added to"
    Terminal.printLine("\(entry.name) was \(verb) \(path).")
    if let backup { Terminal.printLine("As it was: \(backup)") }
    Terminal.printLine(host.advice(for: entry))
    if options.writesKeys, file.isOpenToOthers {
      Terminal.printRemark("Warning: others can read \(path): chmod 600 makes it yours alone.")
    }
  }

  func uninstall() throws {
    let file = try open()
    guard let contents = file.contents else {
      Terminal.printLine("\(host.title) has no file \(path).")
      return
    }
    let backups = file.backups
    let edit: HostFileEdit
    do throws(HostFileProblem) {
      edit = try host.uninstalling(
        options.name, from: contents, originals: originals(backups), program: program,
        removesOthers: options.replacesOthers)
    } catch {
      let remedy =
        error.isForeignEntry
        ? "--force removes it." : "Take \(options.name) out of \"\(host.section)\" by hand."
      throw refused("\(error); nothing was changed. \(remedy)")
    }
    if edit.effect == .unchanged {
      Terminal.printLine("\(host.title) has no \(options.name) in \(path).")
      return
    }
    let keys = Redaction(of: presentEntry(in: file)?.possibleKeys ?? [])
    show(edit, of: file, keys)
    guard try mayWrite("Remove it?") else { return }
    do throws(SettingsFileProblem) {
      try file.replace(with: edit.text)
    } catch {
      throw refused("\(error.reason); nothing was changed.", isPathNamed: true)
    }
    // The copy would be one of what is there.
    if edit.restsOnOriginal, let same = backups.first(where: { $0.contents == edit.text }) {
      unlink(same.path)
    }
    Terminal.printLine(
      edit.text == nil
        ? "\(path) was removed: it had nothing else." : "\(options.name) was removed from \(path).")
    if edit.restsOnOriginal, edit.text != nil {
      Terminal.printLine("The file is what it was before, to the last byte.")
    }
    for backup in file.backups where keys.isNeeded(in: backup.contents) || holdsValues(backup) {
      Terminal.printRemark(
        "Warning: \(backup.path) still has values of \(options.name) written out, such as keys; "
          + "remove it once you don't need it.")
    }
  }

  /// Whether a copy has an entry of Clickport's with more than references.
  private func holdsValues(_ backup: SettingsFile.Backup) -> Bool {
    let entries = (try? host.entries(in: backup.contents)) ?? []
    return entries.contains { isOwn($0) && !$0.possibleKeys.isEmpty }
  }

  private func open() throws -> SettingsFile {
    do throws(SettingsFileProblem) {
      let file = try SettingsFile(path)
      if !options.isTrial { try file.checkIsWritable() }
      return file
    } catch {
      throw refused("\(error.reason); nothing was changed.", isPathNamed: true)
    }
  }

  private func presentEntry(in file: SettingsFile) -> ServerEntry? {
    guard let contents = file.contents else { return nil }
    return try? host.entries(in: contents).first { $0.name == options.name && isOwn($0) }
  }

  private var program: String? { try? EntryMaker.command(options) }

  private func isOwn(_ entry: ServerEntry) -> Bool {
    entry.isClickport || entry.command == program
  }

  /// What the file may have been before an installation: what was copied, or nothing.
  private func originals(_ backups: [SettingsFile.Backup]) -> [[UInt8]?] {
    backups.map(\.contents) + [nil]
  }

  private func refused(_ sentence: String, isPathNamed: Bool = false) -> ExitCode {
    // What is to be pasted may be in it.
    Terminal.printError("Error: " + (isPathNamed ? sentence : "\(path): \(sentence)"))
    return .failure
  }

  /// Prints what goes and what comes, without the lines around, and without values: they may be
  /// keys. `additions` are the passages of an entry that is new, to be shown as they are.
  private func show(
    _ edit: HostFileEdit, of file: SettingsFile, additions: [TextChange]? = nil,
    _ redaction: Redaction
  ) {
    Terminal.printLine(Terminal.styled(path, .strong))
    let isNew = edit.effect == .added
    let changes = isNew ? additions ?? [] : [summary(of: edit, file)]
    for change in changes {
      let removed = Self.lines(of: change.removed)
      let inserted = Self.lines(of: change.inserted)
      if removed.isEmpty, inserted.isEmpty { continue }
      Terminal.printLine(Terminal.styled("line \(change.line)", .dim))
      for (lines, sign, style) in [
        (removed, "-", Terminal.Style.red), (inserted, "+", Terminal.Style.cyan),
      ] {
        for line in lines {
          Terminal.printLine(
            Terminal.styled("\(sign) " + redaction.applied(to: line).visible(limit: 500), style))
        }
      }
    }
  }

  /// An entry that was there, and the one that is there instead; with the inputs that go or come.
  private func summary(of edit: HostFileEdit, _ file: SettingsFile) -> TextChange {
    let isReplaced = edit.effect == .replaced
    let isOwn = presentEntry(in: file) != nil
    var removed = host.shown(options.name, in: file.contents, isOwn: isOwn)
    var inserted = isReplaced ? host.shown(options.name, in: edit.text, isOwn: true) : []
    let before = host.inputNames(in: file.contents)
    let after = host.inputNames(in: edit.text)
    removed += before.filter { !after.contains($0) }.map { "input \"\($0)\"" }
    inserted += after.filter { !before.contains($0) }.map { "input \"\($0)\"" }
    return TextChange(
      line: edit.changes.first?.line ?? 1, removed: removed.joined(separator: "\n"),
      inserted: inserted.joined(separator: "\n"))
  }

  /// Lines without those that are but a comma or nothing.
  private static func lines(of text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init).filter { line in
      line.contains { $0 != " " && $0 != "\t" && $0 != "," }
    }
  }

  private func mayWrite(_ question: String) throws -> Bool {
    if options.isTrial {
      Terminal.printLine("Nothing was changed: this was a trial.")
      return false
    }
    guard !options.asksNobody, Terminal.isInteractive, isatty(STDIN_FILENO) == 1 else {
      return true
    }
    Terminal.printText(question + " [y/N] ")
    if ["y", "yes"].contains(readLine()?.lowercased()) { return true }
    Terminal.printLine("Nothing was changed.")
    throw ExitCode.failure
  }
}
