import JSON
import TestSupport
import Testing
import Tools

/// That the comparison with the catalog sees what it is there for.
@Suite(.enabled(if: CatalogOperation.areAtHand, "the services' documents aren't at hand"))
struct `A deviation from the catalog` {
  struct Case: CustomTestStringConvertible, Sendable {
    let tool: String
    let pointer: String
    let value: JSONValue
    let facts: Set<Deviation.Fact>

    init(_ tool: String, _ pointer: String, _ value: JSONValue, _ facts: Set<Deviation.Fact>) {
      self.tool = tool
      self.pointer = pointer
      self.value = value
      self.facts = facts
    }

    var testDescription: String { "\(tool)\(pointer) \(value)" }
  }

  static let cases = [
    Case("list_crawls", "/effect", "write", [.effect]),
    Case("list_crawls", "/arguments/status/enum", ["pending"], [.choices]),
    Case("list_crawls", "/arguments/client_id/type", "string", [.type]),
    Case("list_crawls", "/arguments/status/required", true, [.required]),
    Case("list_crawls", "/arguments/status/wire", "state", [.place, .unknown]),
    Case(
      "list_crawls", "/arguments/since",
      ["in": "query", "type": "string", "description": "More than there is."], [.unknown]),
    Case("trigger_crawl", "/arguments/type/in", "query", [.place, .unknown]),
    Case("trigger_crawl", "/arguments/client_id/required", false, [.required]),
    Case("update_rotator_url", "/arguments/notes/clearable", false, [.clearable]),
    Case("list_rotators", "/arguments/limit/maximum", 500, [.maximum]),
    Case("list_rotators", "/arguments/limit/minimum", 2, [.minimum]),
    Case("list_rotators", "/arguments/limit/default", 50, [.default]),
    Case(
      "list_datapoints", "/arguments/created_after/wire_format", "YYYY-MM-DDTHH:MM:SSZ",
      [.encoding]),
    Case("update_datapoint", "/arguments/url/wire", "/typeTL/link", [.place, .unknown]),
    Case("create_rotator", "/arguments/rotator_slug/wire", "slug", [.place, .unknown]),
  ]

  @Test(arguments: cases)
  func `is noticed`(example: Case) throws {
    let tool = try #require(try Self.tool(example))
    let matches = CatalogMatch.all(of: tool)
    #expect(!matches.isEmpty)
    for match in matches {
      #expect(Set(try match.unmeantDeviations().map(\.fact)) == example.facts)
    }
  }

  /// The tool with something else in one place.
  private static func tool(_ example: Case) throws -> ToolDescriptor? {
    let document = try Repository.json("tools-manifest.json")
    let changed = document["providers"]?.array?.map { provider in
      let tools = provider["tools"]?.array?.filter { $0["name"]?.string == example.tool } ?? []
      let changed = tools.map {
        $0.setting("/example", to: nil).setting("/each", to: nil).setting(
          example.pointer, to: example.value)
      }
      // Who tells its zone isn't among them, nor what shows that it works.
      return provider.setting("/tools", to: .array(changed)).setting("/zone_from", to: nil)
        .setting("/probe", to: nil)
    }
    let manifest = try Manifest(
      ["manifest_version": 1, "providers": .array(changed ?? [])], source: "changed")
    return manifest.tools.first
  }
}
