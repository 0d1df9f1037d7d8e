import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `The library of tools` {
  let manifest: Manifest
  let library: ToolLibrary

  init() throws {
    manifest = try Repository.manifest()
    library = ToolLibrary(ExposedTools(everythingOf: manifest))
  }

  @Test func `lists an index and the errors`() {
    #expect(library.resources.map(\.uri) == ["clickport://tools", "clickport://errors"])
    #expect(library.templates.map(\.uriTemplate) == ["clickport://tools/{name}"])
    #expect(library.resources.allSatisfy { $0.label.mimeType == "application/json" })
  }

  @Test func `has an entry for every tool in its index`() throws {
    let entries = try #require(try read("clickport://tools")["tools"]?.array)
    #expect(entries.count == manifest.tools.count)
    #expect(
      entries.first?.description == """
        {"name":"get_clicks","title":"Daily clicks","provider":"hienergy",\
        "toolset":"clicks","effect":"read"}
        """)
  }

  @Test func `tells a tool with its advanced arguments, aliases, rules and an example`() throws {
    let tool = try read("clickport://tools/get_clicks")
    #expect(tool["name"] == "get_clicks")
    #expect(tool["annotations"]?["readOnlyHint"] == true)
    #expect(tool["confidence"] == "documented")
    let arguments = try #require(tool["arguments"]?.array)
    let names = arguments.compactMap { $0["name"]?.string }
    #expect(names.suffix(3) == ["range", "time_zone", "include_today"])
    #expect(arguments.last?["advanced"] == true)
    #expect(arguments.first?["aliases"] == ["date_from", "from"])
    #expect(arguments.first?["required"] == true)
    #expect(arguments.first?["schema"]?["format"] == "date")
    #expect(
      tool["rules"] == [
        "end_date must not lie before start_date.",
        "From start_date to end_date at most 90 days, both counted.",
        "range stands for start_date and end_date together.",
      ])
    #expect(tool["output"]?["type"] == "object")
    #expect(tool["example"]?["name"] == "get_clicks")
    #expect(tool["example"]?["arguments"]?["start_date"] == "2026-03-01")
  }

  @Test func `puts every kind of rule into words`() throws {
    let rules: [(JSONValue, String)] = [
      (["together": ["size", "day"]], "All or none of size, day."),
      (["at_least_one": ["size", "day"]], "At least one of size, day."),
      (["required": "size", "when": ["day": "x"]], #"size is required when day is "x"."#),
      (
        ["only": ["size"], "when": ["day": ["x", 1]]],
        #"size can be given only when day is "x" or 1."#
      ),
      (["needs": ["size", "day"]], "size can be given only beside day."),
    ]
    let tool = try SmallManifest.tool([
      ("/arguments/day", ["use": "day", "in": "query"]), ("/rules", .array(rules.map(\.0))),
    ])
    #expect(tool.details["rules"]?.array?.compactMap(\.string) == rules.map(\.1))
  }

  @Test func `says what a destructive tool asks first`() throws {
    let tool = try read("clickport://tools/delete_rotator")
    #expect(tool["asks_first"]?.string?.hasPrefix("Delete the rotator") == true)
    #expect(tool["annotations"]?["destructiveHint"] == true)
  }

  @Test func `has every tool, each with an example that the tool accepts`() throws {
    for tool in manifest.tools {
      let details = try read("clickport://tools/\(tool.name)")
      let example = try #require(details["example"]?["arguments"]?.object)
      #expect(throws: Never.self) { try ArgumentReader(tool).read(example).get() }
      #expect(details["request"] == nil)
    }
  }

  @Test func `explains every error code and outcome`() throws {
    let errors = try read("clickport://errors")
    let codes = try #require(errors["codes"]?.array)
    #expect(codes.compactMap { $0["code"]?.string } == ToolError.Code.allCases.map(\.rawValue))
    #expect(
      codes.filter { $0["retryable"] == true }.compactMap { $0["code"]?.string }
        == ["rate_limited", "provider_unavailable", "timed_out"])
    for code in codes {
      #expect(code["meaning"]?.string?.hasSuffix(".") == true)
      #expect(code["what_to_do"]?.string?.hasSuffix(".") == true)
    }
    #expect(
      errors["outcomes"]?.array?.compactMap { $0["outcome"]?.string }
        == ["not_sent", "rejected", "unknown", "accepted"])
  }

  @Test(arguments: [
    "", "clickport://", "clickport://tools/", "clickport://tools/nothing", "clickport://TOOLS",
    "clickport://tools/get_clicks/", "clickport://tools/../errors",
    "clickport://tools/%67et_clicks",
    "clickport://tools/get_clicks?x=1", "clickport://tools/get_clicks#x", "file:///etc/passwd",
    "clickport://tools/{name}", " clickport://tools", "clickport://errors/not_found",
  ])
  func `has nothing at any other URI`(uri: String) {
    #expect(library.read(uri) == nil)
  }

  @Test func `completes tool names by how they begin`() {
    let template = "clickport://tools/{name}"
    #expect(
      library.completions(of: template, argument: "name", value: "get_sc")
        == ["get_scores", "get_score_history"])
    #expect(
      library.completions(of: template, argument: "name", value: "GET_CLICKST") == [
        "get_clickstream"
      ])
    #expect(library.completions(of: template, argument: "name", value: "")?.count == 188)
    #expect(library.completions(of: template, argument: "name", value: "x") == [])
    #expect(library.completions(of: template, argument: "id", value: "") == nil)
    #expect(library.completions(of: "clickport://tools", argument: "name", value: "") == nil)
  }

  private func read(_ uri: String) throws -> JSONValue {
    let contents = try #require(library.read(uri))
    #expect(contents.map(\.uri) == [uri])
    #expect(contents.map(\.mimeType) == ["application/json"])
    guard case .text(let text)? = contents.first?.body else { return .null }
    return try JSONValue(parsing: text)
  }
}
