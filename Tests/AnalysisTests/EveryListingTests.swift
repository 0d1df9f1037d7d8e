import Exchange
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

@testable import Analysis

/// What is true of every tool that lists something.
struct EveryListingTests {
  static let tools: [ToolDescriptor] =
    ((try? Repository.manifest().tools) ?? []).filter {
      $0.effect == .read && $0.rows != nil && $0.ownHandler == nil
    }

  private static let services = SandboxedTools.freshTransport()

  private func bench() throws -> QueryBench {
    let results = KeptResults(
      MemoryResults(systemTime: { SandboxedTools.now }),
      clock: WallClock { SandboxedTools.now })
    return try QueryBench(
      Repository.manifest(), over: Self.services, queries: QuerySettings(results: results))
  }

  /// An example without anything about pages.
  private func arguments(_ tool: ToolDescriptor) -> JSONObject {
    var arguments = tool.example ?? [:]
    if let paging = tool.paging {
      for name in [paging.argument] + paging.sizes.map(\.argument) { arguments[name] = nil }
    }
    return arguments
  }

  /// How many rows following `next` gives, and whether more are said to be there at the end.
  private func walk(
    _ tool: ToolDescriptor, _ bench: QueryBench
  ) async throws -> (rows: Int, isCut: Bool) {
    var arguments = arguments(tool)
    if let size = tool.paging?.sizes.first, let largest = size.largest {
      arguments[size.argument] = .integer(largest)
    }
    var rows = 0
    while true {
      let result = try await bench.result(tool.name, arguments)
      let answer = try #require(result.answer)
      // An object is one row.
      let listed = try #require(tool.rows?.value(in: .object(answer)))
      rows += try #require(listed.array?.count ?? listed.object.map { _ in 1 })
      let page = result.json(for: .november2025)["_meta"]?["clickport/page"]
      guard let next = page?["next"]?.object else { return (rows, page != nil) }
      arguments = arguments.merging(next)
    }
  }

  @Test(arguments: tools.map(\.name))
  func `is read to its end, and answered within any budget`(name: String) async throws {
    let tool = try #require(try Repository.tool(name))
    let bench = try bench()
    let expected = try await walk(tool, bench)
    let answer = try await bench.ask(
      ["tool": .string(name), "arguments": .object(arguments(tool)), "limit": 100_000])
    #expect(answer.rowsRead == expected.rows)
    #expect(answer.isComplete == !expected.isCut)
    #expect(answer["rows_total"]?.int == expected.rows)
    let handle = try #require(answer["handle"])
    let formats = ["columns", "objects", "csv", "markdown"]
    for (index, budget) in [100, 120, 150, 237, 512, 1200, 2500, 5000].enumerated() {
      let format = formats[(index + name.utf8.count) % formats.count]
      let asked: JSONObject = [
        "handle": handle, "limit": 100_000, "format": .string(format),
        "budget_tokens": .integer(budget),
      ]
      let text = JSONValue.object(try await bench.ask(asked)).description
      #expect(text.utf8.count <= 4 * budget, "\(format) \(budget)")
      #expect(throws: Never.self) { try JSONValue(parsing: text) }
    }
  }

  @Test(arguments: tools.map(\.name))
  func `names its columns to who asks for another`(name: String) async throws {
    let tool = try #require(try Repository.tool(name))
    let failure = try await bench().failure(
      [
        "tool": .string(name), "arguments": .object(arguments(tool)),
        "where": ["no_such_thing = 1"],
      ])
    #expect(failure?.code == .invalidArguments)
    let problem = try #require(failure?.problems.first)
    #expect(problem.argument.hasPrefix("where"))
    #expect(problem.problem.contains("no_such_thing"))
    #expect(problem.expected.utf8.count > 10)
  }

  @Test func `are more than sixty`() {
    #expect(Self.tools.count > 60)
  }
}
