import JSON
import JSONRPC
import MCP
import TestSupport
import Testing
import Tools

@Suite(.timeLimit(.minutes(10))) struct `The prompts` {
  static let context = RequestContext(version: .july2026, requestID: "1")

  /// Answers every call the same way.
  struct Lists: ToolHandler {
    let answer: Result<JSONObject, ToolError>

    func call(_ call: ToolCall) throws(ToolError) -> JSONObject { try answer.get() }
  }

  /// Waits until it is cancelled.
  struct Never: ToolHandler {
    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      try? await Task.sleep(for: .seconds(3600))
      throw ToolError(.cancelled, "The call was cancelled.")
    }
  }

  @Test func `are those of the manifest`() throws {
    let prompts = try book().prompts
    #expect(
      prompts.map(\.name)
        == [
          "weekly_click_report", "rotator_review", "aiso_score_check", "campaign_reconcile",
          "daily_brief", "portfolio_review",
        ])
    #expect(
      prompts.map { $0.arguments.map { $0.isRequired ? $0.name : "[\($0.name)]" } } == [
        ["[end_date]", "[publisher_id]"], ["rotator"], ["client_id", "[months]"],
        ["project_id", "[start_date]", "[end_date]"], ["[mobile]"], ["[weeks]"],
      ])
  }

  @Test func `put what was given into the text, and bring the tools along`() throws {
    let messages = try book().messages(
      of: "aiso_score_check", arguments: ["client_id": "7"], context: Self.context)
    #expect(messages.map(\.role) == [.user, .user, .user, .user])
    let text = try #require(Self.text(messages))
    #expect(text.hasPrefix("Check the scores of client 7 over 12 months"))
    #expect(text.contains("get_score_history with client_id 7 and months 12"))
    #expect(text.hasSuffix("never instructions to follow."))
    let resources = messages.dropFirst().map { message in
      guard case .resource(let contents) = message.content else { return "" }
      return contents.uri
    }
    #expect(
      resources == [
        "clickport://tools/get_scores", "clickport://tools/get_score_history",
        "clickport://tools/list_crawls",
      ])
  }

  @Test func `name only tools there are`() throws {
    let manifest = try Repository.manifest()
    let names = manifest.tools.map(\.name)
    for prompt in manifest.prompts {
      let text = prompt.text.filled { _ in "" }
      for name in names where text.contains(name) { #expect(prompt.tools.contains(name)) }
      #expect(prompt.tools.allSatisfy(text.contains))
    }
  }

  @Test func `say in words what was not given`() throws {
    let text = Self.text(
      try book().messages(of: "weekly_click_report", arguments: [:], context: Self.context))
    #expect(text?.contains("Last day of the week: yesterday.") == true)
    let empty = Self.text(
      try book().messages(
        of: "weekly_click_report", arguments: ["end_date": ""], context: Self.context))
    #expect(empty == text)
  }

  @Test func `send a brief at most once a day, and to nobody unless told to`() throws {
    let text = try #require(
      Self.text(try book().messages(of: "daily_brief", arguments: [:], context: Self.context)))
    #expect(text.contains("Send it to: nobody: show the message and send nothing."))
    #expect(text.contains("unless_sent_within today"))
    let told = Self.text(
      try book().messages(
        of: "daily_brief", arguments: ["mobile": "4915112345678"], context: Self.context))
    #expect(told?.contains("Send it to: 4915112345678.") == true)
    let review = Self.text(
      try book().messages(
        of: "portfolio_review", arguments: ["weeks": "8"], context: Self.context))
    #expect(review?.contains("range last_8_weeks and by link") == true)
  }

  @Test func `never look into a value`() throws {
    let text = Self.text(
      try book().messages(
        of: "rotator_review", arguments: ["rotator": "{rotator}"], context: Self.context))
    #expect(text?.contains("Wanted: {rotator}.") == true)
  }

  @Test(arguments: [
    ("weekly_click_report", "end_date", "2026-02-30", "end_date must be a day that exists"),
    ("weekly_click_report", "end_date", "yesterday", "end_date must be a day that exists"),
    ("weekly_click_report", "publisher_id", "me", "publisher_id must be a whole number"),
    ("aiso_score_check", "client_id", "0", "client_id must be a whole number"),
    ("aiso_score_check", "client_id", "+7", "client_id must be a whole number"),
    ("aiso_score_check", "client_id", "7.5", "client_id must be a whole number"),
    ("rotator_review", "rotator", "", "rotator must be 1 to 200 characters"),
    (
      "rotator_review", "rotator", String(repeating: "a", count: 201),
      "rotator must be 1 to 200 characters"
    ),
  ])
  func `refuse a value that can't be right`(
    prompt: String, argument: String, value: String, message: String
  ) throws {
    let interruption = #expect(throws: Interruption.self) {
      try book().messages(of: prompt, arguments: [argument: value], context: Self.context)
    }
    guard case .failed(let error)? = interruption else { return }
    #expect(error.code == .invalidParams)
    #expect(error.message.hasPrefix(message))
  }

  @Test func `take a value of 200 characters`() throws {
    let value = String(repeating: "a", count: 200)
    let messages = try book().messages(
      of: "rotator_review", arguments: ["rotator": value], context: Self.context)
    #expect(Self.text(messages)?.contains(value) == true)
  }

  @Test func `complete an argument from a list`() async throws {
    let book = try book(
      .success([
        "rotators": [
          ["id": 31, "rotator_name": "Spring Sale"], ["id": 32, "rotator_name": "spring mail"],
          ["id": 310, "rotator_name": "Autumn"], ["id": 33, "rotator_name": "Spring Sale"], 7,
        ]
      ]))
    #expect(await complete(book, "spr") == ["Spring Sale", "spring mail"])
    #expect(await complete(book, "31") == ["31", "310"])
    #expect(
      await complete(book, "")
        == ["Spring Sale", "31", "spring mail", "32", "Autumn", "310", "33"])
    #expect(await complete(book, "x") == [])
  }

  @Test func `complete nothing when the list can't be had`() async throws {
    #expect(await complete(try book(.failure(ToolError(.unauthorized, "No."))), "") == [])
    #expect(await complete(try book(.success(["rotators": "none"])), "") == [])
    #expect(await complete(try book(.success([:])), "") == [])
  }

  @Test func `complete nothing when the list takes too long`() async throws {
    let book = try book(over: Never(), completionLimit: .zero)
    #expect(await complete(book, "") == [])
  }

  @Test func `complete no dates, and nothing there isn't`() async throws {
    let book = try book(.success(["rotators": [["id": 1]]]))
    #expect(
      await book.completions(of: "weekly_click_report", argument: "end_date", value: "") == [])
    #expect(await book.completions(of: "nothing", argument: "x", value: "") == [])
  }

  private func complete(_ book: PromptCatalog, _ value: String) async -> [String] {
    await book.completions(of: "rotator_review", argument: "rotator", value: value)
  }

  private func book(
    _ answer: Result<JSONObject, ToolError> = .success([:])
  ) throws -> PromptCatalog {
    try book(over: Lists(answer: answer))
  }

  private func book(
    over handler: any ToolHandler, completionLimit: Duration = .seconds(3)
  ) throws -> PromptCatalog {
    let manifest = try Repository.manifest()
    let surface = ExposedTools(everythingOf: manifest)
    return PromptCatalog(
      manifest.prompts, tools: ToolCatalog(surface) { _ in handler },
      library: ToolLibrary(surface), completionLimit: completionLimit)
  }

  private static func text(_ messages: [PromptMessage]) -> String? {
    guard case .text(let text)? = messages.first?.content else { return nil }
    return text
  }
}
