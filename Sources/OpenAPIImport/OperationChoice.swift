internal import JSON

/// Which operations of a document are asked for.
struct OperationChoice {
  let options: OpenAPIImport.Options

  /// What of an operation it is chosen by.
  struct Candidate {
    /// In capitals.
    let method: String
    let path: String
    let id: String?
    let tags: [String]

    var label: String { "\(method) \(path)" }

    fileprivate func matches(_ pattern: OperationPattern) -> Bool {
      pattern.matches(label) || pattern.matches(path) || id.map(pattern.matches) ?? false
    }
  }

  /// Which of the operations are asked for; throws where something that was typed concerns none.
  func chosen(of candidates: [Candidate]) throws(ImportObstacle) -> [Bool] {
    let includes = try patterns("include", options.include, candidates)
    let excludes = try patterns("exclude", options.exclude, candidates)
    let known = candidates.flatMap(\.tags)
    for tag in options.tags where !known.contains(tag) {
      throw Self.obstacle("--tag \(tag) is on no operation", tag, among: known)
    }
    return candidates.map { candidate in
      (includes.isEmpty || includes.contains(where: candidate.matches))
        && !excludes.contains(where: candidate.matches)
        && (options.tags.isEmpty || options.tags.contains(where: candidate.tags.contains))
    }
  }

  private func patterns(
    _ option: String, _ texts: [String], _ candidates: [Candidate]
  ) throws(ImportObstacle) -> [OperationPattern] {
    var patterns: [OperationPattern] = []
    for text in texts {
      let pattern = OperationPattern(text)
      guard candidates.contains(where: { $0.matches(pattern) }) else {
        let names = candidates.flatMap { [$0.id, $0.label, $0.path].compactMap(\.self) }
        throw Self.obstacle("--\(option) \(text) matches no operation", text, among: names)
      }
      patterns.append(pattern)
    }
    return patterns
  }

  private static func obstacle(
    _ problem: String, _ typed: String, among names: [String]
  ) -> ImportObstacle {
    let plain = typed.filter { $0 != "*" }
    var few: [String] = []
    for name in names where !few.contains(name) && few.count < 5 { few.append(name) }
    let hint =
      meantHint(plain, among: names)
      ?? (few.isEmpty ? "" : "; there are \(few.joined(separator: ", ")) and others")
    return ImportObstacle(.root, problem + hint)
  }
}

/// A text in which `*` stands for any characters, `/` among them, and `?` for one. A method before a
/// path may be in small letters.
struct OperationPattern {
  private let signs: [Unicode.Scalar]

  init(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let isRequest = words.count == 2 && (words[1].hasPrefix("/") || words[1].hasPrefix("*"))
    signs = Array((isRequest ? "\(words[0].uppercased()) \(words[1])" : text).unicodeScalars)
  }

  func matches(_ text: String) -> Bool {
    let text = Array(text.unicodeScalars)
    var sign = 0
    var position = 0
    // Where to go on when what follows the last star doesn't fit.
    var star: (sign: Int, position: Int)?
    while position < text.count {
      if sign < signs.count, signs[sign] == "*" {
        star = (sign, position)
        sign += 1
      } else if sign < signs.count, signs[sign] == "?" || signs[sign] == text[position] {
        sign += 1
        position += 1
      } else if let last = star {
        star = (last.sign, last.position + 1)
        sign = last.sign + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return signs[sign...].allSatisfy { $0 == "*" }
  }
}
