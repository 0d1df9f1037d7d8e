import Tables

/// `clickport complete`: what can be typed next, for the scripts of `clickport completions`.
struct Complete: Command {
  static let description = CommandDescription(
    name: "complete",
    abstract: "Print what can be typed next, for a shell.",
    discussion: """
      Takes the words behind the program's name, the last of them as far as it is typed. The first \
      line says what fits: values, files or directories. Each value has a line, with a tab before \
      what it means. It never fails: where nothing fits there are no values.
      """,
    isHidden: true)

  private let words: [String]

  init(_ arguments: inout Arguments) throws {
    words = try arguments.words("word", "The words, behind --.")
  }

  func run() {
    let completion = Completion(words, of: Clickport.program) { overlays in
      try? ManifestFiles(overlays: overlays).read()
    }
    switch completion.answer {
    case .files: Terminal.printLine("files")
    case .directories: Terminal.printLine("directories")
    case .values(let candidates):
      Terminal.printLines(["values"] + candidates.map(\.line))
    }
  }
}

extension Completion.Candidate {
  /// The value, a tab, and as much of its meaning as a menu has room for.
  fileprivate var line: String {
    meaning.isEmpty ? value : "\(value)\t\(meaning.onOneLine.cut(toWidth: 80))"
  }
}
