/// What was counted of one field.
package struct FieldCount: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// It is there and isn't listed. Where `*` ends the pointer, names that can't be told.
    case new
    /// It is listed and isn't there.
    case missing
    /// It is of a type that isn't listed.
    case otherType = "other_type"
  }

  package var kind: Kind
  /// `*` stands for the elements of an array, or for names.
  package var pointer: JSONPointer
  package var declared: JSONTypes
  package var seen: JSONTypes
  /// In how many answers, of how many that had what it belongs to.
  package var count: Int
  package var answers: Int
  /// How many answers in a row lack it, up to the last, and whether one before had it.
  package var run = 0
  package var wasThere = false
  package var isRequired = false

  package init(
    kind: Kind, pointer: JSONPointer, declared: JSONTypes, seen: JSONTypes, count: Int,
    answers: Int
  ) {
    self.kind = kind
    self.pointer = pointer
    self.declared = declared
    self.seen = seen
    self.count = count
    self.answers = answers
  }
}

/// Names that can be told of, because they are names: others may be what an object holds.
enum FieldName {
  private static let limit = 48
  private static let digitLimit = 4

  /// Whether it looks like the name of a field: it begins with a letter, `_`, `$` or `@`, then
  /// letters, few digits, blanks and `_ - . : $`. Ids, dates, addresses and keys don't.
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, name.unicodeScalars.count <= limit,
      first.properties.isAlphabetic || "_$@".unicodeScalars.contains(first)
    else { return false }
    var digits = 0
    for scalar in name.unicodeScalars.dropFirst() {
      if ("0"..."9").contains(scalar) {
        digits += 1
      } else if !scalar.properties.isAlphabetic, !" _-.:$".unicodeScalars.contains(scalar) {
        return false
      }
    }
    return digits <= digitLimit
  }
}
