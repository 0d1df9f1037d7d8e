package import JSON

/// A manifest, read: providers with their tools, the server's own tools, and prompts. The only code
/// that knows the file's shape is in this folder; `tools-manifest.schema.json` tells editors the same.
package struct Manifest: Sendable {
  package let providers: [ProviderDescriptor]
  /// The tools that are no service's but the server's own.
  package let ownTools: [ToolDescriptor]
  package let prompts: [PromptDescriptor]
  /// Groups of words that mean the same to those who search for a tool.
  package let synonyms: [[String]]

  /// The version of the file format this build reads.
  package static let formatVersion = 1

  /// The tools of all providers, in the order of the file, and the server's own.
  package var tools: [ToolDescriptor] { providers.flatMap(\.tools) + ownTools }

  /// Reads a whole manifest. Everything that is wrong with it is thrown at once.
  package init(_ document: JSONValue, source: String) throws(ManifestProblems) {
    let (manifest, problems) = Self.read(document)
    guard problems.isEmpty else {
      throw ManifestProblems(
        problems: problems.map { problem in
          ManifestProblem(source: source, pointer: problem.pointer, message: problem.message)
        })
    }
    self = manifest
  }

  private init(
    providers: [ProviderDescriptor] = [], ownTools: [ToolDescriptor] = [],
    prompts: [PromptDescriptor] = [], synonyms: [[String]] = []
  ) {
    self.providers = providers
    self.ownTools = ownTools
    self.prompts = prompts
    self.synonyms = synonyms
  }

  /// What could be read, and all that was wrong, in the order of the file.
  static func read(
    _ document: JSONValue, trust: ManifestTrust = .none
  ) -> (Manifest, [(pointer: JSONPointer, message: String)]) {
    let problems = ProblemCollector()
    guard let object = document.object else {
      problems.add(.root, "a manifest must be an object, but this is \(document.nameOfType)")
      return (Manifest(), problems.problems)
    }
    let root = ManifestCursor(object: object, pointer: .root, problems: problems)
    root.allowOnly(["manifest_version", "providers", "tools", "prompts", "synonyms"])
    if root.isPresent("manifest_version", "\(formatVersion)"),
      object["manifest_version"]?.int != formatVersion
    {
      root.report(at: "manifest_version", "must be \(formatVersion), the only one there is")
    }
    _ = root.isPresent("providers", "an array of providers")
    let cursors = root.elements("providers")
    let providers = cursors.compactMap {
      ProviderDescriptor(reading: $0, isTrusted: trust.covers($0))
    }
    let ownCursors = root.elements("tools")
    let ownTools = ownCursors.compactMap { ownTool($0, isTrusted: trust.ownTools) }
    let known = providers.filter { trust.providers.contains($0.id) }.flatMap(\.tools).map(\.name)
    let tools = cursors.filter { !trust.covers($0) }.flatMap { $0.elements("tools") } + ownCursors
    let promptCursors = root.elements("prompts")
    let named = Set(known + tools.compactMap { $0.object["name"]?.string })
    let readTools = trust.prompts ? [] : providers.flatMap(\.tools) + ownTools
    let prompts = promptCursors.compactMap {
      PromptDescriptor(reading: $0, tools: readTools, named: named)
    }
    reportDuplicates(cursors, key: "id", "provider")
    reportDuplicates(tools, key: "name", "tool", beside: Set(known))
    reportDuplicates(promptCursors, key: "name", "prompt")
    let manifest = Manifest(
      providers: providers, ownTools: ownTools, prompts: prompts, synonyms: synonyms(root))
    return (manifest, problems.problems)
  }

  private static func ownTool(_ cursor: ManifestCursor, isTrusted: Bool) -> ToolDescriptor? {
    let provider = ToolDescriptor.ownProvider
    if isTrusted {
      return ToolDescriptor(trusting: cursor.object, provider: provider, shared: nil, shapes: nil)
    }
    guard cursor.isPresent("handler", "the name of one of the server's own handlers") else {
      return nil
    }
    return ToolDescriptor(reading: cursor, provider: provider)
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
