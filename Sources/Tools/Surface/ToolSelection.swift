internal import JSON

/// What the operator chose of a manifest's tools.
///
/// Toolsets and tools choose what is *listed*. Providers, exclusions and read-only choose what is
/// *allowed*: what they leave out can't be called in any way.
package struct ToolSelection: Equatable, Sendable {
  /// Names of toolsets, `default` and `all` among them; nothing was chosen when it is `nil`.
  package var toolsets: [String]?
  /// Tools listed beside those of the toolsets; without a choice of toolsets, instead of them.
  package var tools: [String]
  package var excludedTools: [String]
  /// Ids of providers; without a choice, those a credential was given for, and all when none can be
  /// used.
  package var providers: [String]?
  /// Only tools that read, whatever else was chosen.
  package var isReadOnly: Bool
  /// Whether `api_request` may send more than GET.
  package var allowsAPIWrites: Bool

  package init(
    toolsets: [String]? = nil, tools: [String] = [], excludedTools: [String] = [],
    providers: [String]? = nil, isReadOnly: Bool = false, allowsAPIWrites: Bool = false
  ) {
    self.toolsets = toolsets
    self.tools = tools
    self.excludedTools = excludedTools
    self.providers = providers
    self.isReadOnly = isReadOnly
    self.allowsAPIWrites = allowsAPIWrites
  }

  /// The toolset of the tools listed when nobody chooses, and that of all there are.
  package static let standardToolset = "default"
  package static let everyToolset = "all"
  static let reservedToolsets = [standardToolset, everyToolset]

  /// The tools of a manifest that are offered. `configured` are the providers that have a
  /// credential. Throws every name that means nothing, and a choice that leaves no tool.
  package func surface(
    of manifest: Manifest, configured: Set<String>
  ) throws(ToolSelectionProblems) -> ExposedTools {
    try present(in: manifest).chosen(of: manifest, configured)
  }

  /// Throws every name that means nothing.
  package func checkNames(in manifest: Manifest) throws(ToolSelectionProblems) {
    let problems = present(in: manifest).unknownNames(in: manifest)
    guard problems.isEmpty else { throw ToolSelectionProblems(sentences: problems) }
  }

  /// The choice by the names that tools have today.
  private func present(in manifest: Manifest) -> ToolSelection {
    func present(_ name: String) -> String { manifest.tool(named: name)?.name ?? name }
    var choice = self
    choice.tools = tools.map(present)
    choice.excludedTools = excludedTools.map(present)
    return choice
  }

  private func chosen(
    of manifest: Manifest, _ configured: Set<String>
  ) throws(ToolSelectionProblems) -> ExposedTools {
    var problems = unknownNames(in: manifest)
    let chosen = chosenProviders(of: manifest, configured: configured)
    var allowed = manifest.tools.compactMap { tool in
      isAllowed(tool, chosen) ? narrowed(tool, to: chosen) : nil
    }
    allowed = allowed.filter { [allowed] in $0.isUseful(among: allowed) }
    var listed = allowed.filter(isListed)
    // Many clients read no further than they must: what leads to all others comes first.
    listed = listed.filter(\.leadsToOthers) + listed.filter { !$0.leadsToOthers }
    if problems.isEmpty, listed.isEmpty { problems.append("the choice leaves no tool to list") }
    guard problems.isEmpty else { throw ToolSelectionProblems(sentences: problems) }
    let callable = listed.contains(where: \.relays) ? allowed : listed
    return ExposedTools(
      listed: listed.map { $0.reaching(callable) },
      callable: callable.map { $0.reaching(callable) },
      withheld: listed.contains(where: \.relays) ? [] : allowed,
      providers: chosen, synonyms: manifest.deferredSynonyms)
  }

  /// In the order of the manifest.
  private func chosenProviders(of manifest: Manifest, configured: Set<String>) -> [String] {
    let all = manifest.providers.map(\.id)
    if let providers { return all.filter(providers.contains) }
    return configured.isEmpty ? all : all.filter(configured.contains)
  }

  private func isAllowed(_ tool: ToolDescriptor, _ providers: [String]) -> Bool {
    let isOurs = tool.service == nil
    return (isOurs || providers.contains(tool.provider))
      && !excludedTools.contains(tool.name)
      && (!isReadOnly || tool.effect == .read || tool.canBeNarrowed)
      && (tool.listing != .byName || tools.contains(tool.name))
  }

  private func isListed(_ tool: ToolDescriptor) -> Bool {
    if tools.contains(tool.name) { return true }
    let chosen = toolsets ?? (tools.isEmpty ? [Self.standardToolset] : [])
    return chosen.contains { toolset in
      switch toolset {
      case Self.standardToolset: tool.listing == .standard
      case Self.everyToolset: true
      default: tool.toolset == toolset
      }
    }
  }

  /// The server's own tools as this choice lets them be.
  private func narrowed(_ tool: ToolDescriptor, to providers: [String]) -> ToolDescriptor? {
    guard tool.reachesEveryEndpoint else {
      return tool.relays && isReadOnly ? tool.onlyReading() : tool
    }
    guard !providers.isEmpty else { return nil }
    return (isReadOnly || !allowsAPIWrites ? tool.onlyReading() : tool)
      .limiting(APIRequestArguments.provider, to: providers)
  }

  private func unknownNames(in manifest: Manifest) -> [String] {
    let chosen = (toolsets ?? []).filter { !Self.reservedToolsets.contains($0) }
    return Self.unknown(chosen, "toolset", known: Self.toolsets(of: manifest))
      + Self.unknown(tools + excludedTools, "tool", known: manifest.tools.map(\.name))
      + Self.unknown(providers ?? [], "provider", known: manifest.providers.map(\.id))
  }

  private static func toolsets(of manifest: Manifest) -> [String] {
    manifest.tools.map(\.toolset).reduce(into: reservedToolsets) { known, toolset in
      if !known.contains(toolset) { known.append(toolset) }
    }
  }

  private static func unknown(
    _ names: [String], _ kind: String, known: @autoclosure () -> [String]
  ) -> [String] {
    guard !names.isEmpty else { return [] }
    let known = known()
    return names.filter { !known.contains($0) }.map { name in
      let hint =
        nearestName(to: name, among: known).map { "did you mean \($0)?" }
        ?? (known.count <= 40 ? "known are \(known.joined(separator: ", "))" : nil)
        ?? "clickport tools --toolsets all names them all"
      return "no \(kind) is named \"\(name)\"; \(hint)"
    }
  }
}

extension Manifest {
  /// The tool that has that name, or had it in an earlier release.
  package func tool(named name: String) -> ToolDescriptor? {
    tools.first { $0.name == name }
      ?? ToolDescriptor.formerNames[name].flatMap { today in tools.first { $0.name == today } }
  }
}

/// Why a choice of tools can't be followed, in sentences without a full stop.
package struct ToolSelectionProblems: Error, Equatable, CustomStringConvertible {
  package let sentences: [String]

  package var description: String { sentences.joined(separator: "\n") }
}

/// The part of a manifest that is offered: the tools that are shown, and those within reach.
package struct ExposedTools: Sendable {
  /// What `tools/list` shows: the tools that lead to others, then the others in the order of the
  /// manifest.
  package let listed: [ToolDescriptor]
  /// What can be called: all that is allowed where a listed tool leads to the rest, and otherwise
  /// no more than what is listed.
  package let callable: [ToolDescriptor]
  /// What the operator allows and no client can call: the server itself may ask it.
  package let withheld: [ToolDescriptor]
  /// Whether what isn't listed is reached through a tool that is: other tools, and arguments that
  /// aren't published.
  var hasRelay: Bool { listed.contains(where: \.relays) }

  /// The ids of the providers that were chosen.
  package let providers: [String]
  private let deferredSynonyms: Deferred<[[String]]>

  /// Groups of words that mean the same to those who search.
  package var synonyms: [[String]] { deferredSynonyms.value }

  package init(
    listed: [ToolDescriptor], callable: [ToolDescriptor], withheld: [ToolDescriptor] = [],
    providers: [String], synonyms: Deferred<[[String]]> = Deferred { [] }
  ) {
    self.listed = listed
    self.callable = callable
    self.withheld = withheld
    self.providers = providers
    deferredSynonyms = synonyms
  }

  /// Every tool of the manifest, listed and callable.
  package init(everythingOf manifest: Manifest) {
    self.init(
      listed: manifest.tools, callable: manifest.tools, providers: manifest.providers.map(\.id),
      synonyms: manifest.deferredSynonyms)
  }
}
