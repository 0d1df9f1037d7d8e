internal import JSON

/// What can be told of the messages in a text that is no JSON: above all the ids under which somebody
/// waits for an answer. It takes the text in pieces, and keeps next to nothing of it.
package struct MessageOutline: Equatable, Sendable {
  /// The messages that have ended, or were cut off, in their order.
  package private(set) var messages: [Message] = []
  private var message = Message()
  /// How many arrays and objects are open.
  private var depth = 0
  /// How many are open around a message's own members: one, or two in a batch.
  private var memberDepth = 1
  private var isInString = false
  private var isEscaped = false
  /// The member's name, and what was last seen of a name or a value: as they are written.
  private var name: [UInt8] = []
  private var token: [UInt8] = []

  /// One message, as far as it could be told.
  package struct Message: Equatable, Sendable {
    /// Nil where it has none that could be answered under.
    package var id: RequestID?
    /// Whether it answers a question; otherwise it asks something, or nothing at all.
    package var isResponse = false
  }

  /// No id is longer.
  private static let longestToken = 1024
  private static let mostMessages = 1024

  package init() {}

  /// That of a whole text.
  package init(of text: [UInt8]) {
    read(text[...])
    end()
  }

  /// Goes on with the next bytes of the text.
  package mutating func read(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes { read(byte) }
  }

  /// Nothing follows. A message that was cut off counts; a member that was, doesn't.
  package mutating func end() {
    if message != Message() { endMessage() }
  }

  private mutating func read(_ byte: UInt8) {
    if isInString {
      keep(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
      keep(byte)
    case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
    case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
    case UInt8(ascii: ":") where depth == memberDepth:
      name = token
      token = []
    case UInt8(ascii: ",") where depth == memberDepth: endMember()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): break
    default: keep(byte)
    }
  }

  private mutating func keep(_ byte: UInt8) {
    if depth == memberDepth, token.count <= Self.longestToken { token.append(byte) }
  }

  private mutating func open(_ bracket: UInt8) {
    if depth == 0 { memberDepth = bracket == UInt8(ascii: "[") ? 2 : 1 }
    keep(bracket)
    depth += 1
    guard depth == memberDepth else { return }
    name = []
    token = []
  }

  private mutating func close() {
    if depth == memberDepth {
      endMember()
      endMessage()
    }
    depth = max(0, depth - 1)
  }

  private mutating func endMember() {
    switch name {
    case Array("\"id\"".utf8): message.id = Self.id(token)
    case Array("\"result\"".utf8), Array("\"error\"".utf8): message.isResponse = true
    default: break
    }
    name = []
    token = []
  }

  private mutating func endMessage() {
    if messages.count < Self.mostMessages { messages.append(message) }
    message = Message()
    name = []
    token = []
  }

  private static func id(_ token: [UInt8]) -> RequestID? {
    guard token.count <= longestToken else { return nil }
    return (try? JSONValue(mending: token)).flatMap(RequestID.echo)
  }
}
