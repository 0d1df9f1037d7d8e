import Analysis
import Exchange
import HTTPTypes
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

struct AccountZoneTests {
  private let transport = WatchingTransport(SandboxedTools.freshTransport())
  private let catalog: ToolCatalog

  init() throws {
    let manifest = try Repository.manifest()
    catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: transport),
      timing: CallTiming(
        source: ManualTime().source,
        days: try DayClock(
          WallClock { SandboxedTools.now }, zone: "Asia/Kolkata", source: RecordedTimeZones())))
  }

  private func call(_ tool: String, _ arguments: JSONObject) async throws -> CallToolResult {
    try await catalog.call(
      tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
  }

  /// Paths and queries of what was sent since the last time.
  private func sent() -> [String] {
    transport.takeExchanges().map { $0.request.head.path ?? "" }
  }

  private func period(_ result: CallToolResult) -> JSONValue? {
    result.json(for: .july2026)["_meta"]?["clickport/period"]
  }

  @Test func `is asked once, and where days begin and end`() async throws {
    let first = try await call("list_sales", ["range": "2026-03"])
    let paths = sent()
    #expect(paths.count == 2)
    #expect(paths.first?.hasSuffix("/user/settings") == true)
    #expect(paths.last?.contains("start_time=2026-03-01T05%3A00%3A00Z") == true)
    #expect(paths.last?.contains("end_time=2026-04-01T03%3A59%3A59Z") == true)
    #expect(
      period(first)?.description == """
        {"asked":"2026-03","start":"2026-03-01","end":"2026-03-31",\
        "time_zone":"America/New_York","days":31,"partial":false}
        """)
    #expect(
      first.answer?["_notes"]?.array?.first
        == "Days 2026-03-01 to 2026-03-31 (31), in America/New_York.")
    _ = try await call("list_actions", ["from": "2026-03-01", "to": "2026-03-31"])
    #expect(sent().count == 1)
  }

  @Test func `is the project's where a project is asked about`() async throws {
    _ = try await call("list_sales", ["range": "2026-03", "project_id": 29583])
    #expect(sent().first?.hasSuffix("/projects/settings?id=29583") == true)
  }

  /// C10: the zone in force, and it is said.
  @Test func `is that of an instant without one`() async throws {
    let told = try await call(
      "list_sales", ["start_time": "2026-03-01T10:00", "endTime": "2026-03-02 18:30:00"])
    let paths = sent()
    #expect(paths.count == 2)
    #expect(paths.last?.contains("start_time=2026-03-01T15%3A00%3A00Z") == true)
    #expect(paths.last?.contains("end_time=2026-03-02T23%3A30%3A00Z") == true)
    #expect(
      told.answer?["_notes"]?.array?.first?.string
        == "start_time names no zone: 2026-03-01T10:00 was taken as a time in America/New_York, "
        + "2026-03-01T15:00:00Z.")
    let named = try await call(
      "list_sales",
      ["start_time": "2026-03-01 00:00", "end_time": "2026-03-02", "timeZone": "Asia/Kolkata"])
    #expect(sent().last?.contains("start_time=2026-02-28T18%3A30%3A00Z") == true)
    #expect(period(named)?["time_zone"] == "Asia/Kolkata")
  }

  @Test func `is asked for no instants, and not beside the argument`() async throws {
    let instants: JSONObject = [
      "start_time": "2026-03-01T00:00:00Z", "end_time": "2026-03-02T23:59:59Z",
    ]
    let told = try await call("list_sales", instants)
    #expect(sent().count == 1)
    #expect(period(told)?["time_zone"] == "UTC")
    #expect(period(told)?["days"] == 2)
    _ = try await call("list_sales", ["range": "yesterday", "time_zone": "Pacific/Auckland"])
    let paths = sent()
    #expect(paths.count == 1)
    #expect(paths.first?.contains("start_time=2026-04-14T12%3A00%3A00Z") == true)
  }

  @Test func `gives way to the days of the service`() async throws {
    let result = try await call("get_clicks", ["range": "today"])
    #expect(sent().count == 1)
    #expect(period(result)?["time_zone"] == "UTC")
    #expect(period(result)?["partial"] == true)
    let elsewhere = try await call("get_clicks", ["range": "today", "time_zone": "+14:00"])
    #expect(period(elsewhere)?["start"] == "2026-04-16")
    #expect(
      elsewhere.answer?["_notes"] == [
        "Day 2026-04-16, in +14:00. It is not over. The service's own days are those of UTC."
      ])
  }

  @Test func `is the operator's where nobody tells one`() async throws {
    let manifest = try Repository.manifest()
    let names: Set = ["get_account_settings", "get_project_settings"]
    let alone = ToolCatalog(
      ExposedTools(
        listed: [], callable: manifest.tools.filter { !names.contains($0.name) },
        providers: manifest.providers.map(\.id)),
      providers: SandboxedTools.providers(manifest, over: transport),
      timing: CallTiming(
        source: ManualTime().source,
        days: try DayClock(
          WallClock { SandboxedTools.now }, zone: "Asia/Kolkata", source: RecordedTimeZones())))
    let result = try await alone.call(
      "list_sales", arguments: ["range": "2026-03"],
      context: RequestContext(version: .july2026, requestID: "1"))
    #expect(period(result)?["time_zone"] == "Asia/Kolkata")
  }

  /// A choice of tools that leads to no others.
  @Test(arguments: [["list_sales"], ["create_rotator_url", "list_sales"]])
  func `is asked for by the server where a client can't`(names: [String]) async throws {
    let manifest = try Repository.manifest()
    for excluded in [[], ["get_account_settings"]] {
      let selection = ToolSelection(tools: names, excludedTools: excluded)
      let catalog = ToolCatalog(
        try selection.surface(of: manifest, configured: []),
        providers: SandboxedTools.providers(manifest, over: transport),
        timing: CallTiming(
          source: ManualTime().source,
          days: try DayClock(
            WallClock { SandboxedTools.now }, zone: "Asia/Kolkata", source: RecordedTimeZones())))
      let context = RequestContext(version: .july2026, requestID: "1")
      let result = try await catalog.call(
        "list_sales", arguments: ["from": "2026-03-01", "to": "2026-03-31"], context: context)
      let zone = excluded.isEmpty ? "America/New_York" : "Asia/Kolkata"
      #expect(period(result)?["time_zone"]?.string == zone)
      await #expect(throws: Interruption.self) {
        try await catalog.call("get_account_settings", arguments: [:], context: context)
      }
    }
  }

  /// Every ClickMagick tool that takes a day where the service wants an instant.
  @Test func `is what a plain day means to every tool of a service with instants`() async throws {
    var tools = 0
    for provider in try Repository.manifest().providers where provider.id == "clickmagick" {
      for tool in provider.tools {
        for argument in tool.arguments where argument.wholeDay != nil {
          var arguments = tool.example ?? [:]
          for end in ["start_time", "end_time", "range", "report_id"] { arguments[end] = nil }
          let (start, end) = (tool.period?.start.argument, tool.period?.end.argument)
          if let start, let end {
            arguments[start] = "2026-03-01"
            arguments[end] = "2026-03-01"
          }
          arguments[argument.name] = "2026-03-01"
          _ = try await call(tool.name, arguments)
          let isProject = arguments["project_id"] != nil
          let zone = isProject ? "2026-03-0" : "2026-03-01T05"
          let wanted =
            argument.wholeDay == .start ? zone : isProject ? "2026-03-0" : "2026-03-02T04"
          let texts = transport.takeExchanges().map {
            ($0.request.head.path ?? "") + " " + String(decoding: $0.request.body, as: UTF8.self)
          }
          #expect(
            texts.contains { $0.contains("\(argument.name)=\(wanted)") }, "\(tool.name) \(texts)")
          #expect(!texts.contains { $0.contains("\(argument.name)=2026-03-01T00%3A00%3A00Z") })
          tools += 1
        }
      }
    }
    #expect(tools > 15)
  }

  @Test func `is what a day means in the items of an array too`() async throws {
    let urls: JSONValue = [["url": "https://example.com/a", "start_time": "2026-03-01"]]
    for (index, urls) in [urls, .string(urls.description)].enumerated() {
      _ = try await call(
        "create_rotator",
        [
          "rotator_slug": .string("spring-sale-\(index)"), "rotator_mode": "random",
          "random_repeat_clicks": "same_url", "backup_url": "https://example.com/sale",
          "urls": urls,
        ])
      let sent = transport.takeExchanges().map { String(decoding: $0.request.body, as: UTF8.self) }
      #expect(sent.contains { $0.contains("start_time=2026-03-01T05%3A00%3A00Z") }, "\(sent)")
    }
  }

  @Test func `is asked again once it may have been changed`() async throws {
    _ = try await call("list_sales", ["range": "2026-03"])
    _ = try await call("update_account_settings", ["time_zone": "Asia/Kolkata"])
    _ = sent()
    let result = try await call("list_sales", ["range": "2026-03"])
    #expect(sent().count == 2)
    #expect(period(result)?["time_zone"] == "Asia/Kolkata")
  }

  @Test func `is in no prompt, for none names another`() throws {
    let document = try Repository.json("tools-manifest.json")
    let prompts = document["prompts"]?.array ?? []
    #expect(prompts.contains { $0["name"] == "campaign_reconcile" })
    for prompt in prompts { #expect(!prompt.description.contains("UTC")) }
  }

  @Test func `is missed where the system knows no zones`() async throws {
    let manifest = try Repository.manifest()
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      providers: SandboxedTools.providers(manifest, over: transport),
      timing: CallTiming(source: ManualTime().source, days: SandboxedTools.days))
    let context = RequestContext(version: .july2026, requestID: "1")
    let refused = try await catalog.call(
      "list_sales", arguments: ["range": "2026-03"], context: context)
    guard case .text(let text)? = refused.content.first else { return }
    #expect(text.contains("no time zone database"))
    let told = try await catalog.call(
      "list_sales", arguments: ["range": "2026-03", "time_zone": "-05:00"], context: context)
    #expect(!told.isError)
  }

  @Test func `that is none is refused before anything is sent`() async throws {
    let result = try await call("list_sales", ["range": "2026-03", "time_zone": "Mars/Olympus"])
    #expect(result.isError)
    #expect(sent() == [])
    guard case .text(let text)? = result.content.first else { return }
    #expect(text.contains("no time zone is named"))
    #expect(try await call("get_clicks", ["range": "today", "time_zone": "Nowhere"]).isError)
  }
}
