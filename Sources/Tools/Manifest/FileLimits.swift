internal import JSON

/// What the file may be whose content an argument is:
/// `{"max_bytes": 16777216, "types": ["image/png", "image/jpeg"], "otherwise": "image/x-icon"}`.
///
/// Source: a service that states no limit is given 16 MiB and the types its clients can show; the
/// manifest says so beside the numbers.
package struct FileLimits: Equatable, Sendable {
  /// Of the content itself, before it becomes base64.
  package let maximumBytes: Int
  /// What its first bytes must tell it is; anything when it is empty.
  package let types: [FileType]
  /// The media type of what begins as none of those; nil where that is refused.
  package let otherwise: String?

  init(maximumBytes: Int, types: [FileType] = [], otherwise: String? = nil) {
    self.maximumBytes = maximumBytes
    self.types = types
    self.otherwise = otherwise
  }

  /// Whether a file need not be of one of the types.
  var takesAny: Bool { types.isEmpty || otherwise != nil }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["max_bytes", "types", "otherwise"])
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
    let otherwise = cursor.string("otherwise")
    if let otherwise, !MediaType.isConcrete(otherwise) {
      cursor.report(at: "otherwise", "\"\(otherwise)\" is no media type")
    }
    guard cursor.isPresent("max_bytes", "the largest size"),
      let maximumBytes = cursor.positiveInt("max_bytes")
    else { return nil }
    self.init(maximumBytes: maximumBytes, types: types ?? [], otherwise: otherwise)
  }

  /// Which of its types a file begins as, or what it is otherwise.
  package func mediaType(of content: Base64Text) -> String? {
    types.first { $0.matches(content.head) }?.rawValue ?? otherwise
  }

  /// What the file may be, in a clause: `at most 16 MiB of image/png or image/jpeg`.
  var expectation: String {
    let mebibyte = 1 << 20
    let size =
      maximumBytes % mebibyte == 0 ? "\(maximumBytes / mebibyte) MiB" : "\(maximumBytes) bytes"
    let names = takesAny ? "" : types.map(\.rawValue).joined(separator: " or ")
    return "at most \(size)" + (names.isEmpty ? "" : " of \(names)")
  }
}

/// A kind of file that can be told by its first bytes.
package enum FileType: String, CaseIterable, Sendable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webP = "image/webp"
  case pdf = "application/pdf"
  case zip = "application/zip"
  case wordDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  case spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  case presentation = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
  case olderWordDocument = "application/msword"
  case olderSpreadsheet = "application/vnd.ms-excel"
  case olderPresentation = "application/vnd.ms-powerpoint"
  case mp4 = "video/mp4"

  /// So many bytes are enough to tell.
  static let headLength = 12

  /// The type of that name, in any case; also one that is often written wrong.
  init?(mediaType: String) {
    let name = mediaType.lowercased()
    self.init(rawValue: name == "image/jpg" ? "image/jpeg" : name)
  }

  /// Whether a file that begins so is of this type. Of those that are archives inside, only that
  /// they are archives is seen.
  func matches(_ head: [UInt8]) -> Bool {
    marks.contains { mark in
      mark.allSatisfy { head.dropFirst($0.offset).starts(with: $0.bytes) }
    }
  }

  private typealias Bytes = (offset: Int, bytes: [UInt8])

  /// The ways a file of this type begins.
  ///
  /// Source: each format's own specification; MIME Sniffing section 6.1 for the pictures.
  private var marks: [[Bytes]] {
    switch self {
    case .png: [[(0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])]]
    case .jpeg: [[(0, [0xFF, 0xD8, 0xFF])]]
    case .gif: [[(0, Array("GIF87a".utf8))], [(0, Array("GIF89a".utf8))]]
    case .webP: [[(0, Array("RIFF".utf8)), (8, Array("WEBP".utf8))]]
    case .pdf: [[(0, Array("%PDF-".utf8))]]
    case .zip, .wordDocument, .spreadsheet, .presentation: [[(0, [0x50, 0x4B, 0x03, 0x04])]]
    case .olderWordDocument, .olderSpreadsheet, .olderPresentation:
      [[(0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])]]
    case .mp4: [[(4, Array("ftyp".utf8))]]
    }
  }
}
