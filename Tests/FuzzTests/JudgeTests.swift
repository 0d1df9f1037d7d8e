import Testing

/// The fuzz test's own judge: it must find each kind of fault, or its silence means nothing.
struct JudgeTests {
  private static let open = #"""
    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"a","version":"1"}}}
    """#
  private static let opened = #"""
    {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-03-26","capabilities":{},"serverInfo":{"name":"a","version":"1"}}}
    """#
  private static let list = #"""
    {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
    """#
  private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
  private static let pong = #"{"jsonrpc":"2.0","id":1,"result":{}}"#

  private func problems(_ input: [String], _ output: [String]) -> [String] {
    Judge.problems(
      input.map { Array($0.utf8) }, Array(output.joined(separator: "\n").utf8), SeenKinds())
  }

  @Test func `has nothing against what is right`() {
    #expect(problems([Self.ping], [Self.pong]) == [])
    #expect(problems([Self.open, "[\(Self.ping)]", "["], [Self.opened, "[\(Self.pong)]"]) == [])
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
    #expect(problems([Self.ping, cancel], []) == [])
    #expect(problems([Self.ping, cancel, " \r"], [Self.pong]) == [])
    #expect(
      problems(["{"], [#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}"#]) == [])
  }

  static let faults: [(name: String, input: [String], output: [String])] = [
    ("no answer", [ping], []),
    ("two answers", [ping], [pong, pong]),
    ("another's answer", [ping], [pong, #"{"jsonrpc":"2.0","id":2,"result":{}}"#]),
    ("an id of another type", [ping], [#"{"jsonrpc":"2.0","id":"1","result":{}}"#]),
    ("an answer to a notification", [#"{"jsonrpc":"2.0","method":"ping"}"#], [pong]),
    (
      "an error for a notification", [#"{"jsonrpc":"2.0","method":"x"}"#],
      [#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"no"}}"#]
    ),
    ("an answer to a response", [pong], [pong]),
    ("no error for what is no JSON", ["{"], []),
    (
      "an error without an id where the revision has none", [open, "{"],
      [opened, #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}"#]
    ),
    ("no JSON", [ping], [pong, "Hello."]),
    ("no JSON behind an id", [ping], [#"{"jsonrpc":"2.0","id":1,"result":{}"#]),
    ("an id of null", [], [#"{"jsonrpc":"2.0","id":null,"result":{}}"#]),
    ("neither result nor error", [ping], [#"{"jsonrpc":"2.0","id":1}"#]),
    ("a result of another revision", [list], [#"{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}"#]),
  ]

  @Test(arguments: faults)
  func `finds each fault`(name: String, input: [String], output: [String]) {
    #expect(!problems(input, output).isEmpty)
  }
}
