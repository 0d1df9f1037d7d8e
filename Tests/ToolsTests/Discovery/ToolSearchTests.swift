import JSON
import MCP
import TestSupport
import Testing
import Tools

/// What marketers ask for, in their words, and the tools that do it.
@Suite struct `Searching for tools` {
  static let questions: [(question: String, tool: String)] = [
    ("how many clicks did each advertiser send us last week", "get_clicks"),
    ("affiliate traffic per day", "get_clicks"),
    ("show me all my customers", "list_clients"),
    ("sign up a new customer account", "create_client"),
    ("how visible is this brand in ChatGPT", "get_scores"),
    ("has the SEO score improved over the last months", "get_score_history"),
    ("the newest monthly report for a customer", "get_latest_report"),
    ("check a website for technical SEO problems", "request_audit"),
    ("which sites link to us", "list_backlinks"),
    ("write a blog post for the customer", "generate_content"),
    ("ideas what to improve on the website", "list_suggestions"),
    ("notify my server when a crawl is finished", "create_webhook"),
    ("scan the website again", "trigger_crawl"),
    ("which rotator url underperforms", "get_rotator_url_stats"),
    ("split traffic between several landing pages", "create_rotator"),
    ("add another landing page to a rotator", "create_rotator_url"),
    ("change the weight of a rotator's url", "update_rotator_url"),
    ("revenue and ROI of my campaign project", "get_project_stats"),
    ("purchases of the last days", "list_sales"),
    ("leads and opt-ins in the log", "list_actions"),
    ("make a short link for an ad", "create_smart_link"),
    ("rename a folder of links", "rename_link_group"),
    ("use my own domain for ClickMagick links", "create_custom_domain"),
    ("block bots in my account", "update_account_settings"),
    ("text a customer on WhatsApp", "send_message"),
    ("send a PDF to somebody's phone", "send_file"),
    ("is the phone online", "get_device_status"),
    ("create a tracking pixel", "create_datapoint"),
    ("pause a tracking link", "set_datapoint_status"),
    ("best performing links this month", "get_datapoints_summary"),
    ("from which browsers and places did the visitors come", "get_top_report"),
    ("live feed of the latest clicks", "get_clickstream"),
    ("top countries of my clicks", "get_top_report"),
    ("ignore our office's IP address in the statistics", "add_blacklisted_ip"),
    ("invite a colleague to our tracking account", "create_guest"),
    ("which goals convert best", "get_conversions_summary"),
    ("put a label on a link", "patch_tag_datapoint"),
    ("how many tracking links do I have", "count_datapoints"),
    ("add Facebook's remarketing code", "create_retargeting_script"),
    ("throw away a campaign group", "delete_group"),
    ("what does my ClickMeter subscription include", "get_my_plan"),
    ("utm parameters of a project", "get_project_utms"),
  ]

  /// What people ask an analyst; the last ten in words that no descriptor has.
  private static let analyses = [
    ("compare clicks of this week with last week", "compare_periods"),
    ("month over month growth of clicks", "compare_periods"),
    ("who moved most against the previous period", "compare_periods"),
    ("revenue versus last year", "compare_periods"),
    ("which advertisers gained or lost clicks", "compare_periods"),
    ("which URL of the rotator underperforms", "rotator_verdict"),
    ("is the winner of the split test significant", "rotator_verdict"),
    ("best and worst URL of a rotator by conversion rate", "rotator_verdict"),
    ("a/b test result", "rotator_verdict"),
    ("anything odd in the clicks", "find_anomalies"),
    ("unusual spikes and drops", "find_anomalies"),
    ("outlier days", "find_anomalies"),
    ("share of bots by traffic source", "traffic_quality"),
    ("how much of the traffic is fake", "traffic_quality"),
    ("bots by country", "traffic_quality"),
    ("links without clicks in 30 days", "idle_links"),
    ("unused links to clean up", "idle_links"),
    ("why do two trackers disagree", "reconcile"),
    ("discrepancy between two sources", "reconcile"),
    ("clicks don't match between trackers", "reconcile"),
    ("how did we do compared with the week earlier", "compare_periods"),
    ("are we up or down on last month", "compare_periods"),
    ("does one of them convert worse, or is it luck", "rotator_verdict"),
    ("is that variant worse by chance", "rotator_verdict"),
    ("did something break yesterday", "find_anomalies"),
    ("alert me to surprising days", "find_anomalies"),
    ("are these visitors human", "traffic_quality"),
    ("links gathering dust", "idle_links"),
    ("the numbers of both tools don't add up", "reconcile"),
    ("one tracker reports fewer clicks than the other", "reconcile"),
  ]

  @Test func `puts the right analysis first`() async throws {
    var misses: [String] = []
    for (question, tool) in Self.analyses {
      let names = try await found(question, limit: 3)
      if names.first != tool { misses.append("\(question): \(names), not \(tool)") }
    }
    #expect(misses == [])
  }

  @Test func `puts the right tool among the first three`() async throws {
    var misses: [String] = []
    for (question, tool) in Self.questions {
      let names = try await found(question, limit: 3)
      if !names.contains(tool) { misses.append("\(question): \(names), not \(tool)") }
    }
    #expect(misses == [])
    print("find_tools: \(Self.questions.count - misses.count) of \(Self.questions.count) questions")
    #expect(Self.questions.count >= 40)
  }

  @Test func `puts the right tool first for what once led elsewhere`() async throws {
    #expect(try await misses(ToolQuestion.reported) == [])
  }

  @Test func `puts the right tool first for nearly all that marketers ask`() async throws {
    let sets = [
      (ToolQuestion.considered, 0.93), (ToolQuestion.fresh, 0.9), (ToolQuestion.everyday, 0.92),
    ]
    for (questions, share) in sets {
      let misses = try await misses(questions)
      let right = questions.count - misses.count
      #expect(Double(right) >= share * Double(questions.count), "\(right): \(misses)")
      print("find_tools: \(right) of \(questions.count) questions have the right tool first")
    }
    #expect(Set(ToolQuestion.considered.flatMap(\.tools)).count >= 180)
  }

  /// Whoever says what is to be done and to what, in whichever words, gets the tool of that name.
  @Test func `puts the tool of that name first, by every word for what it does`() async throws {
    let verbs = [
      "create": ["create", "add", "new", "make a"],
      "delete": ["delete", "remove", "erase", "drop"],
      "update": ["update", "change", "edit", "modify"], "list": ["list", "show all", "", "which"],
      "count": ["count", "how many"], "rename": ["rename"],
    ]
    var misses: [String] = []
    var count = 0
    for tool in try Repository.manifest().tools where tool.toolset != "stats" {
      let words = tool.name.split(separator: "_")
      let things = words.dropFirst().joined(separator: " ")
      for verb in verbs[String(words[0])] ?? [] {
        count += 1
        let names = try await found("\(verb) \(things)", limit: 1)
        if names != [tool.name] { misses.append("\(verb) \(things): \(names)") }
      }
    }
    #expect(count > 300)
    #expect(misses.count <= 6, "\(misses)")
  }

  @Test(arguments: [
    ("delete rotator", "delete_rotator"), ("DELETE_ROTATOR", "delete_rotator"),
    ("rename link group", "rename_link_group"), ("list rotator urls", "list_rotator_urls"),
    ("get top report", "get_top_report"), ("send file", "send_file"),
  ])
  func `puts a name before all else`(question: String, tool: String) async throws {
    #expect(try await found(question, limit: 1) == [tool])
  }

  @Test(arguments: [
    "rotator", "links", "guests", "tags", "projects", "which urls does a rotator have",
  ])
  func `puts what removes something behind what doesn't, where nothing asks for it`(
    question: String
  ) async throws {
    let names = try await found(question, limit: 20)
    let effects = try names.map { try #require(try Repository.tool($0)).effect }
    #expect(effects.first == .read)
    let firstRemoving = effects.firstIndex(of: .destructive) ?? effects.endIndex
    #expect(firstRemoving >= 3)
  }

  private func misses(_ questions: [ToolQuestion]) async throws -> [String] {
    var misses: [String] = []
    for question in questions {
      let names = try await found(question.text, limit: 2)
      if !question.tools.contains(names.first ?? "") {
        misses.append("\(question.text): \(names), not \(question.tools)")
      }
    }
    return misses
  }

  private static let catalog = Result {
    ToolCatalog.stubbed(ExposedTools(everythingOf: try Repository.manifest())) { _ in
      Unreachable()
    }
  }

  private func found(_ question: String, limit: Int) async throws -> [String] {
    let result = try await Self.catalog.get().run(
      "find_tools", arguments: ["query": .string(question), "limit": .number(JSONNumber(limit))],
      context: RequestContext(version: .july2026, requestID: "1"))
    return (try result?.get()["tools"]?.array ?? []).compactMap { $0["name"]?.string }
  }

  /// Stands for a service that a search never reaches.
  struct Unreachable: ToolHandler {
    func call(_ call: ToolCall) throws(ToolError) -> JSONObject {
      throw ToolError(.providerUnavailable, "Not here.")
    }
  }
}
