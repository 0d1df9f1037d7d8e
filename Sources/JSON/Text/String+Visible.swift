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
    var position = unicodeScalars.startIndex
    while position < unicodeScalars.endIndex {
      let scalar = unicodeScalars[position]
      position = unicodeScalars.index(after: position)
      let next = position < unicodeScalars.endIndex ? unicodeScalars[position] : nil
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
    return String(kept) + "… [\(count - kept.count)\(Self.markEnd)"
  }

  /// Whether it looks as `visible` leaves a text that it has cut to that many code points.
  package func isCut(from limit: Int) -> Bool {
    utf8.count >= limit - 2 * Self.markRoom && hasSuffix(Self.markEnd)
  }

  private static let markEnd = " more characters]"

  /// No mark is longer, so that a text that was cut isn't cut again.
  private static let markRoom = 40
}

extension JSONValue {
  /// The value with each of its texts and names as `String.visible` leaves it. Numbers, order and
  /// the count of members stay.
  package func visible(textLimit limit: Int) -> JSONValue {
    isPlain(limit) ? self : seen(limit)
  }

  private func isPlain(_ limit: Int) -> Bool {
    switch self {
    case .null, .bool, .number: true
    case .string(let text): text.isPlain(limit: limit)
    case .array(let elements): elements.allSatisfy { $0.isPlain(limit) }
    case .object(let object):
      object.allSatisfy { $0.key.isPlain(limit: limit) && $0.value.isPlain(limit) }
    }
  }

  private func seen(_ limit: Int) -> JSONValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(text.visible(limit: limit))
    case .array(let elements): .array(elements.map { $0.seen(limit) })
    case .object(let object):
      .object(
        object.mapped {
          $0.visible(limit: limit)
        } values: {
          $0.seen(limit)
        })
    }
  }
}

extension Unicode.Scalar {
  /// Whether nobody sees it: controls, line separators, what steers the direction of a text, joins
  /// or pads it (Unicode's default-ignorable code points: zero-width, bidi, tags, fillers,
  /// variation selectors), interlinear annotation, and what has no meaning that all agree on.
  package var isHidden: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    if properties.isDefaultIgnorableCodePoint { return true }
    if (0xFFF9...0xFFFB).contains(value) { return true }
    return switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  /// U+200C and U+200D, which some scripts and emoji can't do without.
  var isJoiner: Bool { value == 0x200C || value == 0x200D }

  /// U+FE0E and U+FE0F, which make an emoji a letter or a picture.
  var isEmojiStyle: Bool { value == 0xFE0E || value == 0xFE0F }

  /// A picture that a joiner may join; digits count as emoji, but not here.
  var isPictograph: Bool { properties.isEmoji && !isASCII }

  /// Whether it is of a script whose letters change with a joiner behind them: those from Arabic
  /// to Sinhala, Myanmar, Khmer, Mongolian, and Arabic's presentation forms.
  var takesJoiners: Bool {
    switch value {
    case 0x0600...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
      !isHidden
    default: false
    }
  }
}
