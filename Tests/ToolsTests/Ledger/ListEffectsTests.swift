import JSON
import TestSupport
import Testing
import Tools

@Suite struct `The record of effects` {
  private func effects(
    _ bench: MessageBench, _ arguments: JSONObject = [:]
  ) async throws -> [JSONValue] {
    try await bench.call("list_effects", arguments).get()["effects"]?.array ?? []
  }

  @Test func `is listed newest first, with whom it concerned`() async throws {
    let bench = try MessageBench(outcomes: [.rejected])
    _ = try await bench.call("page_people", ["to": ["+49 151 12345678"]])
    bench.pass(seconds: 5)
    let second: JSONObject = [
      "to": "+49 (0)151 12345678", "message": "Hush.", "idempotency_key": "k-1",
    ]
    _ = try await bench.call("send_message", second).get()
    let effects = try await effects(bench)
    #expect(
      effects == [
        [
          "tool": "send_message", "service": "klik", "effect": "write", "state": "accepted",
          "started_at": "2026-04-15T12:00:05Z", "ended_at": "2026-04-15T12:00:05Z",
          "recipient": "4915112345678",
        ],
        [
          "tool": "page_people", "service": "pager", "effect": "write", "state": "rejected",
          "started_at": "2026-04-15T12:00:00Z", "ended_at": "2026-04-15T12:00:00Z",
          "recipient": #"["+49 151 12345678"]"#, "code": "provider_unavailable",
        ],
      ])
  }

  @Test func `never shows a digest, a key or what was said`() async throws {
    let bench = try MessageBench()
    let call: JSONObject = ["to": "4915112345678", "message": "Hush.", "idempotency_key": "k-1"]
    _ = try await bench.call("send_message", call).get()
    let entry = try #require(bench.ledger?.entries.first)
    let text = JSONValue.array(try await effects(bench)).description
    for hidden in [entry.intent.fingerprint, "k-1", "Hush."] { #expect(!text.contains(hidden)) }
  }

  @Test(
    arguments: [
      (["recipient": "+91 99999-99999"], ["page_people"]),
      (["tool": "page_people"], ["page_people"]), (["state": "rejected"], ["send_message"]),
      (["since": "2026-04-15T12:00:01Z"], ["page_people"]),
      (["since": "2026-04-15"], ["page_people", "send_message"]), (["since": "2026-04-16"], []),
      (["limit": 1], ["page_people"]),
    ] as [(JSONObject, [String])])
  func `is narrowed down`(arguments: JSONObject, tools: [String]) async throws {
    let bench = try MessageBench(outcomes: [.rejected])
    _ = try await bench.call("send_message", ["to": "4915112345678", "message": "A."])
    bench.pass(seconds: 60)
    _ = try await bench.call("page_people", ["to": ["4915112345678", "919999999999"]]).get()
    #expect(try await effects(bench, arguments).compactMap { $0["tool"]?.string } == tools)
    let answer = try await bench.call("list_effects", arguments).get()
    #expect((answer["message"] != nil) == (tools.isEmpty || arguments["limit"] == 1))
  }

  @Test func `keeps to the accounts that there are keys for`() async throws {
    let bench = try MessageBench()
    _ = try await bench.call("trigger_crawl", ["client_id": 1]).get()
    _ = try await bench.call("send_message", ["to": "4915112345678", "message": "A."]).get()
    #expect(try await effects(bench).map { $0["tool"] } == ["send_message"])
  }

  @Test func `says so when there is none`() async throws {
    let bench = try MessageBench(keepsLedger: false)
    let error = try await bench.call("list_effects", [:]).failure
    #expect(error?.code == .forbidden)
    #expect(error?.message.contains("--no-ledger") == true)
  }
}
