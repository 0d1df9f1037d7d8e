import Foundation
package import HTTPTypes

/// A request or an answer as it came over a connection.
package struct WireMessage: Sendable {
  package let firstLine: String
  package let fields: HTTPFields
  /// Out of its chunks, if it came in some.
  package let body: [UInt8]
  /// All of it, as it came.
  package let text: String
}

extension HTTPRequest {
  init?(_ message: WireMessage) {
    let words = message.firstLine.split(separator: " ")
    guard words.count == 3, let method = Method(rawValue: String(words[0])) else { return nil }
    self.init(
      method: method, scheme: "http", authority: "127.0.0.1", path: String(words[1]),
      headerFields: message.fields)
  }
}

/// Reads HTTP/1.1 messages from a connection, one after the other. It waits for them: not on a
/// task's thread.
struct WireReader {
  let connection: Int32
  /// What came, from the beginning of the message that is read.
  private(set) var bytes: [UInt8] = []
  /// Where in it the next part begins.
  private var position = 0

  init(_ connection: Int32) {
    self.connection = connection
  }

  /// The next message whole. Nil when the connection ends before, or what came is something else.
  mutating func next() -> WireMessage? {
    bytes.removeFirst(position)
    position = 0
    guard !bytes.isEmpty || receive(), Self.isLetter(bytes[0]),
      let firstLine = line(), let fields = fields()
    else { return nil }
    if fields[.expect]?.lowercased() == "100-continue" {
      WireWriter.write("HTTP/1.1 100 Continue\r\n\r\n", on: connection)
    }
    guard let body = body(fields) else { return nil }
    let text = String(decoding: bytes[..<position], as: UTF8.self)
    return WireMessage(firstLine: firstLine, fields: fields, body: body, text: text)
  }

  /// Drops all that came.
  mutating func forget() {
    bytes.removeAll(keepingCapacity: true)
    position = 0
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
  }

  private mutating func fields() -> HTTPFields? {
    var fields = HTTPFields()
    while let line = line() {
      guard !line.isEmpty else { return fields }
      guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon]))
      else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields.append(HTTPField(name: name, value: String(value)))
    }
    return nil
  }

  private mutating func body(_ fields: HTTPFields) -> [UInt8]? {
    guard fields[.transferEncoding]?.lowercased() == "chunked" else {
      return take(fields[.contentLength].flatMap { Int($0) } ?? 0)
    }
    var body: [UInt8] = []
    while let size = line().flatMap({ Int($0.prefix { $0 != ";" }, radix: 16) }) {
      // Behind the last one there may be further fields.
      guard size > 0 else { return self.fields().map { _ in body } }
      guard let chunk = take(size), line() == "" else { return nil }
      body += chunk
    }
    return nil
  }

  /// The next line, without its end.
  private mutating func line() -> String? {
    var searched = position
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        let line = bytes[position..<end]
        return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
      }
      searched = bytes.count
      guard receive() else { return nil }
    }
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    while bytes.count < position + count { guard receive() else { return nil } }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Takes in what comes next; false at the end of the connection.
  mutating func receive() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(connection, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    bytes += chunk[..<count]
    return true
  }
}

/// Writes to a connection. It waits for the reader: not on a task's thread.
enum WireWriter {
  /// False when the other end is gone.
  @discardableResult
  static func write(_ bytes: [UInt8], on connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  static func write(_ text: String, on connection: Int32) -> Bool {
    write(Array(text.utf8), on: connection)
  }
}
