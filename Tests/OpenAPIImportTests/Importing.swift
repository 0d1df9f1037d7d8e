import JSON
import TestSupport
import Testing
import Tools
import YAML

@testable import OpenAPIImport

/// An import as a test does it, over the manifest the product is built with.
struct Importing {
  let document: JSONValue
  let outcome: OpenAPIImport.Outcome

  /// `files` are those beside the document, which is called `main.json`.
  init(
    _ text: String, provider: String = "shop", changes: [(String, JSONValue?)] = [],
    files: [String: String] = [:], options: (inout OpenAPIImport.Options) -> Void = { _ in }
  ) throws {
    document = try changes.reduce(JSONValue(parsing: text)) { $0.setting($1.0, to: $1.1) }
    var all = OpenAPIImport.Options(provider: provider)
    options(&all)
    outcome = try OpenAPIImport.run(
      document, with: Self.files(files), all, over: Repository.manifest())
  }

  private static func files(_ texts: [String: String]) -> OpenAPIFiles {
    OpenAPIFiles(beside: "main.json") { path throws(UnreadableDocument) in
      // What the hostile document refers to.
      let hostile = ["other.json": "{}", "a/b.json": "{}"]
      guard let text = texts[path] ?? hostile[path] else {
        throw UnreadableDocument(reason: "it isn't there")
      }
      do {
        return try YAMLParser.parse(Array(text.utf8))
      } catch {
        throw UnreadableDocument(reason: "\(error)")
      }
    }
  }

  static let provider: JSONPointer = JSONPointer(tokens: ["providers", "0"])

  var provider: JSONValue { Self.provider.value(in: .object(outcome.overlay)) ?? .null }

  var tools: [JSONValue] { provider["tools"]?.array ?? [] }

  func tool(_ name: String) throws -> JSONValue {
    try #require(tools.first { $0["name"]?.string == name }, "\(tools.compactMap { $0["name"] })")
  }

  func argument(_ name: String, of tool: String) throws -> JSONValue {
    try #require(try self.tool(tool)["arguments"]?[name])
  }

  /// The notes about a pointer.
  func notes(at pointer: String) -> [String] {
    outcome.notes.filter { $0.pointer.description == pointer }.map(\.message)
  }

  /// The built-in manifest with the overlay over it; throws every problem.
  func laid() throws -> Manifest {
    try Manifest(
      ManifestSource(name: "base", document: try Repository.json("tools-manifest.json")),
      overlays: [ManifestSource(name: "overlay", document: .object(outcome.overlay))])
  }
}
