internal import HTTPTypes
internal import Platform

/// Header fields as they came last. A service's answers have nearly the same ones again and again,
/// and comparing a line costs less than reading it: 10,000 instructions a call.
final class KnownFields {
  /// By the number of their line. Apart, so that a line can be compared without its field.
  private var lines: [[UInt8]] = []
  private var fields: [HTTPField?] = []

  /// More lines than these, or longer ones, are read each time.
  private static let count = 32
  private static let length = 512

  /// What that line of a head says, the one with the status counted; nil when it is no field.
  func field(of line: UnsafeRawBufferPointer, at number: Int) -> HTTPField? {
    if lines.indices.contains(number), lines[number].count == line.count,
      let bytes = line.baseAddress, memcmp(lines[number], bytes, line.count) == 0
    {
      return fields[number]
    }
    guard let field = Self.read(line) else { return nil }
    guard number < Self.count, line.count <= Self.length else { return field }
    while lines.count <= number {
      lines.append([])
      fields.append(nil)
    }
    lines[number] = Array(line)
    fields[number] = field
    return field
  }

  private static func read(_ line: UnsafeRawBufferPointer) -> HTTPField? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
      let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
    else { return nil }
    // `HTTPField` drops the white space around it, and the line's end.
    return HTTPField(name: name, value: String(decoding: line[(colon + 1)...], as: UTF8.self))
  }
}
