/// What becomes of a host's file, and what of it differs.
package struct HostFileEdit: Equatable, Sendable {
  package enum Effect: Equatable, Sendable {
    case added
    /// There was an entry of Clickport's, which is another one now.
    case replaced
    case removed
    /// Everything is as it is to be.
    case unchanged
  }

  package var effect: Effect
  /// The whole file; nil where there is to be none.
  package var text: [UInt8]?
  /// In their order in the file.
  package var changes: [TextChange]
  /// Whether one of the texts that the file is known to have had is what this was made of, or is this.
  package var restsOnOriginal = false
}

/// A passage of a text that is another one in the new text.
package struct TextChange: Equatable, Sendable {
  /// Where it begins in the old text, from 1.
  package let line: Int
  package let removed: String
  package let inserted: String

  package init(line: Int, removed: String, inserted: String) {
    self.line = line
    self.removed = removed
    self.inserted = inserted
  }
}

/// Why a host's file is left as it is.
package struct HostFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// A clause.
  package let reason: String
  /// Where in the text, from 1.
  package let line: Int?
  package let column: Int?
  /// Whether an entry of that name is in the way that starts something else.
  package var isForeignEntry = false

  package init(_ reason: String, line: Int? = nil, column: Int? = nil) {
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// At an offset of a text.
  init(_ reason: String, at offset: Int, in text: [UInt8]) {
    let before = text[..<min(offset, text.count)]
    let start = before.lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
    // A byte that goes on with a character begins none.
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    self.init(reason, line: before.count { $0 == Byte.newline } + 1, column: column)
  }

  package var description: String {
    guard let line, let column else { return reason }
    return "line \(line), column \(column): \(reason)"
  }
}
