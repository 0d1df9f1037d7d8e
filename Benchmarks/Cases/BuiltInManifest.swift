import EmbeddedManifest
import JSON
import Tools

/// The manifest that the product is built with, and longer ones made of it.
enum BuiltInManifest {
  /// `tools-manifest.json`, about 400 KB.
  static var bytes: [UInt8] {
    Array(
      UnsafeBufferPointer(
        start: clickport_embedded_manifest(), count: clickport_embedded_manifest_size()))
  }

  /// The text and the table that the product is built with.
  enum Embedded: StoredText {
    case manifest
    case table

    func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
      switch self {
      case .manifest:
        body(
          UnsafeBufferPointer(
            start: clickport_embedded_manifest(), count: clickport_embedded_manifest_size()
          ).span)
      case .table:
        body(
          UnsafeBufferPointer(
            start: clickport_embedded_table(), count: clickport_embedded_table_size()
          ).span)
      }
    }
  }

  /// Its table, as a start has it.
  static func table() throws -> ManifestTable {
    guard let table = ManifestTable(Embedded.table, of: Embedded.manifest) else {
      throw MissingFixture(name: "manifest-table.txt")
    }
    return table
  }

  /// What a start without overlays reads.
  static func tabled() throws -> Manifest {
    guard let manifest = Manifest(try table()) else {
      throw MissingFixture(name: "manifest-table.txt")
    }
    return manifest
  }

  /// A tool of it, by name.
  static func tool(_ name: String) throws -> ToolDescriptor {
    guard let tool = try tabled().tools.first(where: { $0.name == name }) else {
      throw MissingFixture(name: name)
    }
    return tool
  }

  /// The provider that has that tool.
  static func provider(of name: String) throws -> ProviderDescriptor {
    let owner = try tabled().providers.first { provider in
      provider.tools.contains { $0.name == name }
    }
    guard let owner else { throw MissingFixture(name: name) }
    return owner
  }

  /// An overlay with so many more tools: its own over and over, under other names.
  static func overlay(extraTools count: Int) throws -> [UInt8] {
    var providers = (try JSONValue(parsing: bytes)["providers"]?.array ?? []).map {
      (id: $0["id"] ?? .null, tools: $0["tools"]?.array ?? [], added: [JSONValue]())
    }
    let tools = providers.enumerated().flatMap { index, provider in
      provider.tools.compactMap(\.object).map { (provider: index, tool: $0) }
    }
    for number in 0..<count {
      let (provider, tool) = tools[number % tools.count]
      providers[provider].added.append(.object(renamed(tool, number)))
    }
    let laidOver = providers.map { JSONValue.object(["id": $0.id, "tools": .array($0.added)]) }
    return JSONValue.object(["manifest_version": 1, "providers": .array(laidOver)]).serialized()
  }

  private static func renamed(_ tool: JSONObject, _ number: Int) -> JSONObject {
    var copy = tool
    copy["name"] = .string("\((tool["name"]?.string ?? "").prefix(30))_\(number)")
    copy["listed"] = nil
    // A service has one that stands for it.
    copy["source"] = nil
    return copy
  }
}
