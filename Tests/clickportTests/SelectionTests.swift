import JSON
import TestSupport
import Testing

/// The choice of tools at the door of the process: options, variables, keys.
struct SelectionTests {
  private func names(
    _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) async throws -> [String] {
    let outcome = try await ServerProcess.run(
      ["tools", "--json"] + arguments, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let tools = try JSONValue(parsing: #require(outcome.lines.first)).array ?? []
    return tools.compactMap { $0["name"]?.string }
  }

  @Test func `is read from the environment`() async throws {
    let names = try await names([], ["CLICKPORT_TOOLSETS": " scores , tags"])
    #expect(names.contains("get_scores"))
    #expect(names.contains("rename_tag"))
    #expect(!names.contains("find_tools"))
  }

  @Test func `is taken from the command line rather than the environment`() async throws {
    let names = try await names(
      ["--toolsets", "scores", "--exclude-tools", "get_score_history"],
      ["CLICKPORT_TOOLSETS": "tags", "CLICKPORT_EXCLUDE_TOOLS": "get_scores"])
    #expect(names == ["get_scores"])
  }

  @Test func `is read-only when either says so`() async throws {
    let names = try await names(
      ["--tools", "send_message,get_tag"], ["CLICKPORT_READ_ONLY": "true"])
    #expect(names == ["get_tag"])
  }

  @Test func `leaves out services without a key once there is one`() async throws {
    let keyed = try await names([], ["KLIK_API_KEY": "k"])
    #expect(keyed == ["find_tools", "use_tool", "send_message", "query_rows"])
    let placeholder = try await names([], ["KLIK_API_KEY": "YOUR_KLIK_API_KEY"])
    #expect(placeholder.contains("get_clicks"))
    let named = try await names([], ["KLIK_API_KEY": "k", "CLICKPORT_PROVIDERS": "hienergy"])
    #expect(named.contains("get_clicks") && !named.contains("send_message"))
  }

  @Test(arguments: [
    (["--toolsets", "score"], [:], #"no toolset is named "score"; did you mean scores?"#),
    ([], ["CLICKPORT_READ_ONLY": "perhaps"], "CLICKPORT_READ_ONLY must be 1 or 0"),
    (["--providers", "klik", "--toolsets", "tags"], [:], "the choice leaves no tool to list"),
  ])
  func `is refused before anything is served`(
    arguments: [String], environment: [String: String], message: String
  ) async throws {
    for command in ["tools", "serve"] {
      let outcome = try await ServerProcess.run([command] + arguments, environment: environment)
      #expect(outcome.status != 0)
      #expect(outcome.lines == [])
      #expect(outcome.errors.contains(message))
    }
  }

  @Test func `costs a model's context no more than its budget`() async throws {
    let outcome = try await ServerProcess.run(["tools", "--price", "--budget", "1900"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.last?.contains(" tools of ") == true)
    let tight = try await ServerProcess.run(["tools", "--price", "--budget", "100"])
    #expect(tight.status != 0)
    #expect(tight.errors.contains("More than the budget of 100 tokens."))
  }

  @Test func `publishes the answers' schemas only when told to`() async throws {
    let plain = try await ServerProcess.run(["tools", "--json"])
    #expect(plain.lines.first?.contains("outputSchema") == false)
    let full = try await ServerProcess.run(
      ["tools", "--json"], environment: ["CLICKPORT_OUTPUT_SCHEMAS": "1"])
    #expect(full.lines.first?.contains("outputSchema") == true)
  }

  @Test func `holds for what is served`() async throws {
    let list =
      #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"#
      + #""io.modelcontextprotocol/protocolVersion":"2026-07-28","#
      + #""io.modelcontextprotocol/clientCapabilities":{}}}}"# + "\n"
    let outcome = try await ServerProcess.run(
      ["serve", "--sandbox", "--toolsets", "messages", "--read-only"], input: list)
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    let tools = answer["result"]?["tools"]?.array ?? []
    #expect(
      tools.compactMap { $0["name"]?.string } == ["get_device_status", "check_klik_health"])
  }
}
