/// A string that equals another only when both have the same code points, as JSON compares names.
/// Swift's own equality is canonical equivalence: it would take "é" and "e\u{301}" for one name.
struct ExactString: Hashable {
  let text: String

  static func == (left: ExactString, right: ExactString) -> Bool {
    // Most that differ differ in length, which is at hand; the bytes have to be asked for.
    left.text.utf8.count == right.text.utf8.count
      && left.text.utf8Span.span.holds(right.text.utf8Span.span)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }
}

extension Span<UInt8> {
  /// Whether both have the same bytes.
  func holds(_ other: borrowing Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for place in indices where self[place] != other[place] { return false }
    return true
  }

  /// Whether these are the bytes of that text.
  func isText(_ text: String) -> Bool { holds(text.utf8Span.span) }
}
