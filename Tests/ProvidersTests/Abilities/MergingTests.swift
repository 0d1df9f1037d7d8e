import Exchange
import JSON
import TestSupport
import Testing
import Tools

@Suite struct `A tool that merges` {
  private static let thing =
    #"{"thing":{"id":4,"title":"Old","look":{"colour":"red","version":9,"size":1.50},"#
    + #""tags":[1,2],"state":"On","hidden":null}}"#

  @Test func `lays what is given over what the service has`() async throws {
    let workshop = try Workshop(
      ProviderResponse(200, Self.thing), ProviderResponse(200, #"{"ok":true}"#))
    let answer = try await workshop.call(
      "update_thing", ["thing_id": 4, "colour": "blue", "state": "off"])
    #expect(answer == ["ok": true])
    #expect(workshop.lines == ["GET /v1/things/4", "PUT /v1/things/4"])
    #expect(
      workshop.transport.requests.last?.text
        == #"{"title":"Old","look":{"colour":"blue","size":1.50},"tags":[1,2],"state":"Off","#
        + #""hidden":null}"#)
  }

  @Test func `sends back what it would not show`() async throws {
    let long = String(repeating: "long ", count: 5_000)
    let workshop = try Workshop(
      ProviderResponse(200, #"{"thing":{"note":"s3cret \#(long)","look":{}}}"#),
      ProviderResponse(200, "{}"))
    _ = try await workshop.call("update_thing", ["thing_id": 4, "title": "New"])
    #expect(
      workshop.transport.requests.last?.text
        == #"{"note":"s3cret \#(long)","look":{},"title":"New"}"#)
  }

  @Test(arguments: [ProviderResponse(404), ProviderResponse(200, "{}"), ProviderResponse(503)])
  func `changes nothing when it can't read what there is`(answer: ProviderResponse) async throws {
    let workshop = try Workshop(answer, answer, answer)
    let error = await workshop.failure("update_thing", ["thing_id": 4, "title": "New"])
    #expect(error?.outcome == .notSent)
    #expect(workshop.lines.allSatisfy { $0 == "GET /v1/things/4" })
  }

  private static let tools = ["clickmeter"].flatMap { provider in
    ((try? ServiceTools.of(provider)) ?? []).filter { tool in
      if case .merge = tool.handler { true } else { false }
    }.map(\.name)
  }

  @Test func `is each of ClickMeter's that changes a whole`() {
    #expect(
      Set(Self.tools) == [
        "update_datapoint", "set_datapoint_status", "update_group", "update_conversion",
        "update_retargeting_script", "update_domain", "update_account", "update_guest",
      ])
  }

  /// One change after the other, so that what one has written the next has to keep.
  @Test(arguments: tools)
  func `keeps all that isn't given`(name: String) async throws {
    let tool = try #require(try Repository.tool(name))
    guard case .merge(let merge, into: _) = tool.handler else { return }
    let bench = try ToolBench(tool)
    let named = (tool.example ?? [:]).members.filter { key, _ in
      tool.arguments.contains { $0.name == key && $0.location == .path }
    }
    var generator = ValueGenerator(seed: 7)
    var changes = 0
    for argument in tool.arguments where argument.location == .body {
      var value = try generator.value(for: argument.schema.document)
      // Its tags would no longer list it.
      if value == "Deleted" { value = "Paused" }
      let result = try await bench.call(JSONObject(named + [(argument.name, value)]))
      let exchanges = bench.transport.takeExchanges()
      guard case .success = result, let read = exchanges.first else { continue }
      changes += 1
      let after = try await bench.transport.next.send(read.request).body
      let (old, new) = try (Self.object(read.answer, merge), Self.object(after, merge))
      let place = argument.wirePointer
      #expect(
        old.setting("\(place)", to: nil) == new.setting("\(place)", to: nil), "\(argument.name)")
    }
    #expect(changes > 0)
  }

  private static func object(_ body: [UInt8], _ merge: MergeDescriptor) throws -> JSONValue {
    let object = merge.object(in: try JSONValue(parsing: body), Arguments([:]))
    return .object(try #require(object))
  }
}
