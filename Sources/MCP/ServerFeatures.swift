internal import JSON

/// Everything a server has to offer. What is absent is not advertised, and its methods are
/// unknown.
package struct ServerFeatures: Sendable {
  package let toolbox: any Toolbox
  package let library: (any ResourceLibrary)?
  package let prompts: (any PromptProvider)?
  /// Where it is published that something of this has changed.
  package let changes: ChangeFeed?

  package init(
    toolbox: any Toolbox, library: (any ResourceLibrary)? = nil,
    prompts: (any PromptProvider)? = nil,
    changes: ChangeFeed? = nil
  ) {
    self.toolbox = toolbox
    self.library = library
    self.prompts = prompts
    self.changes = changes
  }

  /// The capabilities as that revision declares them (`server/discover`, `basic/lifecycle`).
  func capabilities(for version: ProtocolVersion) -> JSONObject {
    let listChanged: JSONObject = changes == nil ? [:] : ["listChanged": true]
    var capabilities: JSONObject = ["logging": [:], "tools": .object(listChanged)]
    if library != nil {
      let subscribe: JSONObject = changes == nil ? [:] : ["subscribe": true]
      capabilities["resources"] = .object(subscribe.merging(listChanged))
    }
    if prompts != nil { capabilities["prompts"] = .object(listChanged) }
    if library != nil || prompts != nil, version.hasCompletionsCapability {
      capabilities["completions"] = [:]
    }
    return capabilities
  }
}
