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
