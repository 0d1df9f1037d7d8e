/// One JSON value as it was written: a part of a text that has been checked.
struct JSONText: Sendable {
  private let source: [UInt8]
  private let range: Range<Int>
  /// Whether nothing stands between its parts, so that it can go into a line as it is.
  let isCompact: Bool

  /// `range` must hold a whole value that the scanner has gone past.
  init(of source: [UInt8], _ range: Range<Int>, isCompact: Bool) {
    self.source = source
    self.range = range
    self.isCompact = isCompact
  }

  var count: Int { range.count }

  /// What it is a part of, and where it begins there.
  var place: (source: [UInt8], start: Int) { (source, range.lowerBound) }

  /// The members, when it is an object. The objects in them are kept as text in their turn.
  func members() -> JSONMembers? {
    let keeping = JSONParser.Keeping(
      source: source, start: range.lowerBound, depth: 2, proven: .init(isCompact: isCompact))
    let value = try? JSONParser.parse(
      source.span.extracting(range), keeping: keeping, .max, .max)
    return value?.object?.table
  }

  func write(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: source[range])
  }
}

/// A whole JSON text that has been checked, and what can be told of it without reading it.
package struct CheckedJSON: Sendable {
  private let source: [UInt8]
  private let position: Range<Int>
  private let isCompact: Bool
  private let unusualStrings: [Range<Int>]
  /// The bytes of the longest string, as it is written.
  package let longestString: Int
  private let outline: JSONOutline

  /// Checks a text under the parser's default limits. Of a name that an object has twice, both
  /// members stay.
  package init(_ bytes: [UInt8]) throws(JSONParseError) {
    let limit = JSONParser.defaultLength
    guard bytes.count <= limit else {
      throw JSONParseError(reason: .tooLong(limit: limit), offset: limit)
    }
    var scanner = JSONScanner(maximumDepth: JSONParser.defaultDepth)
    let span = bytes.span
    scanner.skipSpace(span)
    scanner.hasSpace = false
    let start = scanner.offset
    try scanner.skipValue(span)
    position = start..<scanner.offset
    isCompact = !scanner.hasSpace
    scanner.skipSpace(span)
    guard scanner.offset == bytes.count else { throw scanner.failure(.trailingBytes) }
    source = bytes
    unusualStrings = scanner.unusualStrings
    longestString = scanner.longestString
    outline = scanner.outline
  }

  /// The value, when it is an object that can go into a line as it is.
  package var lineObject: JSONObject? {
    guard isCompact, source[position.lowerBound] == UInt8(ascii: "{") else { return nil }
    return JSONObject(keeping: JSONText(of: source, position, isCompact: true), outline)
  }

  /// The elements, when it is an array.
  var arrayText: JSONArrayText? {
    guard source[position.lowerBound] == UInt8(ascii: "[") else { return nil }
    return JSONArrayText(proven: source, at: position.lowerBound, isCompact: isCompact)
  }

  /// Whether each of its strings, names too, is visible ASCII without escapes of at most `limit`
  /// bytes, or passes the test.
  package func hasOnlyPlainStrings(
    limit: Int, orThose isFine: (String) -> Bool
  ) -> Bool {
    guard longestString <= limit else { return false }
    return unusualStrings.allSatisfy { content in
      (try? JSONParser.unescaped(source.span, content)).map(isFine) ?? false
    }
  }
}
