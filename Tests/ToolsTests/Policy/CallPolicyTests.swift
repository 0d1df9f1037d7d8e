import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A policy` {
  // MARK: - Recipients

  static let recipients: JSONValue = ["recipients": ["+49 151 23456789", "0091*"]]

  @Test(arguments: ["4915123456789", "+49 (0)151 / 234 567-89", "919999999999", "0091 99999 99999"])
  func `lets messages go to whom it allows`(number: String) async throws {
    let world = try PolicyWorld(Self.recipients)
    #expect(try await world.failure(ofMessageTo: number) == nil)
    #expect(world.outbox.recipients.count == 1)
  }

  @Test(arguments: [
    "4915123456780", "+49 151 234567891", "0049 1512345678", "+990 1234567", "+191999999999",
  ])
  func `holds messages to others back`(number: String) async throws {
    let world = try PolicyWorld(Self.recipients)
    let error = try #require(try await world.failure(ofMessageTo: number))
    #expect(error.code == .forbidden)
    #expect(error.outcome == .notSent)
    #expect(error.retryAfterSeconds == nil)
    #expect(error.message.contains("+4915123456789, +91* and nobody else"))
    #expect(world.outbox.recipients.isEmpty)
    #expect(world.ledger.entries.isEmpty)
  }

  @Test func `holds every message tool and use_tool to it`() async throws {
    let world = try PolicyWorld(Self.recipients)
    let file: JSONObject = ["to": "4312345678", "file": "aGVsbG8="]
    #expect(try await world.failure(of: "send_file", file)?.code == .forbidden)
    let relayed: JSONObject = ["name": "send_file", "arguments": .object(file)]
    let error = try await world.failure(of: "use_tool", relayed)
    #expect(error?.code == .forbidden)
    #expect(error?.tool == "send_file")
    #expect(world.outbox.recipients.isEmpty)
  }

  @Test func `that names nobody lets no message go`() async throws {
    let world = try PolicyWorld(["recipients": []])
    let error = try await world.failure(ofMessageTo: "4915123456789")
    #expect(error?.message.contains("allows messages to no one and nobody else") == true)
    #expect(world.outbox.recipients.isEmpty)
  }

  @Test func `on messages says nothing of other tools`() async throws {
    let world = try PolicyWorld([
      "recipients": [], "quiet_hours": ["from": "00:00", "to": "23:59"],
    ])
    #expect(try await world.failure(of: "trigger_crawl", ["client_id": 1]) == nil)
    #expect(try await world.failure(of: "get_device_status", [:]) == nil)
  }

  @Test(
    arguments: [
      (nil, "e164", true), (true, "e164", true), (false, "e164", false), (true, nil, true),
      (nil, nil, false), (false, nil, false),
    ] as [(Bool?, String?, Bool)])
  func `goes by the arguments that are recipients`(
    recipient: Bool?, normalization: String?, counts: Bool
  ) async throws {
    var argument: JSONObject = ["in": "body", "type": "string", "description": "Whom."]
    argument["recipient"] = recipient.map(JSONValue.bool)
    argument["normalize"] = normalization.map(JSONValue.string)
    let manifest = try SmallManifest.manifest([
      (SmallManifest.tool + "/effect", "write"), (SmallManifest.tool + "/request", "POST /things"),
      (SmallManifest.tool + "/arguments", ["to": .object(argument)]),
    ])
    let world = try PolicyWorld(Self.recipients, over: manifest)
    let error = try await world.failure(of: "get_things", ["to": "4312345678"])
    #expect(error?.code == (counts ? .forbidden : nil))
    #expect(world.ledger.entries.map(\.intent.subject) == (counts ? [] : [nil]))
    #expect(try await world.failure(of: "get_things", ["to": "4915123456789"]) == nil)
    #expect(world.ledger.entries.last?.intent.subject == (counts ? "4915123456789" : nil))
  }

  // MARK: - Quiet hours

  @Test func `holds messages back in its quiet hours, and says until when`() async throws {
    let world = try PolicyWorld(
      ["quiet_hours": ["from": "21:00", "to": "08:00", "utc_offset": "+05:30"]],
      at: "2026-04-15T15:30:00Z")
    let error = try #require(try await world.failure(ofMessageTo: "4915123456789"))
    #expect(error.code == .forbidden)
    #expect(error.outcome == .notSent)
    #expect(error.retryAfterSeconds == 11 * 3600)
    #expect(
      error.message == """
        The operator's policy holds messages back from 21:00 to 08:00 (UTC+05:30), so this one was \
        not sent. Call again after 2026-04-16T02:30:00Z.
        """)
    #expect(world.outbox.recipients.isEmpty)
    world.clock.advance(by: 11 * 3600 - 1)
    #expect(try await world.failure(ofMessageTo: "4915123456789")?.retryAfterSeconds == 1)
    world.clock.advance(by: 1)
    #expect(try await world.failure(ofMessageTo: "4915123456789") == nil)
  }

  @Test func `keeps quiet hours by the machine's time where it names none`() async throws {
    // The machine is an hour ahead.
    let world = try PolicyWorld(
      ["quiet_hours": ["from": "13:00", "to": "13:01"]], at: "2026-04-15T12:00:00Z")
    let error = try await world.failure(ofMessageTo: "4915123456789")
    #expect(error?.retryAfterSeconds == 60)
    #expect(error?.message.contains("the server's local time") == true)
  }

  // MARK: - Caps

  @Test func `allows so many calls an hour of a tool it names`() async throws {
    let world = try PolicyWorld(["per_hour": ["send_message": 2, "*": 1]])
    for number in ["4915123456781", "4915123456782"] {
      #expect(try await world.failure(ofMessageTo: number) == nil)
    }
    let error = try #require(try await world.failure(ofMessageTo: "4915123456783"))
    #expect(error.code == .rateLimited)
    #expect(error.outcome == .notSent)
    #expect(error.retryAfterSeconds == 3600)
    #expect(world.outbox.recipients.count == 2)
    world.clock.advance(by: 3600)
    #expect(try await world.failure(ofMessageTo: "4915123456783") == nil)
  }

  @Test func `counts each tool it doesn't name by itself`() async throws {
    let world = try PolicyWorld(["per_hour": ["send_message": 9, "*": 1]])
    let file: JSONObject = [
      "to": "4915123456781", "file": "aGVsbG8=", "allow_duplicate": true,
    ]
    #expect(try await world.failure(of: "send_file", file) == nil)
    #expect(try await world.failure(of: "send_file", file)?.code == .rateLimited)
    #expect(try await world.failure(of: "trigger_crawl", ["client_id": 1]) == nil)
    #expect(try await world.failure(of: "trigger_crawl", ["client_id": 2])?.code == .rateLimited)
    #expect(try await world.failure(ofMessageTo: "4915123456781") == nil)
  }

  @Test func `counts requests to any endpoint as one tool`() async throws {
    let world = try PolicyWorld(["per_hour": ["api_request": 1]])
    let request: JSONObject = ["provider": "clickmedias", "path": "/x", "method": "POST"]
    #expect(try await world.failure(of: "api_request", request) == nil)
    let other = request.merging(["path": "/y"])
    #expect(try await world.failure(of: "api_request", other)?.code == .rateLimited)
  }

  @Test func `never counts reads`() async throws {
    let world = try PolicyWorld(["per_hour": ["*": 1]])
    for _ in 0..<3 { #expect(try await world.failure(of: "get_device_status", [:]) == nil) }
  }

  @Test func `allows so many calls an hour to one recipient`() async throws {
    let world = try PolicyWorld(["per_recipient_per_hour": 1])
    #expect(try await world.failure(ofMessageTo: "4915123456781") == nil)
    let error = try await world.failure(ofMessageTo: "+49 (0) 151 23456781")
    #expect(error?.code == .rateLimited)
    #expect(error?.message.contains("to one recipient") == true)
    #expect(try await world.failure(ofMessageTo: "4915123456782") == nil)
    for client in 1...3 {
      let call: JSONObject = ["client_id": .number(JSONNumber(client))]
      #expect(try await world.failure(of: "trigger_crawl", call) == nil)
    }
    #expect(world.outbox.recipients.filter { !$0.isEmpty }.count == 2)
  }
}
