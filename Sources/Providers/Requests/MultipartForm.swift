/// A body of `multipart/form-data` (RFC 7578).
struct MultipartForm {
  struct Part {
    let name: String
    /// Set for a file.
    var fileName: String?
    /// nil for plain text, which needs none.
    var contentType: String?
    let content: [UInt8]
  }

  let parts: [Part]
  /// Nobody who writes a part can foresee it.
  let boundary = String(
    (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined())

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(100) { $0 + $1.content.count + 300 })
    for part in parts {
      bytes += "--\(boundary)\r\n".utf8
      bytes += "Content-Disposition: form-data; name=\(Self.quoted(part.name))".utf8
      if let fileName = part.fileName { bytes += "; filename=\(Self.quoted(fileName))".utf8 }
      if let type = part.contentType { bytes += "\r\nContent-Type: \(type)".utf8 }
      bytes += "\r\n\r\n".utf8
      bytes += part.content
      bytes += "\r\n".utf8
    }
    bytes += "--\(boundary)--\r\n".utf8
    return bytes
  }

  /// A name between quotation marks, in UTF-8. What would end it early is escaped as browsers do
  /// (HTML, "multipart/form-data encoding algorithm").
  private static func quoted(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar.value < 0x20 || scalar.value == 0x7F {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
