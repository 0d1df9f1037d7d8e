import JSON
import MCP
import TestSupport
import Testing

@testable import Tools

/// What is true of every tool whose answers come in pieces.
struct EveryPageTests {
  static let tools: [ToolDescriptor] =
    ((try? Repository.manifest().tools) ?? []).filter { $0.paging != nil }

  private static let walked = tools.filter { $0.paging?.kind != .limit }
  private static let limited = tools.filter { $0.paging?.kind == .limit }

  /// Lists that have one row in the sandbox.
  private static let short = ["list_tag_groups", "list_retargeting_datapoints"]

  /// How many pages a test asks for at most, about.
  private static let pages = 30

  private struct Page {
    let rows: [JSONValue]
    let meta: JSONValue?
    let notes: [String]
  }

  private struct Listing {
    let tool: ToolDescriptor
    let bench: ToolBench
    let paging: PagingDescriptor
    let rows: JSONPointer

    init(_ name: String) throws {
      tool = try #require(try Repository.tool(name))
      bench = try ToolBench(tool)
      paging = try #require(tool.paging)
      rows = try #require(tool.rows)
    }

    /// A call's arguments without anything about pages, and without filters.
    var base: JSONObject {
      let needed = tool.arguments.filter { $0.isRequired || $0.location == .path }.map(\.name)
      let names = Set(needed + tool.rules.flatMap(\.arguments))
      let paged = Set([paging.argument] + paging.sizes.map(\.argument))
      return JSONObject(
        (tool.example ?? [:]).members.filter {
          names.contains($0.key) && !paged.contains($0.key)
        }.map { ($0.key, $0.value) })
    }

    func page(_ arguments: JSONObject) async throws -> Page {
      let result = try await bench.answer(arguments)
      let answer = try #require(result.answer)
      return Page(
        rows: try #require(rows.value(in: .object(answer))?.array),
        meta: result.json(for: .november2025)["_meta"]?["clickport/page"],
        notes: (answer["_notes"]?.array ?? []).compactMap(\.string).filter {
          $0.hasPrefix("This shows ")
        })
    }

    /// All rows by what the services' documents say of their pages, and nothing else.
    func everything() async throws -> [JSONValue] {
      let largest = try #require(paging.sizes.first?.largest)
      var arguments = base
      arguments[paging.sizes[0].argument] = .number(JSONNumber(largest))
      var all: [JSONValue] = []
      for number in 0..<1000 {
        let result = try await bench.answer(arguments)
        let answer = try #require(result.answer)
        let rows = try #require(rows.value(in: .object(answer))?.array)
        all += rows
        switch paging.kind {
        case .page: arguments[paging.argument] = .number(JSONNumber(number + 2))
        case .offset: arguments[paging.argument] = .number(JSONNumber(all.count))
        case .cursor:
          arguments[paging.argument] = paging.next?.value(in: .object(answer)) ?? .null
          if arguments[paging.argument] == .null { return all }
        case .limit: return all
        }
        if rows.isEmpty { return all }
      }
      return all
    }
  }

  @Test(arguments: walked.map(\.name))
  func `tells what follows, until every row was shown once`(name: String) async throws {
    let listing = try Listing(name)
    let expected = try await listing.everything()
    #expect(expected.count > (Self.short.contains(name) ? 0 : 1))
    let size = max(1, expected.count / Self.pages)
    var arguments = listing.base
    arguments[listing.paging.sizes[0].argument] = .number(JSONNumber(size))
    var all: [JSONValue] = []
    for _ in 0...(2 * Self.pages + 1) {
      let page = try await listing.page(arguments)
      all += page.rows
      guard let meta = page.meta else {
        #expect(page.notes == [])
        break
      }
      #expect(page.notes.count == 1)
      #expect(meta["shown"]?.int == page.rows.count)
      #expect(
        meta["total"] == (listing.paging.total == nil ? .null : .number(JSONNumber(expected.count)))
      )
      arguments = arguments.merging(try #require(meta["next"]?.object))
    }
    #expect(all == expected)
  }

  @Test(arguments: walked.map(\.name))
  func `tells nothing when everything is shown`(name: String) async throws {
    let listing = try Listing(name)
    let expected = try await listing.everything()
    let largest = try #require(listing.paging.sizes.first?.largest)
    var arguments = listing.base
    arguments[listing.paging.sizes[0].argument] = .number(JSONNumber(largest))
    let page = try await listing.page(arguments)
    #expect((page.meta == nil) == (expected.count < largest))
  }

  @Test(arguments: limited.map(\.name))
  func `tells that it is cut short`(name: String) async throws {
    let listing = try Listing(name)
    let page = try await listing.page(listing.base.merging([listing.paging.argument: 1]))
    #expect(page.meta == ["shown": 1, "total": nil, "next": nil])
    #expect(page.notes.count == 1)
  }

  /// Of these their services say that they answer everything, or name no way to ask for more.
  @Test func `are all lists whose service has pages`() throws {
    let moving = ["page", "offset", "cursor", "last_key"]
    for tool in try Repository.manifest().tools where tool.effect == .read {
      let moves = tool.arguments.contains { moving.contains($0.name) }
      #expect(!moves || tool.paging != nil && tool.rows != nil, "\(tool.name)")
    }
    let kinds = Dictionary(grouping: Self.tools) { $0.paging?.kind }.mapValues(\.count)
    #expect(kinds == [.page: 2, .offset: 19, .cursor: 11, .limit: 2])
  }
}
