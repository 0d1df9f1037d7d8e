package import JSON
package import MCP
import Synchronization

/// The official schemas of the MCP revisions, from the files in `Schemas/mcp`.
package final class ProtocolSchemas: Sendable {
  private struct Place: Hashable {
    let version: ProtocolVersion
    let definition: String
  }

  /// A revision whose file can't be read has no definitions, so that every message breaks it.
  private let documents: [ProtocolVersion: JSONObject]
  /// What has been asked for so far; nil for a definition that isn't there.
  private let compiled = Mutex<[Place: JSONSchema?]>([:])

  package static let shared = ProtocolSchemas()

  private init() {
    var documents: [ProtocolVersion: JSONObject] = [:]
    for version in ProtocolVersion.allCases {
      let path = "Tests/TestSupport/Schemas/mcp/\(version.rawValue).json"
      documents[version] = (try? Repository.json(path))?.object
    }
    self.documents = documents
  }

  /// What is wrong with a message of that revision, from either side, in sentences. `method` is
  /// the request's, when the message answers one.
  package func problems(
    in message: JSONValue, _ version: ProtocolVersion, answering method: String? = nil
  ) -> [String] {
    var problems = check(message, "JSONRPCMessage", version)
    let definitions = MessageDefinitions.of(version)
    if let method = message["method"]?.string {
      let known = message["id"] == nil ? definitions.notifications : definitions.requests
      problems += check(message, known[method] ?? "message \(method)", version)
    } else if let method, let result = message["result"] {
      problems += check(result, Self.definition(of: result, answering: method, version), version)
    } else if let code = message["error"]?["code"]?.int, let error = definitions.errors[code] {
      problems += check(message, error, version)
    }
    return problems
  }

  private static func definition(
    of result: JSONValue, answering method: String, _ version: ProtocolVersion
  ) -> String {
    let isQuestion = version.isModern && result["resultType"] == "input_required"
    if isQuestion, MessageDefinitions.mayAsk.contains(method) { return "InputRequiredResult" }
    return MessageDefinitions.of(version).results[method] ?? "answer to \(method)"
  }

  private func check(
    _ value: JSONValue, _ definition: String, _ version: ProtocolVersion
  ) -> [String] {
    guard let schema = schema(Place(version: version, definition: definition)) else {
      return ["\(version.rawValue) has no \(definition)"]
    }
    return schema.violations(in: value).map { "\(definition)\($0.instance): \($0.message)" }
  }

  private func schema(_ place: Place) -> JSONSchema? {
    compiled.withLock { compiled in
      if let known = compiled[place] { return known }
      let schema = documents[place.version].flatMap { Self.compile($0, place.definition) }
      compiled[place] = .some(schema)
      return schema
    }
  }

  /// A schema of one definition. The older files are draft-07 in name only: what they use means
  /// the same in 2020-12.
  private static func compile(_ document: JSONObject, _ definition: String) -> JSONSchema? {
    var schema = document
    schema["$schema"] = nil
    let place = document.contains("$defs") ? "$defs" : "definitions"
    schema["$ref"] = .string("#/\(place)/\(definition)")
    return try? JSONSchema(compiling: .object(schema))
  }
}
