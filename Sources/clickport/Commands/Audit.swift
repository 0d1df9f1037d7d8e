import Host
import Tools

/// `clickport audit verify`: whether the chain of an audit file is whole.
struct AuditVerify: Command {
  static let description = CommandDescription(
    name: "audit verify",
    abstract: "Check that no line of an audit file was changed, removed, inserted or moved.",
    discussion: """
      Prints what the file holds and exits with 0, or names the first line that doesn't fit and \
      exits with 1. Lines cut off at the end leave no trace in a chain: keep the last hash it \
      prints elsewhere, and give it with --expect next time.

      Each line's hash is the SHA-256 of the line without its last member, "hash".

      Example:
        clickport audit verify calls.jsonl --expect 9f86d081884c7d659a2feaa0c55ad015…
      """)

  private let file: String
  /// The hash of a line.
  private let expected: String?

  init(_ arguments: inout Arguments) throws {
    file = try arguments.word("file", "The file.")
    expected = try arguments.option(
      "expect", ArgumentHelp("The hash of a line that must be there.", valueName: "hash"))
  }

  func run() throws {
    let bytes: [UInt8]
    do throws(AuditFailure) {
      bytes = try AuditFile(path: file).contents()
    } catch {
      Terminal.printRemark("\(error.reason).")
      throw ExitCode.failure
    }
    let report = AuditReport(bytes, expecting: expected?.lowercased())
    Terminal.printLines(report.lines)
    guard let problem = report.problem(expecting: expected) else {
      return Terminal.printLine("The chain is whole.")
    }
    Terminal.printLine(problem)
    throw ExitCode.failure
  }
}

extension AuditReport {
  /// What there is up to the first line that doesn't fit.
  fileprivate var lines: [String] {
    var lines = ["\(count) \(count == 1 ? "entry" : "entries")"]
    if let firstTime, let lastTime { lines[0] += ", from \(firstTime) to \(lastTime)" }
    if !openStarts.isEmpty {
      let shown = openStarts.sorted().prefix(Self.shownStarts).map(String.init)
      let more = openStarts.count > shown.count ? ", …" : ""
      lines.append(
        "without an end: \(openStarts.count), begun at number \(shown.joined(separator: ", "))"
          + more)
    }
    if tornCount > 0 { lines.append("torn lines, each told of by the next: \(tornCount)") }
    if let countSinceExpected { lines.append("behind the expected hash: \(countSinceExpected)") }
    lines.append("last hash: \(lastHash)")
    return lines
  }

  private static let shownStarts = 10

  fileprivate func problem(expecting hash: String?) -> String? {
    if let fault { return "Line \(fault.line): \(fault.reason)." }
    guard hash != nil, countSinceExpected == nil else { return nil }
    return "No line has the expected hash: lines were cut off at the end, or it is another file."
  }
}
