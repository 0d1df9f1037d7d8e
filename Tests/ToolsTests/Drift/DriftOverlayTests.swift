import JSON
import TestSupport
import Testing
import Tools

/// What differs from a manifest, and the overlay that accepts it.
@Suite struct DriftOverlayTests {
  private static let day = CalendarDate(daysSince1970: 20_000)
  private static let answer = """
    {"data": [{"id": "x", "part": {"size": null, "depth": 1.5, "fresh": {"a": 1}}, \
    "born": {"year": 1}}], "meta": {}, "state": {"code": 1}, "919999999999": true, "total": 1.5}
    """

  /// A manifest whose tool uses shapes, lays fields over them, and points into them.
  private static func manifest(_ overlays: [JSONObject] = []) throws -> Manifest {
    let document = SmallManifest.document([
      (
        "/providers/0/shapes",
        [
          "thing": [
            "type": "object", "required": ["id", "name"],
            "properties": [
              "id": ["type": "integer", "description": "Its number."],
              "name": ["type": "string"], "part": ["use": "part"], "born": ["type": "string"],
            ],
          ],
          "part": [
            "type": "object",
            "properties": ["size": ["type": "integer"], "depth": ["type": "integer"]],
          ],
        ]
      ),
      (
        SmallManifest.tool + "/output",
        [
          "type": "object", "required": ["data", "meta"],
          "properties": [
            "data": [
              "type": "array",
              "items": ["use": "thing", "properties": ["id": ["description": "An id."]]],
            ],
            "meta": [
              "type": "object", "required": ["total"],
              "properties": ["total": ["type": "integer"]],
            ],
            "state": ["type": "string"], "total": ["type": "integer"],
          ],
        ]
      ),
    ])
    return try Manifest(
      ManifestSource(name: "base.json", document: document),
      overlays: overlays.map { ManifestSource(name: "overlay.json", document: .object($0)) })
  }

  private func report(_ manifest: Manifest, times: Int = 1) throws -> DriftReport {
    let tool = try #require(manifest.tools.first)
    let fields = AnswerFields(of: tool)
    let answer = try #require(try JSONValue(parsing: Self.answer).object)
    for _ in 0..<times { _ = fields.compare(answer) }
    return DriftReport(
      fields.take().counts.map {
        DriftFinding(tool: tool.name, count: $0, firstDay: Self.day, lastDay: Self.day)
      }, in: manifest)
  }

  @Test func `tells what differs, by tool and pointer`() throws {
    let lines = try report(Self.manifest()).findings.map {
      "\($0.tool) \($0.count.pointer) \($0.what), \($0.declared), \($0.seen), \($0.often)"
    }
    #expect(
      lines == [
        "get_things /* new names, , boolean, 1 of 1",
        "get_things /data/*/born other type, string, object, 1 of 1",
        "get_things /data/*/id other type, integer, string, 1 of 1",
        "get_things /data/*/name missing, string, , 1 of 1",
        "get_things /data/*/part/depth other type, integer, number, 1 of 1",
        "get_things /data/*/part/fresh new, , object, 1 of 1",
        "get_things /data/*/part/size other type, integer, null, 1 of 1",
        "get_things /meta/total missing, integer, , 1 of 1",
        "get_things /state other type, string, object, 1 of 1",
        "get_things /total other type, integer, number, 1 of 1",
      ])
  }

  @Test(arguments: [1, 30])
  func `nothing differs under the overlay, which is valid`(times: Int) throws {
    let manifest = try Self.manifest()
    let before = try report(manifest, times: times)
    let overlay = try #require(DriftOverlay.overlay(accepting: before, in: manifest))
    let changed = try Self.manifest([overlay])
    // What was counted before, and what is counted now.
    #expect(DriftReport(before.findings, in: changed).findings == [])
    #expect(try report(changed, times: times).findings == [])
    // What isn't concerned stays as it was.
    let output = try #require(changed.tools.first?.output)
    let items = output["properties"]?["data"]?["items"]
    #expect(items?["properties"]?["id"]?["description"] == "An id.")
    #expect(output["required"] == ["data", "meta"])
    #expect(DriftOverlay.overlay(accepting: try report(changed), in: changed) == nil)
    let schema = try JSONSchema(compiling: .object(output))
    #expect(schema.violations(in: try JSONValue(parsing: Self.answer)).isEmpty)
  }

  @Test func `a field that may be absent is missed once it has been gone for long`() throws {
    func findings(_ count: Int, of answers: Int, run: Int) throws -> [DriftFinding] {
      var missing = FieldCount(
        kind: .missing, pointer: JSONPointer(tokens: ["state"]), declared: .string, seen: [],
        count: count, answers: answers)
      missing.run = run
      let finding = DriftFinding(
        tool: "get_things", count: missing, firstDay: Self.day, lastDay: Self.day)
      return try DriftReport([finding], in: Self.manifest()).findings
    }
    #expect(try findings(19, of: 19, run: 19).isEmpty)
    // It never was there: others may have it.
    #expect(try findings(20, of: 20, run: 20).isEmpty)
    #expect(try findings(20, of: 21, run: 20).map(\.often) == ["20 of 21"])
    // There in one of ten answers: twenty without it are chance.
    #expect(try findings(110, of: 120, run: 20).isEmpty)
    #expect(try findings(19, of: 120, run: 19).isEmpty)
    #expect(try findings(20, of: 120, run: 20).map(\.often) == ["20 of 120"])
    #expect(try findings(25, of: 120, run: 20).map(\.often) == ["the last 20 of 120"])
  }

  @Test func `what the manifest doesn't know is named apart`() throws {
    let count = FieldCount(
      kind: .new, pointer: .root, declared: [], seen: .string, count: 1, answers: 1)
    let finding = DriftFinding(tool: "gone", count: count, firstDay: Self.day, lastDay: Self.day)
    let report = DriftReport([finding], in: try Self.manifest())
    #expect(report.findings.isEmpty)
    #expect(report.unknownTools == ["gone"])
  }
}

/// Fields that the server itself reads.
@Suite struct FieldNeedTests {
  private static let tool: [(String, JSONValue?)] = [
    ("/rows", "/data"), ("/measures", ["clicks": "/count", "cost": "/money/cost"]),
    (
      "/paging",
      ["kind": "page", "argument": "size", "next": "/meta/next", "total": "/meta/total"]
    ),
  ]

  private func gone(_ answer: JSONObject) throws -> [String] {
    AnswerFields(of: try SmallManifest.tool(Self.tool)).compare(answer).map(\.pointer.description)
  }

  @Test func `are missed where what they are in is there`() throws {
    let meta: JSONValue = ["next": nil, "total": 1]
    let row: JSONValue = ["count": 1, "money": ["cost": 2]]
    #expect(try gone(["data": [row], "meta": meta]) == [])
    #expect(try gone(["data": [], "meta": meta]) == [])
    #expect(try gone(["data": [["count": 1]], "meta": meta]) == ["/data/*/money/cost"])
    #expect(
      try gone(["data": [["money": [:]], ["count": 1]], "meta": meta]) == ["/data/*/money/cost"])
    #expect(try gone(["rows": [row], "meta": ["total": 1]]) == ["/data", "/meta/next"])
    #expect(try gone(["data": [row]]) == ["/meta/next", "/meta/total"])
  }
}
