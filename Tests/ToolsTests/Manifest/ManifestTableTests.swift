import Foundation
import JSON
import MCP
import TestSupport
import Testing

@testable import Tools

@Suite struct `A manifest's table` {
  private static let text = Result {
    Array(try Data(contentsOf: Repository.file("tools-manifest.json")))
  }

  private func table(_ manifest: Manifest, _ text: [UInt8]) throws -> [UInt8] {
    try #require(ManifestTable.bytes(of: manifest, text: text))
  }

  private func read(_ table: [UInt8], of text: [UInt8]) -> Manifest? {
    ManifestTable(TextPart(table), of: TextPart(text)).flatMap(Manifest.init)
  }

  @Test func `tells of every tool what the manifest does`() throws {
    let text = try Self.text.get()
    let manifest = try Repository.manifest()
    let tabled = try #require(read(try table(manifest, text), of: text))
    #expect(tabled.tools.map(\.name) == manifest.tools.map(\.name))
    for (one, other) in zip(manifest.tools, tabled.tools) {
      #expect(one.provider == other.provider && one.service == other.service)
      #expect(one.toolset == other.toolset && one.listing == other.listing)
      #expect(one.ownHandler == other.ownHandler && one.partTool == other.partTool)
      #expect(one.sourceDimensions == other.sourceDimensions && one.isSource == other.isSource)
      #expect(one.details == other.details)
      #expect(one.request == other.request && one.rows == other.rows)
      #expect(one.keywords == other.keywords && one.rules.count == other.rules.count)
      #expect(one.days.timeZone == other.days.timeZone)
      #expect(one.days.sources.count == other.days.sources.count)
    }
  }

  @Test func `publishes every tool from the text it has, as its details would be`() throws {
    let text = try Self.text.get()
    let manifest = try Repository.manifest()
    let tabled = try #require(read(try table(manifest, text), of: text))
    for (one, other) in zip(manifest.tools, tabled.tools) {
      #expect(one.knownPublished == nil && other.knownPublished != nil)
      #expect(one.publishedJSON() == other.publishedJSON())
      #expect(one.publishedJSON(withOutput: true) == other.publishedJSON(withOutput: true))
    }
  }

  @Test(arguments: [
    ToolSelection(toolsets: ["all"], isReadOnly: true),
    ToolSelection(tools: ["api_request", "use_tool", "create_rotator"], isReadOnly: true),
    ToolSelection(tools: ["api_request"], providers: ["klik"]),
    ToolSelection(toolsets: ["all"], excludedTools: ["create_rotator_url"]),
  ])
  func `publishes narrowed tools as the manifest does`(_ selection: ToolSelection) throws {
    let text = try Self.text.get()
    let manifest = try Repository.manifest()
    let tabled = try #require(read(try table(manifest, text), of: text))
    let one = try selection.surface(of: manifest, configured: [])
    let other = try selection.surface(of: tabled, configured: [])
    #expect(one.listed.map { $0.publishedJSON() } == other.listed.map { $0.publishedJSON() })
    #expect(one.callable.map(\.details) == other.callable.map(\.details))
  }

  @Test func `tells of providers, prompts and synonyms`() throws {
    let text = try Self.text.get()
    let manifest = try Repository.manifest()
    let tabled = try #require(read(try table(manifest, text), of: text))
    #expect(tabled.synonyms == manifest.synonyms && !manifest.synonyms.isEmpty)
    #expect(tabled.prompts.map(\.name) == manifest.prompts.map(\.name))
    #expect(tabled.prompts.map(\.text) == manifest.prompts.map(\.text))
    for (one, other) in zip(manifest.providers, tabled.providers) {
      #expect(one.id == other.id && one.title == other.title && one.baseURL == other.baseURL)
      #expect(one.authentication?.variable == other.authentication?.variable)
      #expect(one.limits.perSecond == other.limits.perSecond && one.timeZone == other.timeZone)
      #expect(one.answers.errorCode == other.answers.errorCode)
      #expect(one.tools.map(\.name) == other.tools.map(\.name))
    }
  }

  @Test func `is no table of a manifest of another length`() throws {
    let (text, table) = try small()
    #expect(read(table, of: text) != nil)
    #expect(read(table, of: text + [0x20]) == nil)
  }

  @Test func `is not sound for another manifest, nor with another line`() throws {
    let (text, table) = try small()
    #expect(try #require(ManifestTable(TextPart(table), of: TextPart(text))).isSound)
    for index in text.indices {
      var other = text
      other[index] ^= 0x80
      let changed = try #require(ManifestTable(TextPart(table), of: TextPart(other)))
      #expect(!changed.isSound)
    }
    for index in table.indices {
      var other = table
      other[index] ^= 1
      #expect(ManifestTable(TextPart(other), of: TextPart(text))?.isSound != true)
    }
  }

  @Test func `is none that can be read when it is cut`() throws {
    let (text, table) = try small()
    for count in table.indices { #expect(read(Array(table[..<count]), of: text) == nil) }
  }

  @Test func `is not made where a name would break its line`() throws {
    let document = SmallManifest.document([(SmallManifest.tool + "/toolset", "a\tb")])
    let manifest = try Manifest(document, source: "small")
    #expect(ManifestTable.bytes(of: manifest, text: document.serialized()) == nil)
  }

  /// A diff then shows what was changed, and branches merge.
  @Test func `changes one tool's line and its head when that tool is changed`() throws {
    let text = String(decoding: try Self.text.get(), as: UTF8.self)
    let changed = text.replacing(
      "Client accounts with website", with: "Clients with website", maxReplacements: 1)
    #expect(changed != text)
    let lines = try [text, changed].map { text in
      let bytes = Array(text.utf8)
      let manifest = try Manifest(JSONValue(parsing: bytes), source: "built-in")
      return String(decoding: try table(manifest, bytes), as: UTF8.self)
        .split(separator: "\n")
    }
    #expect(zip(lines[0], lines[1]).count { $0 != $1 } == 2)
  }

  private func small() throws -> (text: [UInt8], table: [UInt8]) {
    let document = SmallManifest.document([("/prompts", [SmallManifest.prompt])])
    let text = document.serialized()
    return (text, try table(try Manifest(document, source: "small"), text))
  }
}

@Suite struct `A kept manifest with overlays` {
  private let base = SmallManifest.document
  private let overlay: JSONValue = [
    "providers": [["id": "acme", "tools": [["name": "get_things", "title": "All things"]]]]
  ]

  private func sources(
    _ overlays: [JSONValue], version: String = "1", base: JSONValue? = nil
  ) throws -> OverlaidSources {
    let base = base ?? self.base
    let table = try #require(
      ManifestTable.bytes(
        of: Manifest(base, source: "base"), text: base.serialized()))
    let built = try #require(
      ManifestTable(TextPart(table), of: TextPart(base.serialized())))
    return OverlaidSources(overlays.map { $0.serialized() }, over: built, version: version)
  }

  private func kept(_ overlays: [JSONValue]) throws -> [UInt8] {
    let source = ManifestSource(name: "base", document: base)
    let laid = overlays.map { ManifestSource(name: "overlay", document: $0) }
    let manifest = try Manifest(source, overlays: laid)
    return try #require(
      manifest.kept(text: Manifest.text(of: source, overlays: laid), madeOf: sources(overlays)))
  }

  @Test func `is the one that the overlays made`() throws {
    let manifest = try #require(
      Manifest(kept: try kept([overlay]), madeOf: try sources([overlay])))
    #expect(manifest.tools.map(\.title) == ["All things"])
    #expect(manifest.tools.map { $0.published().title } == ["All things"])
  }

  @Test func `is not the one of other overlays, of another order, version or base`() throws {
    let other: JSONValue = ["providers": []]
    let kept = try kept([overlay, other])
    #expect(Manifest(kept: kept, madeOf: try sources([overlay, other])) != nil)
    #expect(Manifest(kept: kept, madeOf: try sources([overlay])) == nil)
    #expect(Manifest(kept: kept, madeOf: try sources([other, overlay])) == nil)
    #expect(Manifest(kept: kept, madeOf: try sources([overlay, other], version: "2")) == nil)
    let changed = base.setting(SmallManifest.tool + "/title", to: "Thingz")
    #expect(Manifest(kept: kept, madeOf: try sources([overlay, other], base: changed)) == nil)
  }

  @Test func `is none when a byte of it is lost or changed`() throws {
    let (kept, sources) = (try kept([overlay]), try sources([overlay]))
    for index in kept.indices {
      #expect(Manifest(kept: Array(kept[..<index]), madeOf: sources) == nil)
      var changed = kept
      changed[index] ^= 1
      #expect(Manifest(kept: changed, madeOf: sources) == nil)
    }
  }
}

extension ToolDescriptor {
  fileprivate func publishedJSON(withOutput: Bool = false) -> JSONValue {
    published(withOutput: withOutput).json(for: .july2026, pages: [ChartPage.uri])
  }
}
