internal import JSON

/// Which parts of a manifest are known to be right, so that they need not be read before they are
/// needed: those of a proven one that no overlay speaks of.
struct ManifestTrust {
  /// Ids of providers whose tools are right.
  private(set) var providers: Set<String> = []
  /// Whether the server's own tools are.
  private(set) var ownTools = false
  private(set) var prompts = false

  static let none = ManifestTrust()

  private init() {}

  init(_ base: ManifestSource, under overlays: [ManifestSource]) {
    guard base.isProven else { return }
    func ids(_ source: ManifestSource) -> Set<String> {
      let providers = source.document["providers"]?.array ?? []
      return Set(providers.compactMap { $0["id"]?.string })
    }
    providers = overlays.reduce(ids(base)) { $0.subtracting(ids($1)) }
    ownTools = overlays.allSatisfy { $0.document["tools"] == nil }
    // What a prompt says of a tool may be wrong once the tool is another.
    prompts = overlays.isEmpty
  }

  func covers(_ provider: ManifestCursor) -> Bool {
    provider.object["id"]?.string.map(providers.contains) ?? false
  }
}
