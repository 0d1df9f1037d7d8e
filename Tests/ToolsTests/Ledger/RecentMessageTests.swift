import JSON
import MCP
import TestSupport
import Testing
import Tools

@Suite struct `A message that must not follow another` {
  private static let today: JSONObject = ["unless_sent_within": "today"]
  private static let again: JSONObject = ["allow_duplicate": true]
  private static let hello: JSONObject = ["to": "4915112345678", "message": "Hello."]

  @Test func `can be asked of every tool that messages people`() throws {
    let bench = try MessageBench()
    #expect(bench.messaging.count == 5)
    for tool in bench.manifest.tools {
      let argument = tool.arguments.first { $0.name == "unless_sent_within" }
      #expect((argument != nil) == tool.isMessaging, "\(tool.name)")
      #expect(argument?.isAdvanced ?? true)
      #expect(tool.published().inputSchema["properties"]?["unless_sent_within"] == nil)
    }
  }

  @Test func `is held back after one of any tool of the same account`() async throws {
    let messaging = try MessageBench().messaging
    for first in messaging {
      for second in messaging {
        let bench = try MessageBench()
        _ = try await bench.call(first).get()
        let more = Self.today.merging(second.effect == .write ? Self.again : [:])
        let error = try await bench.call(second, more).failure
        let names = "\(first.name), \(second.name)"
        guard first.provider == second.provider else {
          #expect(error == nil, "\(names)")
          continue
        }
        #expect(error?.code == .conflict, "\(names)")
        #expect(error?.outcome == .notSent, "\(names)")
        #expect(error?.first?["tool"] == .string(first.name), "\(names)")
        #expect(error?.first?["state"] == "accepted", "\(names)")
        #expect(bench.sent == [first.name], "\(names)")
      }
    }
  }

  @Test func `is sent when it is the first, and then others may follow`() async throws {
    for tool in try MessageBench().messaging {
      let bench = try MessageBench()
      _ = try await bench.call(tool, Self.today).get()
      _ = try await bench.call(tool, tool.effect == .write ? Self.again : [:]).get()
      #expect(bench.sent == [tool.name, tool.name])
    }
  }

  @Test func `is held back when one of several recipients got one`() async throws {
    let bench = try MessageBench()
    _ = try await bench.call("page_person", ["to": "+91 99999 99999"]).get()
    let others: JSONObject = ["to": ["+44 1234 567890", "+49 151 12345678"]]
    _ = try await bench.call("page_people", others.merging(Self.today)).get()
    let both: JSONObject = ["to": ["+1 234 567 8900", "00919999999999"]]
    #expect(try await bench.call("page_people", both.merging(Self.today)).failure != nil)
    let one: JSONObject = ["to": "(+44) 1234-567890"]
    #expect(try await bench.call("page_person", one.merging(Self.today)).failure != nil)
    #expect(bench.sent == ["page_person", "page_people"])
  }

  @Test func `says who got one, when, and what to do`() async throws {
    let bench = try MessageBench()
    _ = try await bench.call("send_message", Self.hello).get()
    bench.pass(seconds: 60)
    let second: JSONObject = ["to": "+49 151 12345678", "message": "Bye."]
    let error = try await bench.call("send_message", second.merging(Self.today)).failure
    #expect(
      error?.message
        == "4915112345678 got a message 60 s ago, so this one was not sent. To send it all the "
        + "same, leave unless_sent_within out.")
    #expect(
      error?.first
        == [
          "state": "accepted", "at": "2026-04-15T12:00:00Z", "tool": "send_message",
          "answer": ["success": true],
        ])
  }

  @Test(arguments: [
    (ToolError.Outcome.rejected, true), (.notSent, true), (.unknown, false), (.accepted, false),
  ])
  func `is sent after one that was rejected, and no other`(
    outcome: ToolError.Outcome, isSent: Bool
  ) async throws {
    let bench = try MessageBench(outcomes: [outcome])
    _ = try await bench.call("send_message", Self.hello)
    let second = Self.hello.merging(Self.today).merging(Self.again)
    #expect((try await bench.call("send_message", second).failure == nil) == isSent)
    #expect(bench.sent.count == (isSent ? 2 : 1))
  }

  @Test(arguments: ["24", "\"24\"", "23.999", "24.0"])
  func `may follow after so many hours`(hours: String) async throws {
    let bench = try MessageBench()
    _ = try await bench.call("send_message", Self.hello).get()
    let second = Self.hello.merging([
      "unless_sent_within": try JSONValue(parsing: hours)
    ])
    bench.pass(seconds: 86_399)
    #expect((try await bench.call("send_message", second).failure == nil) == (hours == "23.999"))
    bench.pass(seconds: 602)
    #expect((try await bench.call("send_message", second).failure == nil) == (hours != "23.999"))
  }

  @Test func `may follow once the operator's day is over`() async throws {
    // An hour ahead of UTC, it is 23:59:58.
    let bench = try MessageBench(at: "2026-04-15T22:59:58Z")
    _ = try await bench.call("send_message", Self.hello).get()
    let second = Self.hello.merging(Self.today).merging(Self.again)
    bench.pass(seconds: 1)
    #expect(try await bench.call("send_message", second).failure?.code == .conflict)
    bench.pass(seconds: 1)
    #expect(try await bench.call("send_message", second).failure == nil)
    bench.pass(seconds: 86_399)
    #expect(try await bench.call("send_message", second).failure?.code == .conflict)
    bench.pass(seconds: 1)
    #expect(try await bench.call("send_message", second).failure == nil)
  }

  @Test(.timeLimit(.minutes(10))) func `is one of two that are sent at once`() async throws {
    let gate = Gate()
    let bench = try MessageBench { await gate.pass() }
    let calls: [(String, JSONObject)] = [
      ("send_message", ["to": "4915112345678", "message": "A."]),
      ("send_file", ["to": "+49 151 12345678", "file": "aGVsbG8="]),
    ]
    try await withThrowingTaskGroup(of: ToolError?.self) { group in
      for (tool, arguments) in calls {
        group.addTask {
          try await bench.call(tool, arguments.merging(["unless_sent_within": "today"])).failure
        }
      }
      // The one that is held back is answered while the other is still under way.
      let first = try await group.next()
      #expect(first??.code == .conflict)
      #expect(first??.first?["state"] == "started")
      gate.open()
      let second = try await group.next()
      #expect(second == .some(nil))
    }
    #expect(bench.sent.count == 1)
  }

  @Test func `is answered from the record under its own key`() async throws {
    let bench = try MessageBench()
    let keyed = Self.hello.merging(Self.today).merging(["idempotency_key": "a"])
    let first = try await bench.call("send_message", keyed).get()
    let other = keyed.merging(["unless_sent_within": 5])
    for call in [keyed, other] {
      let replayed = try await bench.call("send_message", call).get()
      #expect(replayed["_notes"]?.array?.count == 2)
      #expect(replayed.members.dropLast().map(\.value) == first.members.dropLast().map(\.value))
    }
    #expect(bench.sent.count == 1)
  }

  @Test(arguments: [0, -1, 721, "720.5", "yesterday", "", true, "1 h"] as [JSONValue])
  func `wants hours, or today`(value: JSONValue) async throws {
    let bench = try MessageBench()
    let error = try await bench.call(
      "send_message", Self.hello.merging(["unless_sent_within": value])
    ).failure
    #expect(error?.problems.map(\.argument) == ["unless_sent_within"])
    #expect(bench.sent.isEmpty)
  }

  @Test func `can't be had without a record`() async throws {
    let bench = try MessageBench(keepsLedger: false)
    let error = try await bench.call("send_message", Self.hello.merging(Self.today)).failure
    #expect(error?.code == .forbidden)
    #expect(error?.message.contains("--no-ledger") == true)
    #expect(bench.sent.isEmpty)
    _ = try await bench.call("send_message", Self.hello).get()
  }
}
