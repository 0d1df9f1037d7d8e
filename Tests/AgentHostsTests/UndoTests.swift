import AgentHosts
import JSON
import TestSupport
import Testing

/// What an installation does to a file, an uninstallation takes back.
@Suite struct UndoTests {
  /// An entry that this host can have.
  static func entry(for host: AgentHost) -> ServerEntry {
    var entry = ServerEntry(
      name: "clickport", command: "/opt/My Tools/clickport",
      arguments: ["serve", "--toolsets", "a,b", "#!"])
    if host.takesReferences {
      entry.environment = [
        .init("FIRST_KEY", .reference, title: "First: key"), .init("Z_KEY", .reference),
      ]
    }
    entry.environment.append(.init("THIRD_KEY_FILE", .text("/keys/a \"third\" \\ key")))
    return entry
  }

  @Test(arguments: AgentHost.all)
  func `give any file back to the last byte`(host: AgentHost) throws {
    for seed in 0..<100 {
      var shapes = FileShapes(seed: UInt64(seed))
      let file = shapes.file(of: host)
      let entry = Self.entry(for: host)
      let shown = file.map { String(decoding: $0, as: UTF8.self) } ?? "no file"
      let before = try file.map { try host.entries(in: $0) } ?? []
      let installed: HostFileEdit
      do {
        installed = try host.installing(entry, in: file)
      } catch {
        Issue.record("\(host.id), seed \(seed): \(error)\n\(shown)")
        continue
      }
      let text = try #require(installed.text)
      let seen = String(decoding: text, as: UTF8.self)
      let entries = try host.entries(in: text)
      #expect(entries.comparable == (before + [entry]).comparable, "\(seed) \(seen)")
      // With what was before at hand, among other things.
      let undone = try host.uninstalling(
        "clickport", from: text, originals: [Array("{".utf8), file, nil])
      #expect(undone.text == file, "\(host.id), seed \(seed)\n\(shown)")
      #expect(undone.restsOnOriginal)
      // Without it, the rest says what it said.
      let taken = try host.uninstalling("clickport", from: text, originals: [])
      #expect(try host.entries(in: taken.text ?? []).comparable == before.comparable)
      // A second time there is nothing to do.
      #expect(try host.installing(entry, in: text).effect == .unchanged)
      // Another entry takes its place, and goes with it.
      var other = entry
      other.arguments = ["serve"]
      other.environment.removeLast()
      let replaced = try host.installing(other, in: text, over: [file])
      #expect(replaced.effect == .replaced && replaced.restsOnOriginal)
      #expect(try replaced.text == host.installing(other, in: file).text)
      let direct = try #require(try host.installing(other, in: text).text)
      #expect(try host.entries(in: direct).comparable == (before + [other]).comparable)
    }
  }

  /// Most files are as editors write them: there it needs nothing to go by.
  @Test(arguments: AgentHost.all)
  func `needs no copy where the file is laid out plainly`(host: AgentHost) throws {
    let files =
      switch host.format {
      case .json:
        [
          "{\n  \"\(host.section)\": {\n    \"a\": {\"command\": \"x\"}\n  }\n}\n", "{}",
          "{\n\t\"b\": 1\n}", "{\"b\":1}", "{\n  \"b\": 1, // one\n}\n",
          "{\n  \"b\": 1 // one\n}\n",
          "{\r\n    \"b\": [\r\n        1\r\n    ]\r\n}\r\n",
        ]
      case .toml: ["a = 1\n", "[x]\ny = 1\n\n[mcp_servers.a]\ncommand = 'x'\n", "a = 1\r\n"]
      case .yaml: ["a: 1\n", "extensions:\n  x:\n    cmd: y\nz: 1\n", "a: 1\r\n"]
      }
    for file in files {
      let text = try #require(try host.installing(Self.entry(for: host), in: Array(file.utf8)).text)
      let taken = try host.uninstalling("clickport", from: text, originals: [])
      #expect(String(decoding: taken.text ?? [], as: UTF8.self) == file)
    }
  }
}

extension [ServerEntry] {
  /// Without what not every host keeps: titles, and the order.
  fileprivate var comparable: [ServerEntry] {
    map { entry in
      var entry = entry
      entry.environment = entry.environment.map { ServerEntry.Variable($0.name, $0.value) }
        .sorted { $0.name < $1.name }
      return entry
    }.sorted { $0.name < $1.name }
  }
}
