import Foundation
import JSON
import TestSupport
import Testing

/// `clickport query`, as a script uses it.
struct QueryCommandTests {
  private static let sandbox = ["--sandbox", "--sandbox-time", "2026-07-01T12:00:00Z"]

  private func query(_ arguments: String...) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(["query"] + arguments + Self.sandbox)
  }

  @Test func `prints the rows as CSV, and what was read beside them`() async throws {
    let outcome = try await query(
      "get_clicks", "--range", "2026-06-01..2026-06-07", "--group-by", "advertiser_name",
      "--measure", "sum(click_count)", "--sort", "-sum(click_count)", "--limit", "2")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 3)
    #expect(outcome.lines.first?.hasPrefix("advertiser_name,sum(click_count)") == true)
    let told = try JSONValue(
      parsing: #require(outcome.errors.split(separator: "\n").last.map(String.init)))
    #expect(told["read"]?["complete"] == true)
    #expect(told["period"]?["days"] == 7)
  }

  @Test func `takes columns with commas between as it takes them one by one`() async throws {
    let range = ["--range", "2026-06-01..2026-06-07", "--measure", "sum(click_count)"]
    let together = try await ServerProcess.run(
      ["query", "get_clicks", "--group-by", "advertiser_name, click_date:week"] + range
        + Self.sandbox)
    let apart = try await ServerProcess.run(
      ["query", "get_clicks", "--group-by", "advertiser_name", "--group-by", "click_date:week"]
        + range + Self.sandbox)
    #expect(together.status == 0)
    #expect(together.lines.count > 2)
    #expect(together.lines == apart.lines)
    let fields = try await query("list_projects", "--field", "id,name")
    #expect(fields.lines.first?.hasPrefix("id,name") == true)
    let empty = try await query("list_projects", "--field", "id,")
    #expect(empty.status == 2)
  }

  @Test func `draws the rows in as many characters as a line has`() async throws {
    let bars = try await ServerProcess.run(
      [
        "query", "get_clicks", "--range", "2026-06-01..2026-06-07", "--group-by",
        "advertiser_name", "--measure", "sum(click_count)", "--sort", "-sum(click_count)",
        "--limit", "3", "--plot",
      ] + Self.sandbox, environment: ["COLUMNS": "60"])
    #expect(bars.status == 0)
    #expect(bars.lines.count == 4)
    #expect(bars.lines.first == "sum(click_count)")
    #expect(bars.lines.dropFirst().allSatisfy { $0.contains("█") && $0.count <= 60 })
    let call = ["call", "get_score_history", "client_id=1", "--plot"] + Self.sandbox
    let line = try await ServerProcess.run(call, environment: ["COLUMNS": "60"])
    #expect(line.lines.first == "seo_score")
    #expect(line.lines.contains { $0.contains("┤") && $0.count <= 60 })
    // What holds no figures is shown as ever.
    let plain = try await ServerProcess.run(
      ["call", "find_tools", "query=clicks", "--plot"] + Self.sandbox)
    #expect(plain.lines.first?.hasPrefix("{") == true)
  }

  @Test func `prints JSON when it is asked to`() async throws {
    let outcome = try await query(
      "list_projects", "--format", "json", "--field", "id", "--where", "id > 0")
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    #expect(answer["columns"] == ["id"])
    #expect(answer["rows"]?.array?.isEmpty == false)
  }

  @Test func `saves all rows in a file that is not there yet`() async throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("query-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("clicks.csv").path
    let arguments = ["get_clicks", "--range", "2026-06-01..2026-06-07", "--save", file]
    let outcome = try await ServerProcess.run(["query"] + arguments + Self.sandbox)
    let answer = try JSONValue(parsing: #require(outcome.lines.first))
    #expect(answer["saved"]?["path"] == .string(file))
    let lines = try String(contentsOfFile: file, encoding: .utf8)
      .split(separator: "\r\n").dropFirst()
    #expect(lines.count == answer["saved"]?["rows"]?.int)
    #expect(lines.count == answer["read"]?["rows"]?.int)
    let again = try await ServerProcess.run(["query"] + arguments + Self.sandbox)
    #expect(again.status == 2)
    #expect(again.lines.first?.contains("overwrite") == true)
  }

  @Test func `refuses what is no listing, and a column there isn't`() async throws {
    let send = try await query("send_message")
    #expect(send.status == 2)
    #expect(send.lines.first?.contains("changes something") == true)
    let column = try await query("list_projects", "--group-by", "nobody")
    #expect(column.status == 2)
    #expect(column.lines.first?.contains("there is no column") == true)
  }
}
