internal import JSONRPC

/// What comes in on a connection of lines.
enum LineEvent: Equatable, Sendable {
  /// A line without its end (`\n` or `\r\n`).
  case line([UInt8])
  /// A line past the limit was skipped: what can be told of its messages.
  case lineTooLong(MessageOutline)
  case endOfInput
}

/// Bytes that have arrived, cut into lines. Pure: no descriptor, no waiting.
struct LineBuffer {
  private var bytes: [UInt8] = []
  /// Where the unread bytes begin; the read ones are dropped in bulk, not line by line.
  private var start = 0
  /// Up to where the unread bytes are known to hold no line end.
  private var searched = 0
  /// What can be told so far of the line that is being skipped; nil while none is.
  private var skipped: MessageOutline?
  private var hasEnded = false

  mutating func append(_ chunk: [UInt8]) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: chunk)
  }

  mutating func end() {
    hasEnded = true
  }

  /// The next event the bytes hold; nil when more are needed.
  mutating func next(limit: Int) -> LineEvent? {
    while let end = lineEnd() {
      let line = bytes[start..<end]
      start = min(end + 1, bytes.count)
      searched = start
      if skipped != nil || line.count > limit {
        var outline = skipped.take() ?? MessageOutline()
        outline.read(line)
        outline.end()
        return .lineTooLong(outline)
      }
      let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      // An empty line is no message; some hosts send one as a sign of life.
      if !content.allSatisfy(Self.isSpace) { return .line(Array(content)) }
    }
    if hasEnded { return .endOfInput }
    if bytes.count - start > limit {
      var outline = skipped ?? MessageOutline()
      outline.read(bytes[start...])
      skipped = outline
      start = bytes.count
      searched = start
    }
    return nil
  }

  /// Where the line that begins at `start` ends. The last one may end with the stream instead.
  private mutating func lineEnd() -> Int? {
    if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return end }
    searched = bytes.count
    return hasEnded && (start < bytes.count || skipped != nil) ? bytes.count : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
