package import JSON

/// Rows as they came: the elements of an array inside a text that was checked. No row is parsed
/// until it is asked for.
package struct RowText: Sendable {
  let text: JSONArrayText

  /// The rows of an answer; nil where no array stands there.
  package init?(of answer: JSONObject, at pointer: JSONPointer) {
    guard let text = JSONArrayText(of: answer, at: pointer) else { return nil }
    self.text = text
  }

  /// Rows as `chunk(_:)` wrote them; an error where the bytes are no JSON array.
  package init(chunk: [UInt8]) throws(JSONParseError) {
    text = try JSONArrayText(checking: chunk)
  }

  package var count: Int { text.elements.count }

  /// Some of the rows as a JSON array without white space.
  package func chunk(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    if text.isCompact, let first = range.first, let last = range.last {
      let part = text.elements[first].lowerBound..<text.elements[last].upperBound
      bytes.append(contentsOf: text.source[part])
    } else {
      for index in range {
        if index > range.lowerBound { bytes.append(UInt8(ascii: ",")) }
        row(index).write(into: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  package func row(_ index: Int) -> JSONValue {
    JSONValue(proven: text.source, text.elements[index])
  }

  /// A hash of the bytes, the same for the same bytes within one process: to notice a page that
  /// repeats.
  package var digest: Int {
    guard let first = text.elements.first, let last = text.elements.last else { return 0 }
    var hasher = Hasher()
    hasher.combine(count)
    text.source.withUnsafeBytes { bytes in
      hasher.combine(bytes: .init(rebasing: bytes[first.lowerBound..<last.upperBound]))
    }
    return hasher.finalize()
  }
}

/// Where a page stands in the service's order.
package struct PagePosition: Hashable, Comparable, Sendable {
  package let window: Int
  package let page: Int

  package init(window: Int, page: Int) {
    self.window = window
    self.page = page
  }

  package static func < (left: PagePosition, right: PagePosition) -> Bool {
    (left.window, left.page) < (right.window, right.page)
  }
}
