/// The elements of an array as they were written in a text that has been checked.
package struct JSONArrayText: Sendable {
  package let source: [UInt8]
  /// Where the elements stand in `source`, without the white space around them.
  package let elements: [Range<Int>]
  /// Whether nothing stands between the parts of the text, for certain.
  package let isCompact: Bool

  /// The array that the pointer leads to; nil where there is none. An answer that was kept as text
  /// isn't parsed for it.
  package init?(of object: JSONObject, at pointer: JSONPointer) {
    var value = JSONValue.object(object)
    for (position, token) in pointer.tokens.enumerated() {
      if case .object(let object) = value, let text = object.kept?.text(with: token) {
        self.init(text, pointer.tokens[position...])
        return
      }
      guard let next = JSONPointer(tokens: [token]).value(in: value) else { return nil }
      value = next
    }
    guard value.array != nil else { return nil }
    self.init(proven: value.serialized(), at: 0, isCompact: true)
  }

  /// Checks a text that is to be an array and nothing else, under the parser's default limits.
  package init(checking bytes: [UInt8]) throws(JSONParseError) {
    let checked = try CheckedJSON(bytes)
    guard let text = checked.arrayText else {
      throw JSONParseError(reason: .unexpectedByte(bytes.first ?? 0), offset: 0)
    }
    self = text
  }

  /// Where elements seem to stand in a text that is no JSON, after the opening bracket at `start`.
  package static func elements(seenIn text: [UInt8], from start: Int) -> [Range<Int>] {
    JSONSkipper.elements(text.span, from: start)
  }

  private init?(_ text: JSONText, _ tokens: ArraySlice<String>) {
    var place = text.place
    for token in tokens {
      guard let next = Self.member(token, of: place.source, at: place.start) else { return nil }
      place.start = next
    }
    guard place.source[place.start] == UInt8(ascii: "[") else { return nil }
    self.init(proven: place.source, at: place.start, isCompact: text.isCompact)
  }

  /// `start` must be an opening bracket in a text that was checked.
  init(proven source: [UInt8], at start: Int, isCompact: Bool) {
    self.source = source
    self.isCompact = isCompact
    elements = JSONSkipper.elements(source.span, from: start)
  }

  /// Only some of the elements.
  package func filter(_ isIncluded: (Range<Int>) -> Bool) -> JSONArrayText {
    JSONArrayText(source: source, elements: elements.filter(isIncluded), isCompact: false)
  }

  private init(source: [UInt8], elements: [Range<Int>], isCompact: Bool) {
    self.source = source
    self.elements = elements
    self.isCompact = isCompact
  }

  /// Where the value begins that the token names in the array or object at `start`; of a name that
  /// occurs twice the last one counts.
  static func member(_ token: String, of source: [UInt8], at start: Int) -> Int? {
    let bytes = source.span
    guard bytes[start] == UInt8(ascii: "{") else {
      guard bytes[start] == UInt8(ascii: "["), let index = JSONPointer.index(token) else {
        return nil
      }
      let elements = JSONSkipper.elements(bytes, from: start)
      return index < elements.count ? elements[index].lowerBound : nil
    }
    return JSONSkipper.member(token, bytes, from: start)
  }
}

extension JSONValue {
  /// Reads a value whose text is known to be JSON; null where it isn't.
  package init(proven bytes: [UInt8], _ range: Range<Int>) {
    self =
      Self(word: bytes[range])
      ?? (try? JSONParser.parse(bytes.span.extracting(range), keeping: nil, .max, .max)) ?? .null
  }

  /// A number, a truth value or null, which is most of what is asked for by itself: a parser is a
  /// tenfold of it.
  private init?(word bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first else { return nil }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let number = JSONNumber(text: String(decoding: bytes, as: UTF8.self)) else {
        return nil
      }
      self = .number(number)
    case UInt8(ascii: "n") where bytes.elementsEqual("null".utf8): self = .null
    case UInt8(ascii: "t") where bytes.elementsEqual("true".utf8): self = true
    case UInt8(ascii: "f") where bytes.elementsEqual("false".utf8): self = false
    default: return nil
    }
  }
}
