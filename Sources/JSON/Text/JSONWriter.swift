extension JSONValue {
  /// The value as one line of JSON without white space, members in their order.
  package func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }

  /// The value as JSON of one member or element a line, two spaces a level, for people.
  package func prettyPrinted() -> String {
    var bytes: [UInt8] = []
    write(into: &bytes, indentation: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value as one line of JSON.
  package func write(into bytes: inout [UInt8]) {
    write(into: &bytes, indentation: nil)
  }

  private func write(into bytes: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let string): Self.write(string, into: &bytes)
    case .array(let elements):
      Self.write(elements, "[", "]", into: &bytes, indentation) { element, bytes, inner in
        element.write(into: &bytes, indentation: inner)
      }
    case .object(let object):
      if indentation == nil, let text = object.text, text.isCompact {
        return text.write(into: &bytes)
      }
      Self.write(object.members, "{", "}", into: &bytes, indentation) { member, bytes, inner in
        Self.write(member.key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if inner != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.write(into: &bytes, indentation: inner)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    into bytes: inout [UInt8], _ indentation: Int?,
    _ writeItem: (Item, inout [UInt8], Int?) -> Void
  ) {
    let inner = items.isEmpty ? nil : indentation.map { $0 + 2 }
    bytes.append(UInt8(ascii: open))
    for (place, item) in items.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      if let inner { startLine(inner, into: &bytes) }
      writeItem(item, &bytes, inner)
    }
    if inner != nil, let indentation { startLine(indentation, into: &bytes) }
    bytes.append(UInt8(ascii: close))
  }

  private static func startLine(_ indentation: Int, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }

  /// Quotes a string, escaping what RFC 8259 section 7 says must be, and nothing else.
  private static func write(_ string: String, into bytes: inout [UInt8]) {
    let source = string.utf8Span.span
    bytes.append(addingCapacity: JSONStringWriter.room(for: source)) { room in
      room.withUnsafeMutableBufferPointer { buffer, filled in
        var writer = JSONStringWriter(into: UnsafeMutableRawBufferPointer(buffer), at: filled)
        writer.write(source)
        filled = writer.place
      }
    }
  }
}
