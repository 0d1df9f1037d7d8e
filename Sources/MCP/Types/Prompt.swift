package import JSON

/// A conversation starter that a person picks from a menu.
package struct Prompt: Equatable, Sendable {
  package let name: String
  package let title: String
  package let description: String
  package let arguments: [Argument]

  package struct Argument: Equatable, Sendable {
    package let name: String
    package let title: String
    package let description: String
    package let isRequired: Bool

    package init(name: String, title: String, description: String, isRequired: Bool) {
      self.name = name
      self.title = title
      self.description = description
      self.isRequired = isRequired
    }
  }

  package init(name: String, title: String, description: String, arguments: [Argument]) {
    self.name = name
    self.title = title
    self.description = description
    self.arguments = arguments
  }

  package func json(for version: ProtocolVersion) -> JSONValue {
    var object: JSONObject = ["name": .string(name)]
    if version.hasTitles { object["title"] = .string(title) }
    object["description"] = .string(description)
    let arguments = arguments.map { argument in
      var object: JSONObject = ["name": .string(argument.name)]
      if version.hasTitles { object["title"] = .string(argument.title) }
      object["description"] = .string(argument.description)
      object["required"] = .bool(argument.isRequired)
      return JSONValue.object(object)
    }
    if !arguments.isEmpty { object["arguments"] = .array(arguments) }
    return .object(object)
  }
}

/// One turn of the conversation a prompt begins.
package struct PromptMessage: Equatable, Sendable {
  package let role: Role
  package let content: ContentBlock

  package enum Role: String, Sendable {
    case user
    case assistant
  }

  package init(_ role: Role, _ content: ContentBlock) {
    self.role = role
    self.content = content
  }

  func json(for version: ProtocolVersion) -> JSONValue {
    ["role": .string(role.rawValue), "content": content.json(for: version)]
  }
}
