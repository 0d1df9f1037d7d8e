internal import JSON

/// A manifest, read: providers with their tools, the server's own tools, and prompts. The only code
/// that knows the file's shape is in this folder; `tools-manifest.schema.json` tells editors the same.
package struct Manifest: Sendable {
  package let providers: [ProviderDescriptor]
  /// The tools that are no service's but the server's own.
  package let ownTools: [ToolDescriptor]
  /// Read when they are asked for, as most of the rest.
  let deferredPrompts: Deferred<[PromptDescriptor]>
  let deferredSynonyms: Deferred<[[String]]>

  package var prompts: [PromptDescriptor] { deferredPrompts.value }

  /// Groups of words that mean the same to those who search for a tool.
  package var synonyms: [[String]] { deferredSynonyms.value }

  init(
    providers: [ProviderDescriptor], ownTools: [ToolDescriptor],
    prompts: Deferred<[PromptDescriptor]>, synonyms: Deferred<[[String]]>
  ) {
    self.providers = providers
    self.ownTools = ownTools
    deferredPrompts = prompts
    deferredSynonyms = synonyms
  }

  private init(
    providers: [ProviderDescriptor], ownTools: [ToolDescriptor], prompts: [PromptDescriptor],
    synonyms: [[String]]
  ) {
    self.init(
      providers: providers, ownTools: ownTools, prompts: Deferred { prompts },
      synonyms: Deferred { synonyms })
  }

  /// The version of the file format this build reads.
  package static let formatVersion = 1

  /// The tools of all providers, in the order of the file, and the server's own.
  package var tools: [ToolDescriptor] { providers.flatMap(\.tools) + ownTools }

  /// What could be read, and all that was wrong, in the order of the file.
  static func read(_ document: JSONValue, proven: ProvenParts) -> (Manifest, ProblemCollector) {
    let problems = ProblemCollector()
    guard let object = document.object else {
      problems.add(.root, "a manifest must be an object, but this is \(document.nameOfType)")
      return (Manifest(providers: [], ownTools: [], prompts: [], synonyms: []), problems)
    }
    let root = ManifestCursor(object: object, pointer: .root, problems: problems)
    root.allowOnly(["manifest_version", "providers", "parameters", "tools", "prompts", "synonyms"])
    checkVersion(root)
    _ = root.isPresent("providers", "an array of providers")
    let cursors = root.elements("providers")
    let providers = cursors.compactMap {
      ProviderDescriptor(reading: proven.covers($0) ? $0.proven : $0)
    }
    let ownCursors = root.elements("tools")
    let shared = SharedParts(parameters: root.child("parameters"))
    let ownTools = ownCursors.compactMap {
      ToolDescriptor(
        reading: proven.coversOwnTools ? $0.proven : $0, provider: ToolDescriptor.ownProvider,
        shared: shared)
    }
    let promptCursors = root.elements("prompts")
    guard !proven.coversAll else {
      let manifest = Manifest(
        providers: providers, ownTools: ownTools,
        prompts: promptCursors.compactMap { PromptDescriptor(reading: $0.proven) },
        synonyms: synonyms(root))
      return (manifest, problems)
    }
    let known = Set(
      providers.lazy.filter { proven.providers.contains($0.id) }.flatMap(\.tools).map(\.name))
    let tools = cursors.filter { !proven.covers($0) }.flatMap { $0.elements("tools") } + ownCursors
    let named = known.union(tools.compactMap { $0.object["name"]?.string })
    let readTools = providers.flatMap(\.tools) + ownTools
    let prompts = promptCursors.compactMap {
      PromptDescriptor(reading: $0, tools: readTools, named: named)
    }
    reportDuplicates(cursors, key: "id", "provider")
    reportDuplicates(tools, key: "name", "tool", beside: known)
    reportDuplicates(promptCursors, key: "name", "prompt")
    let manifest = Manifest(
      providers: providers, ownTools: ownTools, prompts: prompts, synonyms: synonyms(root))
    return (manifest, problems)
  }

  private static func checkVersion(_ root: ManifestCursor) {
    guard root.isPresent("manifest_version", "\(formatVersion)"),
      root.object["manifest_version"]?.int != formatVersion
    else { return }
    root.report(at: "manifest_version", "must be \(formatVersion), the only one there is")
  }

  private static func synonyms(_ root: ManifestCursor) -> [[String]] {
    guard let groups = root.object["synonyms"] else { return [] }
    let words = (groups.array ?? []).map { $0.array?.compactMap(\.string) ?? [] }
    if groups.array == nil || words.contains(where: { $0.count < 2 }) {
      root.report(at: "synonyms", "must be groups of words: [[\"delete\", \"remove\"]]")
    }
    return words
  }

  private static func reportDuplicates(
    _ cursors: [ManifestCursor], key: String, _ kind: String, beside known: Set<String> = []
  ) {
    var seen = known
    for cursor in cursors {
      guard let name = cursor.object[key]?.string, !seen.insert(name).inserted else { continue }
      cursor.report(at: key, "another \(kind) is named \"\(name)\" already")
    }
  }
}
