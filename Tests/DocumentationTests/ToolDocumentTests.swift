import Foundation
import JSON
import MCP
import TestSupport
import Testing
import Tools

/// `docs/tools.md` and `docs/schemas/` show what the manifest says, for people who read.
struct ToolDocumentTests {
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test func `lists every tool by service and toolset`() throws {
    let document = ToolDocument.text(of: try Repository.manifest())
    try compare(document, with: Repository.file("docs/tools.md"))
  }

  /// A change of what clients see is thereby a change that a reviewer sees.
  @Test func `keeps each tool's published schema as it was recorded`() throws {
    let folder = Repository.file("docs/schemas")
    let tools = try Repository.manifest().tools
    for tool in tools {
      let published = tool.published(withOutput: true).json(for: .july2026)
      try compare(
        published.prettyPrinted() + "\n", with: folder.appending(path: "\(tool.name).json"))
    }
    let recorded = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let stale = Set(recorded).subtracting(tools.map { "\($0.name).json" })
    #expect(stale == [], "these are of tools that are gone: delete them")
  }

  /// A start reads the table instead of the manifest.
  @Test func `keeps the table of the manifest as it was made of it`() throws {
    let text = Array(try Data(contentsOf: Repository.file("tools-manifest.json")))
    let table = try #require(ManifestTable.bytes(of: try Repository.manifest(), text: text))
    try compare(
      String(decoding: table, as: UTF8.self),
      with: Repository.file("Sources/EmbeddedManifest/manifest-table.txt"))
  }

  private func compare(_ text: String, with file: URL) throws {
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      if (try? String(contentsOf: file, encoding: .utf8)) != text {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("\(file.lastPathComponent) was recorded; run again without RECORD=1")
      }
      return
    }
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    #expect(recorded == text, "\(file.lastPathComponent) is not what the manifest says")
  }
}
