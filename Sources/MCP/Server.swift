package import JSON

/// What all connections of a process share: who it says it is, what it offers, and how it seals
/// what clients keep for it.
package struct Server: Sendable {
  let info: Implementation
  private let makeInstructions: @Sendable () -> String
  private let current: CurrentFeatures
  let sealer: any RequestStateSealer

  /// `instructions` are a few sentences that tell a model what the tools are good for. They are made
  /// for each client that asks, because they may say what day it is.
  package init(
    info: Implementation, instructions: @autoclosure @escaping @Sendable () -> String,
    features: CurrentFeatures, sealer: any RequestStateSealer
  ) {
    self.info = info
    makeInstructions = instructions
    current = features
    self.sealer = sealer
  }

  var instructions: String { makeInstructions() }

  /// What is offered at this moment. A request takes it once, when it is received, and keeps it.
  var features: ServerFeatures { current.value }

  /// The session of a new connection.
  package func session() -> Session { Session(of: self) }
}

/// Who a program on either side says it is.
package struct Implementation: Sendable {
  package let name: String
  package let version: String
  package let title: String
  /// One sentence.
  package let description: String
  package let websiteURL: String?

  package init(
    name: String, version: String, title: String, description: String, websiteURL: String? = nil
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.description = description
    self.websiteURL = websiteURL
  }

  /// Name and version only: what goes with every modern result.
  package var identity: JSONValue { ["name": .string(name), "version": .string(version)] }

  package func json(for version: ProtocolVersion) -> JSONValue {
    var object: JSONObject = ["name": .string(name), "version": .string(self.version)]
    if version.hasTitles { object["title"] = .string(title) }
    if version.hasImplementationDetails {
      object["description"] = .string(description)
      object["websiteUrl"] = websiteURL.map(JSONValue.string)
    }
    return .object(object)
  }
}
