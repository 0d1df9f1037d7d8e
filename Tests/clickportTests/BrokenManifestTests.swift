import Foundation
import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10)))
struct BrokenManifestTests {
  /// Ten faults of ten kinds.
  private static let broken = """
    {
      "manifest_version": 2,
      "providers": [
        {
          "id": "Broken Shop",
          "title": "Broken shop",
          "base_url": "ftp://example.com",
          "auth": { "env": "BROKEN_API_KEY" },
          "tools": [
            {
              "name": "list_things",
              "title": "Things",
              "description": "Lists things.",
              "toolset": "things",
              "effect": "raed",
              "request": "FETCH /things",
              "arguments": {
                "size": { "in": "query", "type": "integer", "minimum": "one", "description": "Size." },
                "kind": { "in": "query", "type": ["string", "null"], "description": "Kind." }
              },
              "rules": [{ "ordered": ["size", "weight"] }]
            },
            {
              "name": "get_thing",
              "title": "Thing",
              "description": "Gets a thing.",
              "toolset": "things",
              "effect": "read",
              "request": "GET /things/{id}"
            }
          ]
        }
      ]
    }
    """

  private static let places = [
    "/manifest_version", "/providers/0/id", "/providers/0/base_url", "/providers/0/auth",
    "/providers/0/tools/0/effect", "/providers/0/tools/0/request",
    "/providers/0/tools/0/arguments/size/minimum", "/providers/0/tools/0/arguments/kind/type",
    "/providers/0/tools/0/rules/0", "/providers/0/tools/1/request",
  ]

  @Test func `is refused with ten problems, each with its pointer`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    try Self.broken.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try await ServerProcess.run(["check", "--manifest", file.path])
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    let prefix = "\(file.path): "
    let places = lines.filter { $0.hasPrefix(prefix) }.map { line in
      String(line.dropFirst(prefix.count).prefix { $0 != ":" })
    }
    #expect(places.sorted() == Self.places.sorted(), "\(outcome.errors)")
    #expect(lines.last == "10 problems; nothing was started.")
  }
}
