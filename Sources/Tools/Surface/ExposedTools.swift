/// The part of a manifest that is offered: the tools that are shown, and those within reach.
package struct ExposedTools: Sendable {
  /// What `tools/list` shows, in the order of the manifest.
  package let listed: [ToolDescriptor]
  /// What can be called: all that is allowed where a listed tool leads to the rest, and otherwise
  /// no more than what is listed.
  package let callable: [ToolDescriptor]
  /// The ids of the providers that were chosen.
  package let providers: [String]
  /// The tools of the manifest, be they offered or not.
  private let everyTool: [ToolDescriptor]
  /// Groups of words that mean the same to those who search.
  package let synonyms: [[String]]

  package init(
    listed: [ToolDescriptor], callable: [ToolDescriptor], providers: [String],
    everyTool: [ToolDescriptor], synonyms: [[String]] = []
  ) {
    self.listed = listed
    self.callable = callable
    self.providers = providers
    self.everyTool = everyTool
    self.synonyms = synonyms
  }

  /// Every tool of the manifest, listed and callable.
  package init(everythingOf manifest: Manifest) {
    self.init(
      listed: manifest.tools, callable: manifest.tools, providers: manifest.providers.map(\.id),
      everyTool: manifest.tools, synonyms: manifest.synonyms)
  }

  /// Whether a provider of that id has a tool which messages people, be it offered or not.
  package func messagesPeople(_ provider: String) -> Bool {
    everyTool.contains { $0.provider == provider && $0.isMessaging }
  }
}
