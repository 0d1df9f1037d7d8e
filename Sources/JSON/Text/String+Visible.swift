extension String {
  /// The text without what hides in it, and cut to that many code points with a mark that says so.
  ///
  /// Line feeds and tabs stay. A joiner stays directly behind a letter of a script that takes one,
  /// and a zero-width joiner between two pictographs; an emoji's style stays directly behind it.
  /// The result is its own result.
  package func visible(limit: Int) -> String {
    guard !isPlain(limit: limit) else { return self }
    return String(seen).cut(to: limit)
  }

  /// Whether it is short enough and ASCII without controls, so that nothing need be done.
  func isPlain(limit: Int) -> Bool {
    utf8.count <= limit
      && utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }
  }

  private var seen: UnicodeScalarView {
    var seen = UnicodeScalarView()
    var place = unicodeScalars.startIndex
    while place < unicodeScalars.endIndex {
      let scalar = unicodeScalars[place]
      place = unicodeScalars.index(after: place)
      let next = place < unicodeScalars.endIndex ? unicodeScalars[place] : nil
      if !scalar.isHidden || scalar == "\n" || scalar == "\t"
        || Self.isNeeded(scalar, after: seen.last, before: next)
      {
        seen.append(scalar)
      }
    }
    return seen
  }

  private static func isNeeded(
    _ scalar: Unicode.Scalar, after last: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let last else { return false }
    if scalar.isEmojiStyle { return last.properties.isEmoji }
    guard scalar.isJoiner else { return false }
    if last.takesJoiners { return true }
    return scalar == "\u{200D}" && (last.isPictograph || last.isEmojiStyle)
      && next?.isPictograph == true
  }

  private func cut(to limit: Int) -> String {
    let count = unicodeScalars.count
    guard count > limit else { return self }
    var kept = unicodeScalars.prefix(max(limit - Self.markRoom, 0))
    while kept.last?.isJoiner == true { kept.removeLast() }
    return String(kept) + "… [\(count - kept.count) more characters]"
  }

  /// No mark is longer, so that a text that was cut isn't cut again.
  private static let markRoom = 40
}
