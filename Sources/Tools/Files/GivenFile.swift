internal import JSON

/// What a caller gave for a file, told by how it begins.
enum GivenFile: Equatable {
  case base64(String)
  /// A `data:` URL (RFC 2397); its type is empty where it names none.
  case data(mediaType: String, base64: String)
  /// Where the file is: absolute, or it begins with `~/`, `./` or `../`.
  case path(String)

  /// Base64 may begin like a path: that of every JPEG begins with `/9j/`. No path of this length is
  /// base64 by accident.
  private static let shortestAmbiguous = 256

  private static let pathBeginnings = ["/", "./", "../", "~/"]

  init(_ text: String) throws(FileFault) {
    // Bytes are compared, not characters: a combining mark would hide the one before it.
    if text.utf8.starts(with: "data:".utf8) {
      self = try Self.data(text)
    } else if text.utf8.starts(with: "file://".utf8) {
      guard let path = Self.path(ofURL: text) else {
        throw FileFault(
          problem: "is no URL of a file on this machine", expected: "file:// and an absolute path")
      }
      self = .path(path)
    } else if Self.pathBeginnings.contains(where: { text.utf8.starts(with: $0.utf8) }),
      text.utf8.count < Self.shortestAmbiguous || Base64Text(text) == nil
    {
      self = .path(text)
    } else {
      self = .base64(text)
    }
  }

  private static func data(_ text: String) throws(FileFault) -> GivenFile {
    let rest = text.utf8.dropFirst("data:".utf8.count)
    let comma = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
    let parts = rest[..<comma].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard comma < rest.endIndex, parts.count > 1,
      String(Substring(parts[parts.count - 1])).lowercased() == "base64"
    else {
      throw FileFault(
        problem: "is a data: URL that is not in base64",
        expected: "data:, its type, and ;base64, in front")
    }
    return .data(
      mediaType: String(Substring(parts[0])),
      base64: String(Substring(rest[rest.index(after: comma)...])))
  }

  /// The path of a `file:` URL (RFC 8089) without a host, or with this one; nil when it has
  /// another, or is no text once it is decoded.
  private static func path(ofURL text: String) -> String? {
    var rest = text.utf8.dropFirst("file://".utf8.count)
    let host = "localhost".utf8
    if rest.starts(with: host) { rest = rest.dropFirst(host.count) }
    guard rest.first == UInt8(ascii: "/") else { return nil }
    return PercentCoding.decode(Substring(rest))
  }
}
