import Foundation
import JSON
import TestSupport
import Testing

/// The other commands, run as a person or a script runs them.
@Suite(.timeLimit(.minutes(10)))
struct CommandTests {
  private static let fixed = ["--sandbox", "--sandbox-time", "2026-04-15T12:00:00Z"]

  private func call(_ arguments: String...) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(["call"] + arguments + Self.fixed)
  }

  private func error(_ outcome: ServerProcess.Outcome) throws -> JSONValue {
    try JSONValue(parsing: #require(outcome.lines.first))
  }

  @Test func `answers aliases as it answers the canonical names`() async throws {
    let canonical = try await call(
      "get_clicks", "start_date=2026-03-01", "end_date=2026-03-31")
    let short = try await call("get_clicks", "from=2026-03-01", "to=2026-03-31")
    let long = try await call("get_clicks", "date_from=2026-03-01", "date_to=2026-03-31")
    let json = try await call(
      "get_clicks", "--json", #"{"from": "2026-03-01", "end_date": "2026-03-31", "page": null}"#)
    #expect(canonical.status == 0)
    #expect(try error(canonical)["data"]?.array?.isEmpty == false)
    for other in [short, long, json] { #expect(other.lines == canonical.lines) }
  }

  @Test(arguments: [
    (["from=2026-02-30", "to=2026-03-31"], ["from"]),
    (["from=2026-01-01", "to=2026-04-01"], ["from, to"]),
    (["from=2026-03-31", "to=2026-03-01"], ["from, to"]),
    (["from=2026-03-01", "to=2026-03-31", "publsher_id=1"], ["publsher_id"]),
    (
      ["from=2026-03-01", "date_from=2026-03-02", "to=2026-03-31"],
      ["from, date_from"]
    ),
    (
      ["from=yesterday", "publsher_id=1", "per_page=-1"],
      ["publsher_id", "from", "end_date", "per_page"]
    ),
  ])
  func `refuses wrong arguments with every problem at once`(
    pairs: [String], arguments: [String]
  ) async throws {
    let outcome = try await ServerProcess.run(["call", "get_clicks"] + pairs + Self.fixed)
    #expect(outcome.status == 2)
    let error = try error(outcome)
    #expect(error["code"] == "invalid_arguments")
    let named = error["problems"]?.array?.compactMap { $0["argument"]?.string } ?? []
    #expect(named.sorted() == arguments.sorted())
    for problem in error["problems"]?.array ?? [] {
      #expect(problem["problem"]?.string?.isEmpty == false)
      #expect(problem["expected"]?.string?.isEmpty == false)
    }
  }

  @Test(arguments: [([], 7, "consent_required"), (["--allow-destructive"], 0, nil)])
  func `deletes nothing unasked, unless the operator allows it`(
    options: [String], status: Int32, code: String?
  ) async throws {
    let outcome = try await ServerProcess.run(
      ["call", "delete_rotator", "id=128364"] + options + Self.fixed)
    #expect(outcome.status == status)
    #expect(try error(outcome)["code"]?.string == code)
  }

  @Test func `collects a repeated key into a list`() async throws {
    let outcome = try await call(
      "create_rotator", "slug=two-lands", "mode=fulfillment", "backup_url=https://example.com",
      "include_country=US", "include_country=MX")
    #expect(outcome.status == 0)
    #expect(try error(outcome)["status"] == "OK")
  }

  @Test func `tells by its exit code what kind of failure it was`() async throws {
    #expect(try await call("get_scores", "client_id=9999").status == 4)
    #expect(try await call("get_score").status == 2)
    let keyless = try await ServerProcess.run(["call", "get_scores", "client_id=1"])
    #expect(keyless.status == 3)
  }

  @Test func `names the tool that was probably meant`() async throws {
    let outcome = try await call("get_click")
    #expect(outcome.errors.contains("did you mean get_clicks?"))
  }

  @Test func `shows all six named tools at work in the demo`() async throws {
    let outcome = try await ServerProcess.run(["demo"])
    #expect(outcome.status == 0)
    let text = outcome.lines.joined(separator: "\n")
    for tool in [
      "get_clicks", "get_scores", "trigger_crawl", "create_rotator", "send_message",
      "get_project_stats",
    ] {
      #expect(text.contains("→ tools/call \(tool)"))
    }
    #expect(text.contains("did you mean publisher_id?"))
    #expect(outcome.errors == "")
  }

  @Test func `checks the built-in manifest`() async throws {
    let outcome = try await ServerProcess.run(["check"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.last == "The manifest is right: 5 providers, 188 tools, 6 prompts.")
  }

  @Test func `lists the tools, and shows one with its aliases`() async throws {
    let all = try await ServerProcess.run(["tools"])
    #expect(all.lines.count == 15)
    let one = try await ServerProcess.run(["tools", "get_clicks"])
    #expect(one.lines.contains { $0.contains("start_date *") && $0.contains("date_from from") })
    let json = try await ServerProcess.run(["tools", "--json"])
    #expect(try JSONValue(parsing: #require(json.lines.first)).array?.count == 14)
  }
}
