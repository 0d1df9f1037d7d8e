import AgentHosts
import Testing

/// Files that are left as they are.
@Suite struct RefusalTests {
  private static let entry = ServerEntry(name: "clickport", command: "/bin/clickport")

  private func problem(_ host: AgentHost, _ text: String) -> HostFileProblem? {
    do throws(HostFileProblem) {
      _ = try host.installing(Self.entry, in: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (
      "{\n  \"a\": 1\n  \"b\": 2\n}",
      "line 3, column 3: a comma or the closing bracket is expected here"
    ),
    ("{\"a\": }", "line 1, column 7: a value is expected here"),
    ("{\"a\": tru}", "line 1, column 7: this is no value of JSON"),
    ("{\"ä\": 'x'}", "line 1, column 7: this is no value of JSON"),
    ("{\"a\": \"x\n\"}", "line 1, column 7: this text is never closed"),
    ("{\"a\": [1, 2}", "line 1, column 12: a comma or the closing bracket is expected here"),
    ("{\"a\": {", "line 1, column 7: this bracket is never closed"),
    ("{ /* never", "line 1, column 3: this comment is never closed"),
    ("{a: 1}", "line 1, column 2: a name in quotation marks is expected here"),
    ("{\"a\" 1}", "line 1, column 6: a colon is expected here"),
    ("{} {}", "line 1, column 4: something follows the end of the object"),
    ("{,}", "line 1, column 2: a name in quotation marks is expected here"),
    ("[]", "line 1, column 1: the file holds a list, no object"),
    ("12", "line 1, column 1: the file holds a number, no object"),
    ("{\"mcpServers\": []}", "line 1, column 16: \"mcpServers\" is a list, no object"),
    ("{\"mcpServers\": null}", "line 1, column 16: \"mcpServers\" is null, no object"),
    (
      "{\"mcpServers\": {},\n\"mcpServers\": {}}",
      "line 2, column 1: \"mcpServers\" occurs a second time"
    ),
    (
      "{\"mcpServers\": {\"clickport\": {\"command\": \"/clickport\"}, \"clickport\": {}}}",
      "\"clickport\" in \"mcpServers\" is there already, and it isn't Clickport's"
    ),
    (
      "{\"mcpServers\": {\"clickport\": {\"command\": \"npx\", \"args\": [\"clickport\"]}}}",
      "\"clickport\" in \"mcpServers\" is there already, and it isn't Clickport's"
    ),
  ])
  func `in JSON, with the place`(text: String, reason: String) {
    #expect(problem(.cursor, text)?.description == reason)
  }

  @Test(arguments: [
    ("a = ", "line 1, column 5: a value is expected here"),
    ("a = 1\na = 2", "line 2, column 1: a has a value already"),
    ("a = 1 b = 2", "line 1, column 7: the end of the line is expected here"),
    ("a = \"x", "line 1, column 5: this text is never closed"),
    ("[x\ny = 1", "line 1, column 3: ] is expected here"),
    ("[x]\n[x]", "line 2, column 1: the table x occurs a second time"),
    ("a = [1,\n2", "line 2, column 2: a comma or ] is expected here"),
    ("mcp_servers = 1", "line 1, column 1: mcp_servers is a text, no table"),
    ("[[mcp_servers]]\n", "line 1, column 1: mcp_servers is a list, no table"),
    (
      "mcp_servers = { a = { command = 'x' } }",
      "line 1, column 1: mcp_servers is written in braces, where no further table can be added"
    ),
    (
      "[mcp_servers.clickport]\nurl = 'https://example.com'",
      "\"clickport\" in \"mcp_servers\" is there already, and it isn't Clickport's"
    ),
  ])
  func `in TOML, with the place`(text: String, reason: String) {
    #expect(problem(.codex, text)?.description == reason)
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "line 2, column 1: the key \"a\" occurs twice"),
    ("- a\n", "line 1, column 1: the file holds a list, no mapping"),
    ("a: 1\nextensions: x\n", "line 2, column 1: extensions is a text, no mapping"),
    (
      "extensions: {a: {cmd: b}}\n",
      "line 1, column 1: extensions is written in braces, and only lines can be added"
    ),
    ("{extensions: {}}\n", "extensions doesn't begin a line of its own"),
    ("{a: 1}\n", "the file is written in a way that can't be edited safely"),
    ("a: !own x\n", "line 1, column 4: the tag !own is not known here"),
    (
      "a: 1\n---\nb: 2\n",
      "line 2, column 1: a second document begins here, and only one can be read"
    ),
  ])
  func `in YAML, with the place`(text: String, reason: String) {
    #expect(problem(.goose, text)?.description == reason)
  }

  @Test(arguments: AgentHost.all) func `what isn't UTF-8`(host: AgentHost) {
    #expect(throws: HostFileProblem.self) {
      try host.installing(Self.entry, in: [0x7B, 0xFF, 0x7D])
    }
  }

  @Test(arguments: AgentHost.all) func `another's entry, unless it may go`(host: AgentHost) throws {
    let other = ServerEntry(name: "clickport", command: "/bin/other", arguments: ["x"])
    let text = try #require(try host.installing(other, in: nil).text)
    do throws(HostFileProblem) {
      _ = try host.installing(Self.entry, in: text)
      Issue.record("it was replaced")
    } catch {
      #expect(error.isForeignEntry)
    }
    #expect(throws: HostFileProblem.self) { try host.uninstalling("clickport", from: text) }
    let edit = try host.installing(Self.entry, in: text, replacesOthers: true)
    #expect(edit.effect == .replaced)
    #expect(try host.entries(in: edit.text ?? []) == [Self.entry])
    let taken = try host.uninstalling("clickport", from: text, originals: [], removesOthers: true)
    #expect(try host.entries(in: taken.text ?? []) == [])
  }

  @Test(arguments: [AgentHost.claudeDesktop, .zed])
  func `references where a host knows none`(host: AgentHost) {
    var entry = Self.entry
    entry.environment = [.init("A_KEY", .reference)]
    #expect(throws: HostFileProblem.self) { try host.installing(entry, in: nil) }
  }
}
