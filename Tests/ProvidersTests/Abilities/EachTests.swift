import Exchange
import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A tool with a request for each item` {
  private static let made = ProviderResponse(201, #"{"list":{"id":5}}"#)
  private static let entries: JSONValue = [
    "https://a.example", ["link": "https://b.example", "rank": "2"],
    ["url": "https://c.example", "label": "C"],
  ]

  @Test func `makes the thing, and then each item with its id`() async throws {
    let workshop = try Workshop(
      Self.made, ProviderResponse(201, #"{"id":51}"#), ProviderResponse(201, #"{"id":52}"#),
      ProviderResponse(201, #"{"id":53}"#))
    let answer = try await workshop.call("create_list", ["title": "T", "entries": Self.entries])
    #expect(
      answer == [
        "list": ["id": 5],
        "entries": [["index": 0, "id": 51], ["index": 1, "id": 52], ["index": 2, "id": 53]],
      ])
    #expect(
      workshop.lines == ["POST /v1/lists"] + Array(repeating: "POST /v1/lists/5/entries", count: 3))
    #expect(
      workshop.transport.requests.map(\.text) == [
        #"{"title":"T"}"#, #"{"url":"https://a.example","label":"https://a.example"}"#,
        #"{"url":"https://b.example","label":"https://b.example","rank":2}"#,
        #"{"url":"https://c.example","label":"C"}"#,
      ])
  }

  /// C9.
  @Test func `takes items that are texts of JSON`() async throws {
    let workshop = try Workshop(
      Self.made, ProviderResponse(201, #"{"id":51}"#), ProviderResponse(201, #"{"id":52}"#))
    let entries: JSONValue = [
      #"{"link":"https://b.example","rank":"2"}"#, #" {"url": "https://c.example"} "#,
    ]
    _ = try await workshop.call("create_list", ["title": "T", "entries": entries])
    #expect(
      workshop.transport.requests.dropFirst().map(\.text) == [
        #"{"url":"https://b.example","label":"https://b.example","rank":2}"#,
        #"{"url":"https://c.example","label":"https://c.example"}"#,
      ])
  }

  @Test func `answers as ever without items`() async throws {
    let workshop = try Workshop(Self.made)
    #expect(try await workshop.call("create_list", ["title": "T"]) == ["list": ["id": 5]])
  }

  @Test func `sends nothing unless all items are right`() async throws {
    let ledger = MemoryLedger()
    let workshop = try Workshop(Self.made, in: .init(ledger: ledger))
    let entries: JSONValue = [
      "https://a.example", "no address", ["label": "L", "rank": -1],
      ["url": "https://d.example", "list_id": 4, "idempotency_key": "k"],
    ]
    let error = await workshop.failure("create_list", ["title": "T", "entries": entries])
    #expect(error?.code == .invalidArguments)
    #expect(error?.outcome == .notSent)
    #expect(
      error?.problems.map(\.argument) == [
        "entries/1/url", "entries/2/url", "entries/2/rank", "entries/3/list_id",
        "entries/3/idempotency_key",
      ])
    #expect(workshop.lines.isEmpty)
    #expect(ledger.entries.isEmpty)
  }

  @Test func `tells what failed beside what was made, and a replay tells the same`() async throws {
    let workshop = try Workshop(
      Self.made, ProviderResponse(201, #"{"id":51}"#),
      ProviderResponse(422, #"{"error":"Taken."}"#), ProviderResponse(201, #"{"id":53}"#),
      in: .init(ledger: MemoryLedger()))
    let call: JSONObject = ["title": "T", "entries": Self.entries, "idempotency_key": "k"]
    let answer = try await workshop.call("create_list", call)
    #expect(answer["entries"] == [["index": 0, "id": 51], ["index": 2, "id": 53]])
    let failed = try #require(answer["failed"]?.array?.first)
    #expect(failed["index"] == 1)
    #expect(failed["item"] == ["link": "https://b.example", "rank": "2"])
    #expect(failed["error"]?["provider_message"] == "Taken.")
    #expect(
      answer["message"]
        == "1 of 3 entries were not added. Don't make it again: add_entry with list_id 5 adds them."
    )
    let again = try await workshop.call("create_list", call)
    #expect(again["entries"] == answer["entries"])
    #expect(again["failed"] == answer["failed"])
    #expect(workshop.lines.count == 4)
  }

  @Test func `makes no item when the first request fails`() async throws {
    let workshop = try Workshop(ProviderResponse(422, #"{"error":"No."}"#))
    let error = await workshop.failure("create_list", ["title": "T", "entries": Self.entries])
    #expect(error?.outcome == .rejected)
    #expect(workshop.lines == ["POST /v1/lists"])
  }

  @Test func `says that the thing was made when the answer doesn't name it`() async throws {
    let workshop = try Workshop(ProviderResponse(201, "{}"))
    let error = await workshop.failure("create_list", ["title": "T", "entries": Self.entries])
    #expect(error?.code == .badAnswer)
    #expect(error?.outcome == .accepted)
    #expect(workshop.lines.count == 1)
  }

  // MARK: - What the operator allows

  private static let twoEntries: JSONValue = ["https://a.example", "https://b.example"]
  private static let added = ProviderResponse(201, #"{"id":51}"#)

  @Test(arguments: [
    ToolSelection(toolsets: ["all"], excludedTools: ["add_entry"]),
    ToolSelection(tools: ["create_list"]),
  ])
  func `takes no items where nobody may add one`(selection: ToolSelection) async throws {
    let workshop = try Workshop(Self.made, in: .init(selection: selection))
    let error = await workshop.failure("create_list", ["title": "T", "entries": Self.entries])
    #expect(error?.code == .invalidArguments)
    #expect(error?.outcome == .notSent)
    #expect(error?.problems.map(\.argument) == ["entries"])
    #expect(error?.problems.first?.problem.contains("needs add_entry") == true)
    #expect(workshop.lines.isEmpty)
    #expect(try await workshop.call("create_list", ["title": "T"]) == ["list": ["id": 5]])
  }

  @Test func `takes a place for each item under the cap on their tool`() async throws {
    let workshop = try Workshop(
      Self.made, Self.added, Self.added, Self.added, Self.made,
      in: .init(ledger: MemoryLedger(), policy: ["per_hour": ["add_entry": 3]]))
    let items: JSONObject = ["entries": Self.twoEntries]
    _ = try await workshop.call("create_list", items.merging(["title": "T"]))
    let refused = await workshop.failure("create_list", items.merging(["title": "U"]))
    #expect(refused?.code == .rateLimited)
    #expect(refused?.outcome == .notSent)
    #expect(refused?.retryAfterSeconds == 3600)
    #expect(refused?.message.contains("3 calls of add_entry an hour") == true)
    let entry: JSONObject = ["list_id": 5, "url": "https://c.example", "label": "C"]
    _ = try await workshop.call("add_entry", entry)
    let full = await workshop.failure("add_entry", entry.merging(["label": "D"]))
    #expect(full?.code == .rateLimited)
    #expect(workshop.lines.count == 4)
    _ = try await workshop.call("create_list", ["title": "V"])
    #expect(workshop.lines.count == 5)
  }

  @Test func `is never let through with more items than an hour allows`() async throws {
    let workshop = try Workshop(
      Self.made, in: .init(ledger: MemoryLedger(), policy: ["per_hour": ["*": 2]]))
    let error = await workshop.failure("create_list", ["title": "T", "entries": Self.entries])
    #expect(error?.code == .rateLimited)
    #expect(error?.retryAfterSeconds == nil)
    #expect(error?.message.hasSuffix("so nothing was sent. Give fewer.") == true)
    #expect(workshop.lines.isEmpty)
  }

  // MARK: - The sandbox

  @Test func `makes a rotator of the sandbox with its URLs`() async throws {
    let bench = try ToolBench(try #require(try Repository.tool("create_rotator")))
    let answer = try await bench.call([
      "slug": "spring-sale", "mode": "fulfillment", "backup_url": "https://example.com/sale",
      "urls": ["https://example.com/a", ["url": "https://example.com/b", "name": "B"]],
    ]).get()
    #expect(answer["urls"]?.array?.count == 2)
    #expect(answer["failed"] == nil)
  }
}
