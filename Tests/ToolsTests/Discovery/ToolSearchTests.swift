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
    ("pause a tracking link", "update_datapoint"),
    ("best performing links this month", "get_datapoints_summary"),
    ("from which browsers and places did the visitors come", "list_hits"),
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

  private func found(_ question: String, limit: Int) async throws -> [String] {
    let surface = ExposedTools(everythingOf: try Repository.manifest())
    let catalog = ToolCatalog.stubbed(surface) { _ in Unreachable() }
    let result = try await catalog.run(
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
