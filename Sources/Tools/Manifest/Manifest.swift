package import JSON

/// A manifest, read: providers with their tools, and prompts. The only code that knows the file's shape is in
/// this folder; `tools-manifest.schema.json` tells editors the same.
package struct Manifest: Sendable {
  package let providers: [ProviderDescriptor]
  package let prompts: [PromptDescriptor]

  /// The version of the file format this build reads.
  package static let formatVersion = 1

  /// The tools of all providers, in the order of the file.
  package var tools: [ToolDescriptor] { providers.flatMap(\.tools) }

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

  private init(providers: [ProviderDescriptor] = [], prompts: [PromptDescriptor] = []) {
    self.providers = providers
    self.prompts = prompts
  }

  /// What could be read, and all that was wrong, in the order of the file.
  static func read(
    _ document: JSONValue
  ) -> (Manifest, [(pointer: JSONPointer, message: String)]) {
    let problems = ProblemCollector()
    guard let object = document.object else {
      problems.add(.root, "a manifest must be an object, but this is \(document.nameOfType)")
      return (Manifest(), problems.problems)
    }
    let root = ManifestCursor(object: object, pointer: .root, problems: problems)
    root.allowOnly(["manifest_version", "providers", "prompts"])
    if root.isPresent("manifest_version", "\(formatVersion)"),
      object["manifest_version"]?.int != formatVersion
    {
      root.report(at: "manifest_version", "must be \(formatVersion), the only one there is")
    }
    _ = root.isPresent("providers", "an array of providers")
    let cursors = root.elements("providers")
    let providers = cursors.compactMap(ProviderDescriptor.init(reading:))
    let tools = cursors.flatMap { $0.elements("tools") }
    let promptCursors = root.elements("prompts")
    let named = Set(tools.compactMap { $0.object["name"]?.string })
    let prompts = promptCursors.compactMap { cursor in
      PromptDescriptor(reading: cursor, tools: providers.flatMap(\.tools), named: named)
    }
    reportDuplicates(cursors, key: "id", "provider")
    reportDuplicates(tools, key: "name", "tool")
    reportDuplicates(promptCursors, key: "name", "prompt")
    return (Manifest(providers: providers, prompts: prompts), problems.problems)
  }

  private static func reportDuplicates(
    _ cursors: [ManifestCursor], key: String, _ kind: String
  ) {
    var seen: Set<String> = []
    for cursor in cursors {
      guard let name = cursor.object[key]?.string, !seen.insert(name).inserted else { continue }
      cursor.report(at: key, "another \(kind) is named \"\(name)\" already")
    }
  }
}
