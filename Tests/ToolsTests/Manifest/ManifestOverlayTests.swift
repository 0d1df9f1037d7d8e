import JSON
import TestSupport
import Testing
import Tools

@Suite struct `Overlays` {
  static let base = ManifestSource(name: "base.json", document: SmallManifest.document)
  static let things = SmallManifest.document[pointer: SmallManifest.tool] ?? .null

  @Test func `change nothing when there are none`() throws {
    let manifest = try Manifest(Self.base, overlays: [])
    #expect(manifest.tools.map(\.name) == ["get_things"])
  }

  @Test func `add a provider`() throws {
    let manifest = try laid([
      "providers": [
        [
          "id": "other", "title": "Other", "base_url": "http://127.0.0.1:8080",
          "tools": [Self.things.setting("/name", to: "get_others")],
        ]
      ]
    ])
    #expect(manifest.providers.map(\.id) == ["acme", "other"])
    #expect(manifest.tools.map(\.name) == ["get_things", "get_others"])
    #expect(manifest.tools.last?.provider == "other")
  }

  @Test func `add a tool behind those of its provider`() throws {
    let manifest = try laid([
      "providers": [["id": "acme", "tools": [Self.things.setting("/name", to: "get_more")]]]
    ])
    #expect(manifest.providers.map(\.id) == ["acme"])
    #expect(manifest.tools.map(\.name) == ["get_things", "get_more"])
  }

  @Test func `replace fields at any depth and leave the others`() throws {
    let tool = try #require(
      try laid(Self.overTool(["arguments": ["size": ["maximum": 50, "in": "header"]]])).tools.first)
    #expect(tool.title == "Things")
    #expect(tool.arguments.first?.location == .header)
    #expect(
      tool.arguments.first?.schema.document
        == ["type": "integer", "description": "How many.", "maximum": 50])
  }

  @Test func `add prompts, and change those of the same name`() throws {
    let first: JSONValue = ["prompts": [SmallManifest.prompt]]
    let manifest = try laid(first)
    #expect(manifest.prompts.map(\.title) == ["Things"])
    let base = SmallManifest.document([("/prompts", [SmallManifest.prompt])])
    let overlay: JSONValue = [
      "prompts": [
        ["name": "report_things", "title": "All things"],
        SmallManifest.prompt.setting("/name", to: "second"),
      ]
    ]
    let changed = try Manifest(
      ManifestSource(name: "base.json", document: base),
      overlays: [ManifestSource(name: "overlay.json", document: overlay)])
    #expect(changed.prompts.map(\.name) == ["report_things", "second"])
    #expect(changed.prompts.map(\.title) == ["All things", "Things"])
    #expect(changed.prompts.map(\.tools) == [["get_things"], ["get_things"]])
  }

  @Test func `remove what they set to null`() throws {
    let manifest = try laid(
      Self.overTool(["arguments": nil]).setting("/providers/0/auth", to: .some(.null)))
    #expect(manifest.tools.first?.arguments.isEmpty == true)
    #expect(manifest.providers.first?.authentication == nil)
    #expect(try laid(["providers": [["id": "acme", "tools": nil]]]).tools.isEmpty)
  }

  @Test func `replace arrays whole`() throws {
    let first = ManifestSource(
      name: "first.json", document: Self.overTool(["arguments": ["size": ["aliases": ["a", "b"]]]]))
    let second = ManifestSource(
      name: "second.json", document: Self.overTool(["arguments": ["size": ["aliases": ["c"]]]]))
    let manifest = try Manifest(Self.base, overlays: [first, second])
    #expect(manifest.tools.first?.arguments.first?.aliases == ["c"])
  }

  @Test(
    arguments: [
      (
        ["providers": [["id": "new", "base_url": "http://x.example", "tools": []]]],
        "/providers/0", "title is missing: it must be a string"
      ),
      (overTool(["effect": "reed"]), "/providers/0/tools/0/effect", "must be one of"),
      (
        [
          "providers": [
            ["id": "acme", "tools": [things, things.setting("/name", to: "Bad name")]]
          ]
        ],
        "/providers/0/tools/1/name", "must be lower-case letters"
      ),
      (
        ["providers": [["id": "acme", "title": nil]]], "/providers/0", "title is missing"
      ),
      (
        overTool(["arguments": ["tools": ["in": "query", "type": "string"]]]),
        "/providers/0/tools/0/arguments/tools", "description is missing"
      ),
      (
        overTool(["arguments": ["size": ["use": "day", "type": nil]]])
          .setting("/providers/0/parameters", to: ["day": ["type": ["string"]]]),
        "/providers/0/parameters/day/type", "must be one type"
      ),
      (["manifest_version": 2], "/manifest_version", "must be 1"),
      (
        ["prompts": [SmallManifest.prompt, ["name": "other"]]], "/prompts/1", "title is missing"
      ),
      ([], "", "a manifest must be an object, but this is an array"),
    ] as [(JSONValue, String, String)])
  func `answer for their own faults, where these stand in them`(
    overlay: JSONValue, pointer: String, message: String
  ) throws {
    let problem = try #require(problems([overlay]).first)
    #expect(problem.source == "overlay0.json")
    #expect(problem.pointer.description == pointer)
    #expect(problem.message.hasPrefix(message))
  }

  @Test func `leave faults of the base with the base`() throws {
    let broken = SmallManifest.document([
      ("/providers/0/limits", ["per_day": "many"]),
      (SmallManifest.tool + "/arguments/tools", ["in": "query", "description": "Tools."]),
    ])
    let found = problems([Self.overTool(["title": "Other things"])], base: broken)
    #expect(found.map(\.source) == ["base.json", "base.json"])
    #expect(
      Set(found.map(\.pointer.description))
        == ["/providers/0/limits/per_day", SmallManifest.tool + "/arguments/tools"])
  }

  @Test func `point to the second of two tools with one name`() {
    let twins = SmallManifest.document([("/providers/0/tools/-", Self.things)])
    let found = problems([], base: twins)
    #expect(found.map(\.pointer.description) == ["/providers/0/tools/1/name"])
    #expect(found.map(\.source) == ["base.json"])
  }

  @Test func `tell the problems of several files at once`() {
    let found = problems([Self.overTool(["rows": "data"]), ["colour": 1], 7])
    #expect(
      Set(found.map { "\($0.source)\($0.pointer)" }) == [
        "overlay0.json/providers/0/tools/0/rows", "overlay1.json/colour", "overlay2.json",
      ])
    #expect(found.count == 3)
  }

  private static func overTool(_ fields: JSONObject) -> JSONValue {
    let tool = JSONObject([("name", "get_things")]).merging(fields)
    return ["providers": [["id": "acme", "tools": [.object(tool)]]]]
  }

  private func laid(_ overlay: JSONValue) throws -> Manifest {
    try Manifest(
      Self.base, overlays: [ManifestSource(name: "overlay.json", document: overlay)])
  }

  private func problems(
    _ overlays: [JSONValue], base: JSONValue = SmallManifest.document
  ) -> [ManifestProblem] {
    let sources = overlays.enumerated().map { place, document in
      ManifestSource(name: "overlay\(place).json", document: document)
    }
    do throws(ManifestProblems) {
      _ = try Manifest(ManifestSource(name: "base.json", document: base), overlays: sources)
      return []
    } catch {
      return error.problems
    }
  }
}
