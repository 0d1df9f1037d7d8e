import Exchange
import HTTPTypes
import JSON
import Providers
import TestSupport
import Testing
import Tools

/// E22 and E23: what the services' documents allow goes through, and what they say is said.
@Suite struct `Against the services' documents` {
  /// What a service takes as a URL.
  private static func urls(of tool: ToolDescriptor) -> [ArgumentDescriptor] {
    tool.arguments.filter { $0.schema.document["format"] == "url" }
  }

  static let urlTools =
    (try? Repository.manifest())?.tools.filter { !urls(of: $0).isEmpty }.map(\.name) ?? []

  // MARK: - E22

  @Test(arguments: urlTools)
  func `URLs hold tokens and international host names`(name: String) throws {
    let tool = try #require(try Repository.tool(name))
    for argument in Self.urls(of: tool) {
      for url in ["https://example.com/?a=[s1]&b=[clickid]", "https://b\u{FC}cher.example/\u{FC}"] {
        #expect(argument.schema.violations(in: .string(url)).isEmpty, "\(argument.name) \(url)")
      }
      #expect(!argument.schema.violations(in: "www.example.com").isEmpty)
      #expect(argument.publishedSchema["format"] == nil)
    }
  }

  @Test func `no argument takes the URLs or mailboxes of ASCII alone`() throws {
    let formats = try Repository.manifest().tools.flatMap { tool in
      tool.arguments.compactMap { $0.schema.document["format"]?.string }
    }
    #expect(!formats.contains("uri"))
    #expect(!formats.contains("email"))
    #expect(Self.urlTools.count >= 12)
  }

  @Test func `a token goes out as it was given`() async throws {
    let url = "https://b\u{FC}cher.example/?a=[s1]&b=[clickid]"
    let bench = try bench("create_rotator")
    let made = try await bench.call(["backup_url": .string(url), "urls": [.string(url)]]).get()
    let rotator = try #require(made["id"])
    #expect(made["urls"]?.array?.count == 1)
    let settings = try await self.bench("get_rotator_settings", over: bench)
      .call(["rotator_ids": [rotator]]).get()
    #expect(settings["rotators"]?.array?.first?["backup_url"] == .string(url))
  }

  @Test func `a rotator needs neither slug nor mode`() async throws {
    let bench = try bench("create_rotator")
    let made = try await bench.call([
      "rotator_name": "test", "backup_url": "https://www.example.com/backup",
    ]).get()
    #expect(
      bench.transport.takeExchanges().first?.request.text
        == "backup_url=https%3A%2F%2Fwww.example.com%2Fbackup&rotator_name=test")
    let settings = try await self.bench("get_rotator_settings", over: bench)
      .call(["rotator_ids": [try #require(made["id"])]]).get()["rotators"]?.array?.first
    #expect(settings?["rotator_slug"]?.string?.count == 6)
    #expect(settings?["rotator_mode"]?.string?.isEmpty == false)
    let random = try await bench.call(["mode": "random", "backup_url": "https://example.com"])
    #expect(throws: ToolError.self) { try random.get() }
  }

  @Test func `a picture needs no message`() async throws {
    let bench = try bench("send_message")
    let picture = "iVBORw0KGgo="
    let mobile: JSONValue = "4915112345678"
    _ = try await bench.call(["mobile": mobile, "image": .string(picture)]).get()
    #expect(
      bench.transport.takeExchanges().first?.request.text
        == #"{"mobile":"4915112345678","image":"iVBORw0KGgo="}"#)
    let neither = try await bench.call(["mobile": mobile])
    let error = #expect(throws: ToolError.self) { try neither.get() }
    #expect(error?.problems.map(\.argument) == ["message, image"])
  }

  @Test(arguments: [
    ("get_project_settings", "project_ids"), ("get_project_utms", "project_id"),
    ("update_project", "project_id"), ("get_rotator_settings", "rotator_ids"),
    ("update_rotator", "rotator_id"), ("delete_rotator", "rotator_id"),
    ("list_rotator_urls", "rotator_id"), ("create_rotator_url", "rotator_id"),
    ("get_rotator_url_settings", "url_ids"), ("update_rotator_url", "url_id"),
    ("delete_rotator_url", "url_id"), ("rename_rotator_group", "group_id"),
    ("delete_rotator_group", "group_id"), ("create_link_subgroup", "group_id"),
    ("rename_link_group", "subgroup_id"), ("delete_link_group", "group_id"),
    ("get_smart_link_settings", "link_ids"), ("update_smart_link", "link_id"),
    ("delete_custom_domain", "domain_id"), ("get_rotator_url_stats", "rotator_id"),
    ("create_rotator", "rotator_group"), ("create_smart_link", "domain_id"),
  ])
  func `ids begin with 0 where the document says so`(name: String, argument: String) throws {
    let tool = try #require(try Repository.tool(name))
    let schema = try #require(tool.arguments.first { $0.name == argument }?.schema)
    let isList = schema.document["type"] == "array"
    #expect(schema.violations(in: isList ? [0] : 0).isEmpty)
    #expect(!schema.violations(in: isList ? [-1] : -1).isEmpty)
  }

  @Test(arguments: ["get_project_stats", "delete_project", "list_sales"])
  func `ids begin with 1 where the document says that`(name: String) throws {
    let tool = try #require(try Repository.tool(name))
    let schema = try #require(tool.arguments.first { $0.name == "project_id" }?.schema)
    #expect(!schema.violations(in: 0).isEmpty)
  }

  static let sizes: [(String, JSONObject, String)] = [
    ("get_clicks", ["range": "2026-03", "per_page": 50, "limit": 7], "limit=7"),
    ("get_clicks", ["range": "2026-03", "limit": "50", "page_size": 7], "per_page=7"),
    ("get_clicks", ["range": "2026-03", "limit": 50, "per_page": 1000], "limit=50"),
    ("list_clients", ["per_page": 50, "limit": 7], "per_page=7"),
    ("list_rotators", ["per_page": 7, "limit": 50], "limit=7"),
    ("list_datapoints", ["limit": 7, "per_page": 50], "limit=7"),
    ("list_client_reports", ["client_id": 1, "limit": 7, "months": 9], "limit=7"),
  ]

  @Test(arguments: sizes)
  func `of two page sizes the smaller counts`(
    name: String, given: JSONObject, sent: String
  ) async throws {
    let bench = try bench(name)
    _ = try await bench.call(given).get()
    let query =
      try #require(bench.transport.takeExchanges().last?.request.head.path)
      .split(separator: "?").last ?? ""
    let sizes = query.split(separator: "&").filter { $0.hasPrefix("limit") || $0.hasPrefix("per_") }
    #expect(sizes == [sent[...]])
  }

  @Test func `a page size that is none is still refused`() throws {
    let reader = ArgumentReader(try #require(try Repository.tool("get_clicks")))
    let given: JSONObject = ["range": "2026-03", "limit": 7, "per_page": "many"]
    #expect(throws: ArgumentProblems.self) { try reader.read(given).get() }
  }

  // MARK: - E23

  @Test(arguments: ["create_rotator", "update_rotator", "update_account_settings"])
  func `filters say what flag and block do`(name: String) throws {
    let tool = try #require(try Repository.tool(name))
    let filters = tool.arguments.filter { $0.choices.contains("flag") }
    #expect(filters.count == 6)
    for filter in filters {
      let words = filter.schema.document["description"]?.string ?? ""
      #expect(words.contains("flag lets them through and counts them apart"))
      #expect(words.contains("block sends them to an error page"))
    }
  }

  @Test func `every tool of ClickMagick says which plans it needs`() throws {
    let tools = try Repository.manifest().tools.filter { $0.provider == "clickmagick" }
    #expect(tools.count > 40)
    for tool in tools { #expect(tool.details["requires"] == "A Standard or Pro plan.") }
    #expect(try #require(try Repository.tool("get_clicks")).details["requires"] == nil)
  }

  @Test(arguments: [
    ("delete_link_group", "id goes into the query"), ("delete_rotator_group", "id goes into"),
    ("get_project_stats", "answer that starts it"), ("get_smart_link_stats", "answer that starts"),
    ("get_rotator_stats", "answer that starts"), ("get_rotator_url_stats", "answer that starts"),
    ("list_smart_links", "documents lack it"), ("create_smart_link", "documents lack it"),
    ("update_smart_link", "documents lack it"), ("create_webhook", "endpoint"),
    ("get_account_settings", "endpoint"),
  ])
  func `a tool says what of it is inferred`(name: String, words: String) throws {
    let details = try #require(try Repository.tool(name)).details
    #expect(details["inferred"]?.string?.contains(words) == true)
  }

  @Test(arguments: [
    ("get_top_report", "leave bots out"), ("get_clicks", "newest and most first"),
    ("list_sales", "In no certain order"), ("list_rotators", "newest first"),
    ("create_webhook", "{event, timestamp, data}"), ("create_webhook", "X-CM-Signature"),
    ("create_webhook", "HMAC-SHA256"), ("create_webhook", "clickport webhook verify"),
    ("list_projects", "Standard or Pro plan"),
  ])
  func `a tool says what its answers mean`(name: String, words: String) throws {
    #expect(try #require(try Repository.tool(name)).description.contains(words))
  }

  private func bench(_ name: String, over other: ToolBench? = nil) throws -> ToolBench {
    let tool = try #require(try Repository.tool(name))
    return try ToolBench(tool, over: other?.transport.next ?? SandboxedTools.freshTransport())
  }
}

extension ArgumentDescriptor {
  fileprivate var choices: [String] {
    schema.document["enum"]?.array?.compactMap(\.string) ?? []
  }
}
