internal import JSON

/// What the file may be whose content an argument is:
/// `{"max_bytes": 16777216, "types": ["image/png", "image/jpeg"]}`.
///
/// Source: a service that states no limit is given 16 MiB and the types its clients can show; the
/// manifest says so beside the numbers.
package struct FileLimits: Equatable, Sendable {
  /// Of the content itself, before it becomes base64.
  package let maximumBytes: Int
  /// What its first bytes must tell it is; anything when it is empty.
  package let types: [FileType]

  init(maximumBytes: Int, types: [FileType] = []) {
    self.maximumBytes = maximumBytes
    self.types = types
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["max_bytes", "types"])
    let names = cursor.strings("types")
    let types = names?.enumerated().compactMap { index, name -> FileType? in
      if let type = FileType(rawValue: name) { return type }
      let known = FileType.allCases.map(\.rawValue)
      let meant = nearestName(to: name, among: known).map { "did you mean \"\($0)\"?" }
      let hint = meant ?? "known are \(known.joined(separator: ", "))"
      cursor.problems.add(
        cursor.object["types"]?.array == nil
          ? cursor.pointer(of: "types") : cursor.pointer(of: "types").appending(index),
        "\"\(name)\" is no type that can be told by its first bytes; \(hint)")
      return nil
    }
    if names == [] { cursor.report(at: "types", "must name a type; without it any will do") }
    guard cursor.isPresent("max_bytes", "the largest size"),
      let maximumBytes = cursor.positiveInt("max_bytes")
    else { return nil }
    self.init(maximumBytes: maximumBytes, types: types ?? [])
  }

  /// What the file may be, in a clause: `at most 16 MiB of image/png or image/jpeg`.
  var expectation: String {
    let mebibyte = 1 << 20
    let size =
      maximumBytes % mebibyte == 0 ? "\(maximumBytes / mebibyte) MiB" : "\(maximumBytes) bytes"
    let names = types.map(\.rawValue).joined(separator: " or ")
    return "at most \(size)" + (names.isEmpty ? "" : " of \(names)")
  }
}
