internal import JSON
internal import Tools

extension PagingDescriptor {
  /// The arguments with pages as large as may be, where they don't say how large.
  func withLargestPages(_ values: JSONObject) -> JSONObject {
    guard let size = sizes.first, let largest = size.largest,
      !sizes.contains(where: { values[$0.argument] != nil })
    else { return values }
    var values = values
    values[size.argument] = .number(JSONNumber(largest))
    return values
  }

  /// The arguments of a page from 0 on, where all have so many rows.
  func skipping(_ page: Int, pagesOf rows: Int, in next: JSONObject) -> JSONObject {
    var values = next
    values[argument] = .number(JSONNumber(kind == .page ? first + page : first + page * rows))
    return values
  }

  /// Whether each page can be asked for without the one before it.
  var isCounted: Bool { kind == .page || kind == .offset }
}
