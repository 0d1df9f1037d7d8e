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

  /// Hints on what a call does; all four are always sent, because their defaults are the worst.
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
  }

  package init(
    name: String, title: String, description: String, inputSchema: JSONObject,
    outputSchema: JSONObject?, annotations: Annotations
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.inputSchema = inputSchema
    self.outputSchema = outputSchema
    self.annotations = annotations
  }

  /// The fields that revision knows.
  package func json(for version: ProtocolVersion) -> JSONValue {
    var object: JSONObject = ["name": .string(name)]
    if version.hasTitles { object["title"] = .string(title) }
    object["description"] = .string(description)
    object["inputSchema"] = .object(inputSchema)
    if version.hasStructuredContent { object["outputSchema"] = outputSchema.map(JSONValue.object) }
    if version.hasToolAnnotations { object["annotations"] = annotations.json }
    return .object(object)
  }
}

extension Tool.Annotations {
  package var json: JSONValue {
    [
      "readOnlyHint": .bool(isReadOnly), "destructiveHint": .bool(isDestructive),
      "idempotentHint": .bool(isIdempotent), "openWorldHint": .bool(isOpenWorld),
    ]
  }
}
