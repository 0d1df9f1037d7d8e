package import JSON
internal import Synchronization

/// Everything a server has to offer. What is absent is not advertised, and its methods are
/// unknown.
package struct ServerFeatures: Sendable {
  package let toolbox: any Toolbox
  package let library: (any ResourceLibrary)?
  package let prompts: (any PromptProvider)?
  /// Where it is published that something of this has changed.
  package let changes: ChangeFeed?
  /// The URIs of all pages there are: where there are any, lists depend on who asks.
  let pages: Set<String>

  package init(
    toolbox: any Toolbox, library: (any ResourceLibrary)? = nil,
    prompts: (any PromptProvider)? = nil, changes: ChangeFeed? = nil
  ) {
    self.toolbox = toolbox
    self.library = library
    self.prompts = prompts
    self.changes = changes
    pages = Set((library?.resources ?? []).filter(\.isPage).map(\.uri))
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

/// What a server offers now, which may be exchanged whole while it serves. Calls that run finish with
/// what they began with.
package final class CurrentFeatures: Sendable {
  private let features: Mutex<ServerFeatures>

  package init(_ features: ServerFeatures) {
    self.features = Mutex(features)
  }

  var value: ServerFeatures { features.withLock { $0 } }

  /// Exchanges them and tells everybody who listens that all lists may have changed. The feed
  /// of changes stays the one there was.
  package func replace(_ replacement: ServerFeatures) {
    let changes = features.withLock { features in
      features = ServerFeatures(
        toolbox: replacement.toolbox, library: replacement.library, prompts: replacement.prompts,
        changes: features.changes)
      return features.changes
    }
    for change in [Change.tools, .prompts, .resources] { changes?.publish(change) }
    for resource in replacement.library?.resources ?? [] {
      changes?.publish(.resource(resource.uri))
    }
  }
}

/// The tools a server offers.
package protocol Toolbox: Sendable {
  /// In the order they are listed; the same for every client.
  var tools: [Tool] { get }

  /// Calls the tool of that name. Throws only what the protocol answers with an error, such as an
  /// unknown name, or with questions. All that a model could put right is a result with `isError`.
  func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult
}

/// The resources a server offers.
package protocol ResourceLibrary: Sendable {
  /// In the order they are listed.
  var resources: [Resource] { get }
  var templates: [ResourceTemplate] { get }

  /// What is at that URI; nil when there is no such resource.
  func read(_ uri: String) async -> [ResourceContents]?

  /// Values that could be given for a template's variable, those that begin with `value`; nil when
  /// there is no such template or variable.
  func completions(of template: String, argument: String, value: String) async -> [String]?
}

/// Several libraries as one; each knows its own URIs.
package struct JoinedLibrary: ResourceLibrary {
  private let parts: [any ResourceLibrary]

  package init(_ parts: [any ResourceLibrary]) {
    self.parts = parts
  }

  package var resources: [Resource] { parts.flatMap(\.resources) }
  package var templates: [ResourceTemplate] { parts.flatMap(\.templates) }

  package func read(_ uri: String) async -> [ResourceContents]? {
    for part in parts {
      if let contents = await part.read(uri) { return contents }
    }
    return nil
  }

  package func completions(
    of template: String, argument: String, value: String
  ) async -> [String]? {
    for part in parts {
      if let values = await part.completions(of: template, argument: argument, value: value) {
        return values
      }
    }
    return nil
  }
}

/// The prompts a server offers.
package protocol PromptProvider: Sendable {
  /// In the order they are listed.
  var prompts: [Prompt] { get }

  /// The messages of the prompt of that name, which is one of `prompts`; its required arguments
  /// are there. Throws questions, or an error for an argument that can't be right.
  func messages(
    of prompt: String, arguments: [String: String], context: RequestContext
  ) async throws(Interruption) -> [PromptMessage]

  /// Values that could be given for an argument, those that begin with `value`.
  func completions(of prompt: String, argument: String, value: String) async -> [String]
}
