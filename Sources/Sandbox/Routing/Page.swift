/// A numbered page of rows, counted from 1.
struct Page: Sendable {
  let number: Int
  let size: Int
  /// How many rows there are on all pages.
  let total: Int

  var totalPages: Int { (total + size - 1) / size }
  var next: Int? { number < totalPages ? number + 1 : nil }
  /// The page before, or the last one when this lies past the end.
  var previous: Int? { number > 1 && totalPages > 0 ? min(number - 1, totalPages) : nil }

  func rows<Row>(of all: [Row]) -> ArraySlice<Row> {
    guard number <= totalPages else { return [] }
    return all.dropFirst((number - 1) * size).prefix(size)
  }
}
