internal import JSON

/// What a caller gave for a file, told by how it begins.
enum GivenFile: Equatable {
  case base64(String)
  /// A `data:` URL (RFC 2397); its type is empty where it names none. It may say a file's name, as
  /// `;name=report.pdf`.
  case data(mediaType: String, name: String? = nil, base64: String)
  /// Where the file is: absolute, or it begins with `~/`, `./` or `../`.
  case path(String)

  /// Base64 may begin like a path: that of every JPEG begins with `/9j/`. No other path of this length
  /// is base64 by accident.
  private static let shortestAmbiguous = 256
  private static let beginningOfJPEG = "/9j/"

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
    } else if Self.pathBeginnings.contains(where: { text.utf8.starts(with: $0.utf8) }) {
      let isAmbiguous =
        text.utf8.count >= Self.shortestAmbiguous
        || text.utf8.starts(with: Self.beginningOfJPEG.utf8)
      self = isAmbiguous && Base64Text(mending: text) != nil ? .base64(text) : .path(text)
    } else if let fault = Self.fault(ofPlace: text) {
      throw fault
    } else {
      self = .base64(text)
    }
  }

  /// What is to be said of a text that names a place from which no file is read; nil where it names
  /// none, and may be base64.
  private static func fault(ofPlace text: String) -> FileFault? {
    let bytes = text.utf8.prefix(longestPlace + 1)
    guard bytes.count <= longestPlace, !bytes.contains(UInt8(ascii: "\n")) else { return nil }
    if bytes.contains(UInt8(ascii: "\\")) || hasDrive(text) {
      return FileFault(
        problem: "is a path of Windows, which this server can't follow",
        expected: "a path such as /home/me/photo.jpg, or the file's content in base64")
    }
    if ["http://", "https://"].contains(where: { text.lowercased().hasPrefix($0) }) {
      return FileFault(
        problem: "is a web address, and this server fetches no files",
        expected: "the file's content in base64, or a path")
    }
    guard hasEnding(text) else { return nil }
    return FileFault(
      problem: "is a path that doesn't say where it begins",
      expected: "an absolute path, or one that begins with ~/, ./ or ../")
  }

  private static let longestPlace = 4096

  /// `C:\…` or `C:/…`.
  private static func hasDrive(_ text: String) -> Bool {
    let start = Array(text.utf8.prefix(3))
    return start.count == 3 && ASCII.isLetter(start[0]) && start[1] == UInt8(ascii: ":")
      && start[2] == UInt8(ascii: "/")
  }

  /// Whether it ends as files do: `photo.jpg`. Base64 has no full stops.
  private static func hasEnding(_ text: String) -> Bool {
    guard let stop = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let ending = text.utf8[stop...].dropFirst()
    return (1...5).contains(ending.count)
      && ending.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
      && stop > text.utf8.startIndex
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
    let content = String(Substring(rest[rest.index(after: comma)...]))
    // Some writers escape what URLs may not hold elsewhere.
    let isEscaped = content.utf8.contains(UInt8(ascii: "%"))
    let name = parts.dropFirst().dropLast().first { $0.starts(with: "name=".utf8) }
    return .data(
      mediaType: String(Substring(parts[0])),
      name: name.flatMap { PercentCoding.decode(Substring($0.dropFirst("name=".utf8.count))) },
      base64: isEscaped ? PercentCoding.decode(content[...]) ?? content : content)
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
