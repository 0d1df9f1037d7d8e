/// A page of a list: so many entries from a place on, counted from 0.
struct OffsetPage: Sendable {
  let offset: Int
  let limit: Int

  static let usualLimit = 20
  static let largestLimit = 100

  /// Reads `offset` and `limit`.
  init(_ query: inout FieldReader) {
    offset = query.integer("offset", in: 0...Int.max) ?? 0
    limit = query.integer("limit", in: 1...Self.largestLimit) ?? Self.usualLimit
  }

  func rows<Row>(of all: [Row]) -> ArraySlice<Row> { all.dropFirst(offset).prefix(limit) }
}
