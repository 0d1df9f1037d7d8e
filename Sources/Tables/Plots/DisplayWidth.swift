extension Character {
  /// How many columns of a terminal it takes: 0, 1 or 2, after UAX #11 and UTS #51. What is
  /// ambiguous there takes one, as it does outside of East Asian fonts.
  package var displayWidth: Int {
    let scalars = unicodeScalars
    if let value = scalars.first?.value, (0x20..<0x7F).contains(value), scalars.count == 1 {
      return 1
    }
    // A variation selector asks for the picture of what may be a sign of text, as in a heart's.
    if scalars.contains(where: { $0.value == 0xFE0F }), scalars.first?.properties.isEmoji == true {
      return scalars.first?.isASCII == true && scalars.count == 2 ? 1 : 2
    }
    return scalars.reduce(0) { max($0, $1.displayWidth) }
  }
}

extension String {
  /// How many columns of a terminal it takes. Sequences that only set colours take none.
  package var displayWidth: Int { self[...].displayWidth }

  /// As much of its beginning as has room, with `…` where something is missing.
  package func cut(toWidth width: Int) -> String {
    guard width > 0 else { return "" }
    if displayWidth <= width { return self }
    return String(prefix(ofWidth: width - 1)) + "…"
  }

  /// What of it can be shown on one line: white space is a blank, and what would move the cursor,
  /// turn the direction of writing or take no room is left out.
  package var onOneLine: String {
    guard unicodeScalars.contains(where: \.isNotPrinted) else { return self }
    var shown = UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        shown.append(" ")
      } else if !scalar.isNotPrinted {
        shown.append(scalar)
      }
    }
    return String(shown)
  }
}

extension Substring {
  package var displayWidth: Int {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    var width = 0
    var rest = self
    while let character = rest.popFirst() {
      if character == "\u{1B}", rest.first == "[" {
        rest = rest.drop { $0 != "m" }.dropFirst()
      } else {
        width += character.displayWidth
      }
    }
    return width
  }
}

extension String {
  private func prefix(ofWidth width: Int) -> Substring {
    var left = width
    var end = startIndex
    while end < endIndex {
      let needed = self[end].displayWidth
      guard needed <= left else { break }
      left -= needed
      end = index(after: end)
    }
    return self[..<end]
  }
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator, .paragraphSeparator:
      return 0
    default: break
    }
    // The vowels and finals of Hangul that follow a first consonant join it.
    if (0x1160...0x11FF).contains(value) { return 0 }
    if properties.isEmojiPresentation { return 2 }
    return Self.wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// Whether it does something else than to be seen.
  fileprivate var isNotPrinted: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: Self.directions.contains { $0.contains(value) }
    default: false
    }
  }

  /// What turns the direction of writing, and what marks languages.
  private static let directions: [ClosedRange<UInt32>] = [
    0x061C...0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF...0xFEFF,
    0xE0000...0xE007F,
  ]

  /// East_Asian_Width W and F, beside what is a picture.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
    0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
    0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}
