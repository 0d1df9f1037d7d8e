import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `The finding tools` {
  /// Answers with its tool's name and the arguments it was given.
  struct Echo: ToolHandler {
    let name: String

    func call(_ call: ToolCall) -> JSONObject {
      ["tool": .string(name), "given": .object(call.arguments.values)]
    }

    func target(of call: ToolCall) -> CallTarget {
      var target = CallTarget(of: call)
      guard target.question != nil else { return target }
      target.question = { [name] _ throws(ToolError) in "Really \(name)?" }
      return target
    }
  }

  private func run(
    _ name: String, _ arguments: JSONObject, _ selection: ToolSelection = ToolSelection()
  ) async throws -> Result<JSONObject, ToolError>? {
    let surface = try selection.surface(of: try Repository.manifest(), configured: [])
    let catalog = ToolCatalog.stubbed(surface) { Echo(name: $0.name) }
    return try await catalog.run(
      name, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
  }

  // MARK: - find_tools

  @Test func `find a tool with what is needed to call it`() async throws {
    let answer = try await run("find_tools", ["query": "rename a tag"])?.get()
    let first = try #require(answer?["tools"]?.array?.first)
    #expect(first["name"] == "rename_tag")
    #expect(first["effect"] == "idempotent_write")
    #expect(first["arguments"]?["tag_id"] == "integer, at least 1 (required)")
    #expect(first["description"]?.string?.isEmpty == false)
    #expect(answer?["tools"]?.array?.count == 5)
  }

  @Test func `show a tool of that exact name in full`() async throws {
    let answer = try await run("find_tools", ["query": "create_rotator"])?.get()
    let tools = try #require(answer?["tools"]?.array)
    #expect(tools.count == 1)
    #expect((tools[0]["arguments"]?.array?.count ?? 0) > 25)
    #expect(tools[0]["rules"]?.array?.isEmpty == false)
  }

  @Test func `show as many as are wanted`() async throws {
    let answer = try await run("find_tools", ["query": "link", "limit": 20])?.get()
    #expect(answer?["tools"]?.array?.count == 20)
  }

  @Test(arguments: ["xyzzy", "the of and", "…"])
  func `say what to try when nothing fits`(query: String) async throws {
    let answer = try await run("find_tools", ["query": .string(query)])?.get()
    #expect(answer?["tools"] == [])
    #expect(answer?["message"]?.string?.contains("Try others") == true)
  }

  @Test(arguments: [false, true])
  func `find what reads of the server's own, and never what leads to tools`(
    isReadOnly: Bool
  ) async throws {
    let selection = ToolSelection(toolsets: ["default", "api"], isReadOnly: isReadOnly)
    for name in ["find_tools", "use_tool", "api_request", "list_effects"] {
      let exact = try await run("find_tools", ["query": .string(name)], selection)?.get()
      let first = exact?["tools"]?.array?.first
      #expect((first?["name"] == .string(name)) == (name == "list_effects"), "\(name)")
    }
    let words: JSONObject = ["query": "did I already message this number", "limit": 5]
    let found = try await run("find_tools", words, selection)?.get()["tools"]?.array ?? []
    #expect(found.contains { $0["name"] == "list_effects" })
    #expect(try await run("use_tool", ["name": "list_effects"], selection)?.get() != nil)
  }

  @Test func `find nothing that is not allowed`() async throws {
    let answer = try await run(
      "find_tools", ["query": "send a message to a phone", "limit": 20],
      ToolSelection(isReadOnly: true))?.get()
    let effects = (answer?["tools"]?.array ?? []).compactMap { $0["effect"]?.string }
    #expect(Set(effects) == ["read"])
  }

  // MARK: - use_tool

  @Test func `call a tool as a direct call would`() async throws {
    let given: JSONObject = ["id": "9002"]
    let direct = try await run("get_tag", given)?.get()
    let relayed = try await run(
      "use_tool", ["name": "get_tag", "arguments": .object(given)])?.get()
    #expect(relayed == direct)
    #expect(relayed?["given"] == ["tag_id": 9002])
  }

  @Test func `take arguments that were written as text`() async throws {
    let answer = try await run(
      "use_tool", ["tool": "get_tag", "args": #"{"tag_id": 9001}"#])?.get()
    #expect(answer?["given"] == ["tag_id": 9001])
  }

  @Test func `check the arguments of the tool they call`() async throws {
    let result = try await run("use_tool", ["name": "get_tag", "arguments": ["tagid": 1]])
    let error = #expect(throws: ToolError.self) { try result?.get() }
    #expect(error?.code == .invalidArguments)
    #expect(error?.tool == "get_tag")
    #expect(error?.provider == "clickmeter")
  }

  @Test func `ask a person before what they call removes something`() async throws {
    let result = try await run(
      "use_tool", ["name": "delete_rotator", "arguments": ["rotator_id": 1]])
    let error = #expect(throws: ToolError.self) { try result?.get() }
    #expect(error?.code == .consentRequired)
    #expect(error?.message.contains("Really delete_rotator?") == true)
    #expect(error?.outcome == .notSent)
  }

  @Test(arguments: [
    ("get_tagg", "did you mean get_tag?"), ("use_tool", "a name that find_tools gives"),
    ("authenticate_by_email", "a name that find_tools gives"), ("", "string"),
  ])
  func `refuse a name that leads nowhere`(name: String, hint: String) async throws {
    let result = try await run("use_tool", ["name": .string(name)])
    let error = #expect(throws: ToolError.self) { try result?.get() }
    #expect(error?.code == .invalidArguments)
    #expect(error?.tool == "use_tool")
    #expect(error?.problems.map(\.expected) == [hint])
  }

  @Test func `call nothing that is not allowed`() async throws {
    let selection = ToolSelection(excludedTools: ["send_message"])
    #expect(try await run("send_message", [:], selection) == nil)
    let result = try await run("use_tool", ["name": "send_message"], selection)
    #expect(throws: ToolError.self) { try result?.get() }
  }
}
