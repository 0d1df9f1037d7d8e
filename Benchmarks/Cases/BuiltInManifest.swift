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

  static func manifest() throws -> Manifest {
    try Manifest(JSONValue(parsing: bytes), source: "the built-in manifest")
  }

  /// A tool of it, by name.
  static func tool(_ name: String) throws -> ToolDescriptor {
    guard let tool = try manifest().tools.first(where: { $0.name == name }) else {
      throw MissingFixture(name: name)
    }
    return tool
  }

  /// The provider that has that tool.
  static func provider(of name: String) throws -> ProviderDescriptor {
    let owner = try manifest().providers.first { provider in
      provider.tools.contains { $0.name == name }
    }
    guard let owner else { throw MissingFixture(name: name) }
    return owner
  }

  /// The manifest with so many more tools: its own over and over, under other names.
  static func bytes(extraTools count: Int) throws -> [UInt8] {
    var document = try JSONValue(parsing: bytes).object ?? [:]
    var providers = (document["providers"]?.array ?? []).map { $0.object ?? [:] }
    let tools = providers.enumerated().flatMap { place, provider in
      (provider["tools"]?.array ?? []).map { (provider: place, tool: $0.object ?? [:]) }
    }
    for number in 0..<count {
      let (place, tool) = tools[number % tools.count]
      let known = providers[place]["tools"]?.array ?? []
      providers[place]["tools"] = .array(known + [.object(renamed(tool, number))])
    }
    document["providers"] = .array(providers.map(JSONValue.object))
    return JSONValue.object(document).serialized()
  }

  private static func renamed(_ tool: JSONObject, _ number: Int) -> JSONObject {
    var copy = tool
    copy["name"] = .string("\((tool["name"]?.string ?? "").prefix(30))_\(number)")
    copy["listed"] = nil
    return copy
  }
}
