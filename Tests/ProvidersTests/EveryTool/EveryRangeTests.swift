import Exchange
import HTTPTypes
import JSON
import TestSupport
import Testing

@testable import Tools

/// What is true of every tool that takes a date range.
struct EveryRangeTests {
  static let tools: [ToolDescriptor] =
    ((try? Repository.manifest().tools) ?? []).filter { $0.period != nil }

  private static let spelled = ["2026-03", "2026-W12", "2026-Q1", "2024", "2026-03-01..2026-03-31"]

  /// A call's arguments without any range.
  private func base(_ tool: ToolDescriptor, _ period: PeriodDescriptor) -> JSONObject {
    var arguments = tool.example ?? [:]
    for name in [period.start.argument, period.end.argument, period.words?.argument] {
      if let name { arguments[name] = nil }
    }
    return arguments
  }

  private func requests(
    _ tool: ToolDescriptor, _ arguments: JSONObject
  ) async throws -> (sent: [String], problems: [ArgumentProblem]) {
    let bench = try ToolBench(tool)
    let result = try await bench.call(arguments)
    let sent = bench.transport.takeExchanges().map { exchange in
      "\(exchange.request.head.method) \(exchange.request.head.path ?? "") "
        + String(decoding: exchange.request.body, as: UTF8.self)
    }
    guard case .failure(let error) = result else { return (sent, []) }
    return (sent, error.problems)
  }

  @Test(arguments: tools.map(\.name))
  func `asks for a range as for the same days`(name: String) async throws {
    let tool = try #require(try Repository.tool(name))
    let period = try #require(tool.period)
    let base = base(tool, period)
    for words in DateRange.words + Self.spelled {
      let meant = Period(try DateRange(parsing: words), in: .utc, at: SandboxedTools.now)
      let ranged = try await requests(tool, base.merging(["range": .string(words)]))
      let days = try await requests(tool, base.merging(period.arguments(for: meant)))
      #expect(ranged.sent == days.sent, "\(words)")
      #expect(ranged.problems == days.problems, "\(words)")
      #expect(!ranged.sent.isEmpty || !ranged.problems.isEmpty, "\(words)")
    }
  }

  @Test(arguments: tools.map(\.name))
  func `refuses a range beside an end`(name: String) async throws {
    let tool = try #require(try Repository.tool(name))
    let period = try #require(tool.period)
    for end in [period.start.argument, period.end.argument] {
      let given = base(tool, period).merging(["range": "today", end: "2026-03-01"])
      let (sent, problems) = try await requests(tool, given)
      #expect(sent == [])
      #expect(problems.first?.argument == "range, \(end)")
    }
  }

  @Test func `are those that take both ends`() {
    let names = Set(Self.tools.map(\.name))
    #expect(names.isSuperset(of: ["get_clicks", "get_project_stats", "list_hits", "list_sales"]))
    #expect(names.count > 40)
  }
}
