import Foundation
import JSON
import MCP
import TestSupport
import Testing

@testable import Tools

@Suite struct `A proven manifest` {
  private func source(isProven: Bool) throws -> ManifestSource {
    let text = Array(try Data(contentsOf: Repository.file("tools-manifest.json")))
    return try ManifestSource(name: "built-in", parsing: text, isProven: isProven)
  }

  private func manifest(_ overlays: JSONValue...) throws -> Manifest {
    try Manifest(
      try source(isProven: true),
      overlays: overlays.map { ManifestSource(name: "overlay", document: $0) })
  }

  @Test func `is the same whether it is read at once or when it is needed`() throws {
    let atOnce = try Manifest(try source(isProven: false), overlays: [])
    let whenNeeded = try manifest()
    #expect(atOnce.tools.map(\.name) == whenNeeded.tools.map(\.name))
    for (one, other) in zip(atOnce.tools, whenNeeded.tools) {
      #expect(one.listing == other.listing && one.ownHandler == other.ownHandler)
      #expect(one.details == other.details)
      #expect(one.published(withOutput: true).json == other.published(withOutput: true).json)
      #expect(one.request == other.request && one.rows == other.rows)
      #expect(one.keywords == other.keywords && one.rules.count == other.rules.count)
    }
    #expect(atOnce.prompts.map(\.name) == whenNeeded.prompts.map(\.name))
    #expect(atOnce.prompts.map(\.text) == whenNeeded.prompts.map(\.text))
  }

  @Test func `has the tools of a provider checked that an overlay speaks of`() throws {
    let faulty: JSONValue = [
      "providers": [["id": "hienergy", "tools": [["name": "get_clicks", "title": ""]]]]
    ]
    let problems = #expect(throws: ManifestProblems.self) { try manifest(faulty) }
    #expect(problems?.problems.map(\.pointer.description) == ["/providers/0/tools/0/title"])
  }

  @Test func `has its names reserved, be its tools read or not`() throws {
    var tool = try #require(SmallManifest.document["providers"]?.array?.first?.object)
    tool["tools"] = [
      [
        "name": "get_scores", "title": "Scores", "description": "Lists scores.",
        "toolset": "things", "effect": "read", "request": "GET /scores", "arguments": [:],
      ]
    ]
    let overlay: JSONValue = ["providers": [.object(tool)]]
    let problems = #expect(throws: ManifestProblems.self) { try manifest(overlay) }
    #expect(
      problems?.problems.map(\.message) == ["another tool is named \"get_scores\" already"])
  }

  @Test func `has its prompts checked against the tools of an overlay`() throws {
    let overlay: JSONValue = [
      "providers": [["id": "clickmagick", "tools": [["name": "list_rotators", "rows": nil]]]]
    ]
    #expect(throws: ManifestProblems.self) { try manifest(overlay) }
  }
}

extension Tool {
  fileprivate var json: JSONValue { json(for: .july2026) }
}
