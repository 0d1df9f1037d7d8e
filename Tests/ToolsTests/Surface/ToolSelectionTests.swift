import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `The choice of tools` {
  static let everyProvider = ["hienergy", "clickmedias", "clickmagick", "klik", "clickmeter"]
  static let finders = ["find_tools", "use_tool", "query_rows"]

  private func surface(
    _ selection: ToolSelection = ToolSelection(), configured: Set<String> = []
  ) throws -> ExposedTools {
    try selection.surface(of: try Repository.manifest(), configured: configured)
  }

  @Test func `lists about fifteen when nobody chooses`() throws {
    let listed = try surface().listed
    #expect((12...17).contains(listed.count))
    let fixed = [
      "get_clicks", "get_scores", "trigger_crawl", "create_rotator", "get_project_stats",
      "send_message",
    ]
    #expect(Set(listed.map(\.name)).isSuperset(of: fixed + Self.finders))
    #expect(Set(listed.map(\.provider)) == Set(Self.everyProvider + ["clickport"]))
  }

  @Test func `leaves the rest within reach of the finders`() throws {
    let surface = try surface()
    let all = try Repository.manifest().tools
    #expect(surface.callable.count == all.filter { $0.listing != .byName }.count)
    #expect(surface.callable.count > 170)
  }

  @Test func `leaves out providers without a key once one has any`() throws {
    let surface = try surface(configured: ["klik"])
    #expect(surface.providers == ["klik"])
    #expect(Set(surface.callable.map(\.provider)) == ["klik", "clickport"])
    #expect(surface.listed.map(\.name) == ["find_tools", "use_tool", "send_message", "query_rows"])
  }

  @Test func `takes named providers whether they have a key or not`() throws {
    let surface = try surface(ToolSelection(providers: ["clickmeter"]), configured: ["klik"])
    #expect(surface.providers == ["clickmeter"])
  }

  @Test func `lists every tool of a toolset, and then nothing else is within reach`() throws {
    let surface = try surface(ToolSelection(toolsets: ["clicks", "scores"]))
    #expect(
      surface.listed.map(\.name)
        == ["get_clicks", "get_api_schema", "get_scores", "get_score_history"])
    #expect(surface.callable.map(\.name) == surface.listed.map(\.name))
  }

  @Test func `lists toolsets beside the default`() throws {
    let standard = try surface().listed.count
    let more = try surface(ToolSelection(toolsets: ["default", "tags"])).listed
    #expect(more.count == standard + (try surface(ToolSelection(toolsets: ["tags"])).listed.count))
  }

  @Test func `lists all there are but those to be named`() throws {
    let listed = try surface(ToolSelection(toolsets: ["all"])).listed
    #expect(listed.count == (try Repository.manifest().tools.count) - 1)
    #expect(!listed.contains { $0.name == "authenticate_by_email" })
  }

  @Test func `lists named tools instead of the default`() throws {
    let surface = try surface(ToolSelection(tools: ["get_tag", "authenticate_by_email"]))
    #expect(surface.listed.map(\.name) == ["authenticate_by_email", "get_tag"])
    #expect(surface.callable.count == 2)
  }

  @Test func `keeps a tool that must be named out of reach until it is`() throws {
    let unnamed = try surface().callable
    #expect(!unnamed.contains { $0.name == "authenticate_by_email" })
    let named = ToolSelection(toolsets: ["default"], tools: ["authenticate_by_email"])
    #expect(try surface(named).callable.contains { $0.name == "authenticate_by_email" })
  }

  @Test func `never offers an excluded tool, even a named one`() throws {
    let surface = try surface(
      ToolSelection(
        toolsets: ["default"], tools: ["send_message", "get_tag"],
        excludedTools: ["send_message", "list_clients"]))
    let names = Set(surface.callable.map(\.name))
    #expect(names.isDisjoint(with: ["send_message", "list_clients"]))
    #expect(names.contains("get_tag"))
  }

  @Test func `shows no items of a tool out of reach`() throws {
    func spoken(_ excluded: [String]) throws -> String {
      let surface = try surface(ToolSelection(excludedTools: excluded))
      let listed = try #require(surface.listed.first { $0.name == "create_rotator" })
      let callable = try #require(surface.callable.first { $0.name == "create_rotator" })
      return "\(listed.published().inputSchema) \(callable.details)"
    }
    #expect(try spoken(["list_clients"]).contains("as for create_rotator_url"))
    #expect(!(try spoken(["create_rotator_url"]).contains("create_rotator_url")))
  }

  @Test func `offers only reading tools when told to, whatever else was chosen`() throws {
    let surface = try surface(
      ToolSelection(
        toolsets: ["all"], tools: ["send_message", "api_request"], isReadOnly: true,
        allowsAPIWrites: true))
    #expect(surface.callable.allSatisfy { $0.effect == .read })
    #expect(surface.listed.allSatisfy { $0.published().annotations.isReadOnly })
    #expect(surface.callable.contains { $0.name == "use_tool" })
    #expect(surface.callable.contains { $0.name == "list_effects" })
    #expect(surface.callable.count > 90)
  }

  @Test func `lets api_request only read unless writes are on`() throws {
    let reading = try apiRequest(ToolSelection(toolsets: ["api"]))
    #expect(reading.effect == .read)
    #expect(choices(of: "method", reading) == ["GET"])
    #expect(choices(of: "provider", reading) == Self.everyProvider)
    #expect(!reading.arguments.contains { $0.name == "body" })
    let writing = try apiRequest(
      ToolSelection(toolsets: ["api"], providers: ["klik"], allowsAPIWrites: true))
    #expect(writing.effect == .destructive)
    #expect(choices(of: "method", writing) == ["GET", "POST", "PUT", "PATCH", "DELETE"])
    #expect(choices(of: "provider", writing) == ["klik"])
    #expect(writing.published().annotations.isIdempotent == false)
  }

  @Test func `tells every name that means nothing, with the one that was meant`() {
    let selection = ToolSelection(
      toolsets: ["rotator", "x"], tools: ["get_click"], excludedTools: ["zzz"],
      providers: ["klick"])
    let problems = #expect(throws: ToolSelectionProblems.self) { try surface(selection) }
    #expect(problems?.sentences.count == 5)
    #expect(
      problems?.sentences.first
        == #"no toolset is named "rotator"; did you mean rotators?"#)
    #expect(problems?.sentences[2] == #"no tool is named "get_click"; did you mean get_clicks?"#)
    #expect(
      problems?.sentences[3]
        == #"no tool is named "zzz"; clickport tools --toolsets all names them all"#)
    #expect(problems?.sentences.last == #"no provider is named "klick"; did you mean klik?"#)
  }

  @Test func `refuses to leave no tool at all`() {
    let selection = ToolSelection(toolsets: ["scores"], providers: ["klik"])
    let problems = #expect(throws: ToolSelectionProblems.self) { try surface(selection) }
    #expect(problems?.sentences == ["the choice leaves no tool to list"])
  }

  @Test func `leaves out prompts whose tools are out of reach`() throws {
    let prompts = try Repository.manifest().prompts
    let everything = try surface()
    #expect(prompts.allSatisfy { $0.isWithin(Set(everything.callable.map(\.name))) })
    let klik = try surface(configured: ["klik"])
    #expect(prompts.filter { $0.isWithin(Set(klik.callable.map(\.name))) }.map(\.name) == [])
  }

  private func apiRequest(_ selection: ToolSelection) throws -> ToolDescriptor {
    try #require(try surface(selection).listed.first)
  }

  private func choices(of argument: String, _ tool: ToolDescriptor) -> [String]? {
    tool.arguments.first { $0.name == argument }?.schema.document["enum"]?.array?
      .compactMap(\.string)
  }
}
