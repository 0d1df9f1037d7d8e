/// The part of a manifest that is offered: the tools that are shown, and those within reach.
package struct ToolSurface: Sendable {
  /// What `tools/list` shows, in the order of the manifest.
  package let listed: [ToolDescriptor]
  /// What can be called: all that is allowed where a listed tool leads to the rest, and otherwise
  /// no more than what is listed.
  package let callable: [ToolDescriptor]
  /// The ids of the providers that were chosen.
  package let providers: [String]
  /// The ids of all providers that message people, be their tools offered or not.
  package let messengers: Set<String>
  /// Groups of words that mean the same to those who search.
  package let synonyms: [[String]]

  package init(
    listed: [ToolDescriptor], callable: [ToolDescriptor], providers: [String],
    messengers: Set<String>, synonyms: [[String]] = []
  ) {
    self.listed = listed
    self.callable = callable
    self.providers = providers
    self.messengers = messengers
    self.synonyms = synonyms
  }

  /// Every tool of the manifest, listed and callable.
  package init(everythingOf manifest: Manifest) {
    self.init(
      listed: manifest.tools, callable: manifest.tools, providers: manifest.providers.map(\.id),
      messengers: manifest.messengers, synonyms: manifest.synonyms)
  }
}

extension Manifest {
  /// The ids of the providers that have a tool which messages people.
  package var messengers: Set<String> { Set(tools.filter(\.isMessaging).map(\.provider)) }
}
