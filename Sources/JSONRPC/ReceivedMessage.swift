package import JSON

/// What a line holds, as far as it can be read.
package enum ReceivedMessage: Sendable {
  /// A message, or a batch of them where the whole of it is JSON.
  case value(JSONValue)
  /// The members of a batch that is no JSON as a whole.
  case batch([ReceivedMessage])
  /// No JSON, not even when it is mended: what can be told of it, and why it is refused.
  case unreadable(MessageOutline, ResponseError)

  /// Reads a line; nil for one that holds nothing but a byte order mark and white space.
  package init?(_ line: [UInt8]) {
    self.init(member: line)
    guard case .unreadable = self else { return }
    let text = line[(line.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0)...]
    guard let start = text.firstIndex(where: { $0 > UInt8(ascii: " ") }) else { return nil }
    guard line[start] == UInt8(ascii: "[") else { return }
    let members = JSONArrayText.elements(seenIn: line, from: start)
    if members.count > 1 {
      self = .batch(members.map { ReceivedMessage(member: Array(line[$0])) })
    }
  }

  private init(member text: [UInt8]) {
    do throws(JSONParseError) {
      self = .value(try JSONValue(mending: text))
    } catch {
      self = .unreadable(
        MessageOutline(of: text), ResponseError(.parseError, "not JSON: \(error)"))
    }
  }

  /// Those of a batch; nil for anything else.
  var members: [ReceivedMessage]? {
    switch self {
    case .value(let value): value.array.map { $0.map(ReceivedMessage.value) }
    case .batch(let members): members
    case .unreadable: nil
    }
  }

  /// Under which ids somebody waits for an answer to it.
  var idsOfRequests: [RequestID] {
    switch self {
    case .value(let value):
      let message = value.object ?? [:]
      let isResponse = message.contains("result") || message.contains("error")
      return isResponse ? [] : [message["id"].flatMap(RequestID.echo)].compactMap(\.self)
    case .batch: return []
    case .unreadable(let outline, _):
      return outline.messages.filter { !$0.isResponse }.compactMap(\.id)
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
