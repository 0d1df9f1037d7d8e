/// Where the members of a text's outermost object stand, noted while the text was checked.
struct JSONOutline: Sendable {
  private(set) var members: [Member] = []
  private(set) var isWhole = true

  /// No more members are noted: objects that have more are no answers that somebody looks into.
  private static let limit = 64

  struct Member: Sendable {
    /// What stands between the quotes of its name.
    let name: Range<Int>
    /// Where its value begins.
    let start: Int
    /// How many elements its value has, if that is an array.
    let elements: Int
    /// Where some of them begin; only of an array that has any.
    let samples: ElementSamples
  }

  mutating func add(
    _ name: JSONScanner.ScannedString, _ start: Int, elements: Int, _ samples: ElementSamples
  ) {
    isWhole = isWhole && !name.hasEscapes && members.count < Self.limit
    guard isWhole else { return }
    members.append(
      Member(name: name.content, start: start, elements: elements, samples: samples))
  }

  /// The member of that name; of several the last one. All must have been noted.
  func member(_ name: String, in bytes: borrowing Span<UInt8>) -> Member? {
    for member in members.reversed() {
      if JSONSkipper.isName(name, bytes, member.name, hasEscapes: false) { return member }
    }
    return nil
  }
}

/// Where a few elements of an array begin, noted while it was gone past: the first, the last, and
/// some at equal distances between.
struct ElementSamples: Sendable {
  private(set) var starts: [Int] = []
  /// Index of the element that is to be noted next.
  private(set) var next = 0
  private var stride = 1

  private static let limit = 8

  /// Notes an element. Once there are too many, every other is forgotten.
  mutating func add(_ start: Int) {
    if starts.count == Self.limit {
      starts = starts.indices.filter { $0 % 2 == 0 }.map { starts[$0] }
      stride *= 2
    }
    starts.append(start)
    next += stride
  }

  /// Notes the last element.
  mutating func end(with start: Int) {
    if starts.last != start { starts.append(start) }
  }
}

extension JSONScanner {
  /// Goes past the members of the outermost object, the first of which is here.
  mutating func skipOutermost(_ bytes: borrowing Span<UInt8>) throws(JSONParseError) {
    repeat {
      let name = try skipName(bytes)
      skipSpace(bytes)
      let start = offset
      try skipValue(bytes)
      outline.add(name, start, elements: elements, samples)
    } while try continues(until: UInt8(ascii: "}"), bytes)
  }
}

/// What can be found in an object that is kept as its text, without reading the rest of it.
extension JSONObject {
  /// The value that the pointer leads to; nil where there is none.
  package func value(at pointer: JSONPointer) -> JSONValue? {
    switch place(of: pointer) {
    case .elsewhere: pointer.value(in: .object(self))
    case .nowhere: nil
    case .at(let source, let start, _):
      JSONValue(proven: source, start..<JSONSkipper.endOfValue(source.span, from: start))
    }
  }

  /// Whether the pointer leads to a value, which isn't read for it.
  package func holdsValue(at pointer: JSONPointer) -> Bool {
    switch place(of: pointer) {
    case .elsewhere: pointer.value(in: .object(self)) != nil
    case .nowhere: false
    case .at: true
    }
  }

  /// How many elements the array has that the pointer leads to; nil where there is none.
  package func elementCount(at pointer: JSONPointer) -> Int? {
    switch place(of: pointer) {
    case .elsewhere: return pointer.value(in: .object(self))?.array?.count
    case .nowhere: return nil
    case .at(let source, let start, let elements):
      guard source[start] == UInt8(ascii: "[") else { return nil }
      return elements ?? JSONSkipper.elements(source.span, from: start).count
    }
  }

  private enum Place {
    /// Not in a text.
    case elsewhere
    case nowhere
    case at([UInt8], Int, elements: Int?)
  }

  private func place(of pointer: JSONPointer) -> Place {
    guard let first = pointer.tokens.first, let kept, let text = kept.text(with: first) else {
      return .elsewhere
    }
    var (source, start) = text.place
    var tokens = pointer.tokens[...]
    var elements: Int?
    if let outline = kept.outline, outline.isWhole {
      guard let member = outline.member(first, in: source.span) else { return .nowhere }
      start = member.start
      tokens = tokens.dropFirst()
      elements = tokens.isEmpty ? member.elements : nil
    }
    for token in tokens {
      guard let next = JSONArrayText.member(token, of: source, at: start) else { return .nowhere }
      start = next
    }
    return .at(source, start, elements: elements)
  }
}
