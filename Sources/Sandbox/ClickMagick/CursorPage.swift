import JSON

/// A page of a list that is walked with the `next` and `prev` values of its responses.
struct CursorPage: Sendable {
  private let offset: Int
  private let limit: Int

  private static let largestLimit = 100

  /// Reads `limit`, the largest when not sent, and `cursor`.
  init(_ query: inout FieldReader) {
    limit = query.integer("limit", in: 1...Self.largestLimit) ?? Self.largestLimit
    let text = query.text("cursor")
    offset = text.flatMap { Self.offset(of: $0) } ?? 0
    if let text, Self.offset(of: text) == nil {
      query.report("cursor", .expected("a next or prev value of an earlier answer"))
    }
  }

  /// The indices of its rows in a list of so many.
  func indices(in total: Int) -> Range<Int> {
    let start = min(offset, total)
    return start..<min(start + limit, total)
  }

  /// The members of a response that lists these rows under that name.
  func members(_ name: String, of rows: [JSONValue]) -> JSONObject {
    [
      name: .array(Array(rows.dropFirst(offset).prefix(limit))),
      "cursor": cursor(total: rows.count),
    ]
  }

  /// The `cursor` member of a response about so many rows.
  func cursor(total: Int) -> JSONValue {
    let end = offset + limit
    return [
      "next": .optional(end < total ? Self.text(end) : nil),
      "prev": .optional(offset > 0 ? Self.text(max(0, offset - limit)) : nil),
    ]
  }

  // A position in disguise, so that nobody comes to rely on what it holds.

  private static let factor = 7919
  private static let shift = 1_679_616

  private static func text(_ offset: Int) -> String {
    "Z" + String(offset * factor + shift, radix: 36, uppercase: true)
  }

  private static func offset(of text: String) -> Int? {
    guard text.hasPrefix("Z"), let value = Int(text.dropFirst(), radix: 36),
      value >= shift, (value - shift) % factor == 0
    else { return nil }
    return (value - shift) / factor
  }
}
