internal import JSON

/// Why a text is no key, as a clause that tells nothing of what it is.
struct KeyFault {
  let clause: String

  /// nil when it may be one. The text is unwrapped, and isn't empty; `variable` is where it came
  /// from. A login (`isLogin`) is a user's name, a colon and a password.
  init?(of text: String, in variable: String, isLogin: Bool = false) {
    let bytes = Array(text.utf8)
    if text == variable || Self.isPlaceholder(text, bytes) {
      clause = "holds a placeholder instead of a key; the host passed it on without filling it in"
    } else if let name = Self.prefix(of: bytes, in: variable) {
      clause = "begins with \"\(name)\": give the key alone, without what stands before it"
    } else if isLogin {
      // A password may hold what no key does.
      if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
        clause = "holds a control character or several lines"
      } else if !bytes.contains(UInt8(ascii: ":")) {
        clause =
          "holds no colon: it must be a user's name, a colon and the password, which may be empty"
      } else {
        return nil
      }
    } else if bytes.contains(where: { !(0x21...0x7E).contains($0) }) {
      clause = Self.characterFault(in: bytes)
    } else if let first = bytes.first, let last = bytes.last,
      Self.quotes.contains(first) != Self.quotes.contains(last)
    {
      clause = "has a quotation mark at one end only"
    } else {
      return nil
    }
  }

  private static let quotes = Array("\"'`".utf8)

  private static func characterFault(in bytes: [UInt8]) -> String {
    if bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      return "holds several lines, and a key is one: a line break is a character no key has"
    }
    if bytes.contains(where: { $0 == 0x20 || $0 == 0x09 }) {
      return "holds a space, and that is a character no key has"
    }
    if bytes.contains(where: { $0 >= 0x80 }) {
      return "holds characters that no key has: letters or signs outside ASCII"
    }
    return "holds characters that no key has: control characters"
  }

  /// What was copied along with the key: the word before it in a header field or in a file of
  /// variables.
  private static func prefix(of bytes: [UInt8], in variable: String) -> String? {
    guard bytes.contains(where: separators.contains) else { return nil }
    let plain = bytes.map(lowercased)
    if plain.starts(with: (variable.lowercased() + "=").utf8) { return variable + "=" }
    let names = [
      "Bearer", "Basic", "Token", "export", "Authorization", "API-Key", "X-API-Key", "X-Auth-Key",
    ]
    return names.first { name in
      plain.starts(with: name.utf8.map(lowercased)) && plain.count > name.utf8.count
        && separators.contains(plain[name.utf8.count])
    }
  }

  private static let separators = Array(" \t:=".utf8)

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    ASCII.isLetter(byte) ? byte | 0x20 : byte
  }

  /// `${VAR}`, `$VAR`, `%VAR%`, `{{key}}`, `<your key>`, `YOUR_API_KEY`, `your-key`, `changeme`,
  /// `xxx`, `sk-xxxx`, `abcd****` and their like.
  static func isPlaceholder(_ text: String) -> Bool { isPlaceholder(text, Array(text.utf8)) }

  private static func isPlaceholder(_ text: String, _ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    if "$<%".utf8.contains(first) || bytes.starts(with: "{{".utf8) { return true }
    let brackets = [("{", "}"), ("[", "]"), ("(", ")"), ("__", "__")]
    if "{[(_".utf8.contains(first),
      brackets.contains(where: { text.hasPrefix($0.0) && text.hasSuffix($0.1) })
    {
      return true
    }
    return isFiller(bytes, last) || isWords(bytes)
      || bytes.contains { $0 >= 0x80 } && text.contains { $0 == "…" || $0 == "•" }
  }

  /// Signs that stand for others: `xxx`, `***`, `...`, and keys of which such signs hide a part.
  private static func isFiller(_ bytes: [UInt8], _ last: UInt8) -> Bool {
    if bytes.count > 2, bytes.allSatisfy("xX*.-_#?".utf8.contains) { return true }
    let isMasked = bytes.contains("***") || bytes.contains("...")
    return isMasked || last | 0x20 == UInt8(ascii: "x") && bytes.map(lowercased).ends(with: "xxxx")
  }

  private static let wholes = [
    "changeme", "changethis", "changeit", "replaceme", "replacethis", "placeholder", "todo", "tbd",
    "fixme", "none", "null", "nil", "undefined", "unset", "notset", "apikey",
  ]

  /// Words that ask for a key.
  private static func isWords(_ bytes: [UInt8]) -> Bool {
    let plain = bytes.map(lowercased)
    let joined = plain.filter { !"-_. ".utf8.contains($0) }
    if joined.count <= 13, wholes.contains(where: { joined.elementsEqual($0.utf8) }) {
      return true
    }
    let letters = plain.filter(ASCII.isLetter)
    if letters.contains("your") {
      let isSeparated = plain.count > 4 && "-_. ".utf8.contains(plain[4])
      return plain.starts(with: "your".utf8) && isSeparated
        || ["key", "token", "secret", "here"].contains { letters.contains($0) }
    }
    return letters.starts(with: "replacewith".utf8) || letters.ends(with: "keyhere")
  }
}

extension [UInt8] {
  /// Whether a word stands somewhere in it.
  fileprivate func contains(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard self.count >= count else { return false }
    return (0...self.count - count).contains { index in
      (0..<count).allSatisfy { self[index + $0] == word.utf8Start[$0] }
    }
  }

  fileprivate func ends(with word: StaticString) -> Bool {
    suffix(word.utf8CodeUnitCount).contains(word)
  }
}

extension String {
  /// The text without what editors, shells and copying leave around it: white space, characters
  /// that can't be seen, byte order marks, and quotation marks in pairs.
  var unwrapped: String {
    // Most need nothing taken off.
    if let first = utf8.first, let last = utf8.last, Self.isPlain(first), Self.isPlain(last) {
      return self
    }
    var rest = unicodeScalars[...]
    while true {
      while let first = rest.first, first.isLeftover { rest.removeFirst() }
      while let last = rest.last, last.isLeftover { rest.removeLast() }
      guard rest.count > 1, let first = rest.first, let last = rest.last,
        Self.quotes.contains(where: { $0 == (first, last) })
      else { return String(rest) }
      rest = rest.dropFirst().dropLast()
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"'`".utf8.contains(byte)
  }

  private static let quotes: [(Unicode.Scalar, Unicode.Scalar)] = [
    ("\"", "\""), ("'", "'"), ("`", "`"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"),
    ("\u{201E}", "\u{201C}"), ("\u{201A}", "\u{2018}"), ("\u{AB}", "\u{BB}"),
  ]
}

extension Unicode.Scalar {
  /// White space, or one of those that can't be seen.
  fileprivate var isLeftover: Bool {
    properties.isWhitespace || properties.generalCategory == .format
  }
}
