import JSON
import JSONRPC
import Testing

/// Lines that are no JSON, and who is told.
@Suite struct `A line that is no JSON` {
  private func ids(_ text: String) -> [JSONValue] {
    MessageOutline(of: Array(text.utf8)).messages.filter { !$0.isResponse }
      .map { $0.id?.json ?? .null }
  }

  @Test(arguments: [
    (#"{"id":1,"params":NaN}"#, "[1]"), (#"{"params":{"id":77,"a":NaN},"id":"b"}"#, #"["b"]"#),
    (#"{"id":"a\"b\\","x":}"#, #"["a\"b\\"]"#), (#"{ "id" : 12 , x"#, "[12]"),
    (#"{"id":5,"params":{"arguments":{"text":"cut off"#, "[5]"), (#"{"id":5"#, "[]"),
    (#"{"id":1.5,"params":NaN}"#, "[1.5]"), (#"{"id":null,"params":NaN}"#, "[null]"),
    (#"{"id":[1],"params":NaN}"#, "[null]"), (#"{"id":{"id":1},"params":NaN}"#, "[null]"),
    (#"{"id":1,"params":NaN,"id":2}"#, "[2]"), (#"{"method":"n","params":NaN}"#, "[null]"),
    (#"{"id":1,"result":NaN}"#, "[]"), (#"{"error":NaN,"id":1}"#, "[]"),
    (#"{"id":1,"params":{"result":1,"error":NaN}}"#, "[1]"), (#"{"id":1}{"id":2}"#, "[1,2]"),
    (#"[{"id":1,"a":NaN},{"id":2}]"#, "[1,2]"), (#"[[{"id":1,"a":NaN}]]"#, "[null]"),
    (#"{"a":"}","b":"\"id\":9","id":3,}"#, "[3]"), ("not json", "[]"), ("", "[]"),
    ("}}{\"id\":1,x}", "[1]"),
  ])
  func `tells under which ids somebody waits`(text: String, ids: String) throws {
    #expect(JSONValue.array(self.ids(text)).description == ids)
  }

  @Test func `tells the same in whatever pieces it comes`() {
    let text = Array(#"{"params":{"id":77,"a":NaN,"b":"\"id\":{"},"id":"the one"}"#.utf8)
    for first in text.indices {
      var outline = MessageOutline()
      outline.read(text[..<first])
      outline.read(text[first...])
      outline.end()
      #expect(outline == MessageOutline(of: text))
    }
  }

  @Test func `keeps no more of an id than one can have`() {
    let long = String(repeating: "x", count: 5000)
    #expect(ids(#"{"id":"\#(long)","a":NaN}"#) == [nil])
  }

  @Test func `is nothing where it holds nothing`() {
    for line in [[0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x20, 0x0D]] as [[UInt8]] {
      if ReceivedMessage(line) != nil { Issue.record("taken for something") }
    }
  }

  @Test func `doesn't cost the other messages of its batch`() {
    let text =
      #"[{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","id":2,"method":"a","params":NaN}]"#
    guard case .batch(let members)? = ReceivedMessage(Array(text.utf8)), members.count == 2,
      case .value(let first) = members[0], case .unreadable(let outline, let error) = members[1]
    else {
      Issue.record("no batch of two")
      return
    }
    #expect(first["id"] == 1)
    #expect(outline.messages.map(\.id) == [.integer(2)])
    #expect(error.code == .parseError)
  }
}
