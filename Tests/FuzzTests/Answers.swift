import Foundation
import JSON
import JSONRPC

/// What came back over one connection, sorted by what it belongs to.
///
/// Most lines are cut with a glance at their beginning only: parsing each would cost more than
/// all that is under test.
struct Answers {
  /// One answer: its bytes after the id, or, out of a batch, the parsed whole.
  enum Answer {
    case tail(ArraySlice<UInt8>)
    case parsed(JSONValue)
  }

  private(set) var byID: [RequestID: [Answer]] = [:]
  /// Errors for what could not be read.
  private(set) var unnamed: [JSONValue] = []
  private(set) var notifications: [JSONValue] = []
  /// Lines that are no such thing.
  private(set) var problems: [String] = []

  init(_ output: [UInt8]) {
    var start = 0
    while start < output.count {
      let end = Self.newline(in: output, from: start) ?? output.count
      take(output[start..<end])
      start = end + 1
    }
  }

  /// The whole of an answer, where it can be parsed.
  static func message(_ answer: Answer) -> JSONValue? {
    switch answer {
    case .parsed(let message): message
    case .tail(let tail): try? JSONValue(parsing: Array(#"{"jsonrpc":"2.0","id":0"#.utf8) + tail)
    }
  }

  private static let head = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
  private static let question = Array(#","method":"#.utf8)

  private mutating func take(_ line: ArraySlice<UInt8>) {
    if let (id, tail) = Self.cut(line) {
      byID[id, default: []].append(.tail(tail))
    } else if let value = try? JSONValue(parsing: Array(line)) {
      for message in value.array ?? [value] { take(message) }
    } else {
      problems.append("not JSON: \(String(decoding: line.prefix(200), as: UTF8.self))")
    }
  }

  private mutating func take(_ message: JSONValue) {
    if message["method"] != nil {
      notifications.append(message)
    } else if let id = message["id"].flatMap(RequestID.named) {
      byID[id, default: []].append(.parsed(message))
    } else if message.object?.contains("id") == false {
      unnamed.append(message)
    } else {
      problems.append("no message: \(message.description.prefix(200))")
    }
  }

  /// The id and what follows, of a line that begins as all answers do and has a plain id.
  private static func cut(_ line: ArraySlice<UInt8>) -> (RequestID, ArraySlice<UInt8>)? {
    guard line.starts(with: head) else { return nil }
    let rest = line.dropFirst(head.count)
    guard let comma = rest.prefix(32).firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let id = rest[..<comma]
    // A question has an id too: who says hello a second time may say that it answers them.
    guard !rest[comma...].starts(with: question) else { return nil }
    guard !id.contains(UInt8(ascii: "\\")), let value = try? JSONValue(parsing: Array(id)) else {
      return nil
    }
    return RequestID(value).map { ($0, rest[comma...]) }
  }

  private static func newline(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
