package import JSON

/// A tool as clients see it.
package struct Tool: Sendable {
  package let name: String
  package let title: String
  package let description: String
  /// An object schema (JSON Schema 2020-12), published as it is.
  package let inputSchema: JSONObject
  /// An object schema, when the shape of the answer is known.
  package let outputSchema: JSONObject?
  package let annotations: Annotations
  /// The URI of the page that shows its answers, for clients that show pages.
  package let page: String?

  /// Hints on what a call does. What the schema's defaults say already isn't sent: every byte of a
  /// tool is read by a model.
  package struct Annotations: Equatable, Sendable {
    package let isReadOnly: Bool
    package let isDestructive: Bool
    package let isIdempotent: Bool
    /// Whether the tool reaches past this machine.
    package let isOpenWorld: Bool

    package init(isReadOnly: Bool, isDestructive: Bool, isIdempotent: Bool, isOpenWorld: Bool) {
      self.isReadOnly = isReadOnly
      self.isDestructive = isDestructive
      self.isIdempotent = isIdempotent
      self.isOpenWorld = isOpenWorld
    }

    /// The hints that mean something (`ToolAnnotations`): whether a tool destroys or can be repeated
    /// matters only when it doesn't just read. Whether it destroys is then always said.
    package var json: JSONValue {
      var hints: JSONObject = [:]
      if isReadOnly { hints["readOnlyHint"] = true }
      if !isReadOnly { hints["destructiveHint"] = .bool(isDestructive) }
      if !isReadOnly, isIdempotent { hints["idempotentHint"] = true }
      if !isOpenWorld { hints["openWorldHint"] = false }
      return .object(hints)
    }
  }

  package init(
    name: String, title: String, description: String, inputSchema: JSONObject,
    outputSchema: JSONObject?, annotations: Annotations, page: String? = nil
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.inputSchema = inputSchema
    self.outputSchema = outputSchema
    self.annotations = annotations
    self.page = page
  }

  /// As that revision knows it. Its page is named where it is one of `pages`, and where tools have
  /// `_meta`; older hosts of MCP Apps read the second key (`tool metadata`).
  package func json(for version: ProtocolVersion, pages: Set<String> = []) -> JSONValue {
    var object = JSONObject(reserving: 7)
    object["name"] = .string(name)
    if version.hasTitles { object["title"] = .string(title) }
    object["description"] = .string(description)
    object["inputSchema"] = .object(inputSchema)
    if version.hasStructuredContent, let outputSchema {
      object["outputSchema"] = .object(outputSchema)
    }
    if version.hasToolAnnotations { object["annotations"] = annotations.json }
    if !pages.isEmpty, let page, version.hasToolMetadata, pages.contains(page) {
      object["_meta"] = ["ui": ["resourceUri": .string(page)], "ui/resourceUri": .string(page)]
    }
    return .object(object)
  }
}
