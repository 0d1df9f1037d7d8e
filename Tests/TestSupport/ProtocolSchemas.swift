import Foundation
package import JSON
package import MCP

/// The official schemas of the MCP revisions, compiled, where they are at hand.
package final class ProtocolSchemas: Sendable {
  private let compiled: [String: JSONSchema]

  /// Nothing where the schemas are not beside the checkout; that is said aloud, once.
  package static let shared: ProtocolSchemas? = {
    guard let schemas = ProtocolSchemas() else {
      print("SKIPPED: no official MCP schemas at hand; messages are not validated against them")
      return nil
    }
    return schemas
  }()

  private init?() {
    var compiled: [String: JSONSchema] = [:]
    for version in ProtocolVersion.allCases {
      let file = Repository.protocolSchemas.appending(path: "\(version.rawValue).json")
      guard let bytes = try? Data(contentsOf: file),
        let document = (try? JSONValue(parsing: Array(bytes)))?.object
      else { return nil }
      for definition in Self.definitions {
        let schema = Self.schema(document, definition)
        compiled["\(version.rawValue) \(definition)"] = try? JSONSchema(compiling: schema)
      }
    }
    self.compiled = compiled
  }

  /// What is wrong with a message of that revision, in sentences. `method` is the request's, when
  /// the message answers one.
  package func problems(
    in message: JSONValue, _ version: ProtocolVersion, answering method: String? = nil
  ) -> [String] {
    var problems = check(message, "JSONRPCMessage", version)
    if let method = message["method"]?.string {
      problems += check(message, Self.notifications[method] ?? "no such notification", version)
    } else if let method, let result = message["result"] {
      let isQuestion = result["resultType"] == "input_required"
      let definition = isQuestion ? "InputRequiredResult" : Self.results[method]
      problems += check(result, definition ?? "no such result", version)
    }
    return problems
  }

  private func check(
    _ value: JSONValue, _ definition: String, _ version: ProtocolVersion
  ) -> [String] {
    guard let schema = compiled["\(version.rawValue) \(definition)"] else {
      return ["\(version.rawValue) has no \(definition)"]
    }
    return schema.violations(in: value).map { "\(definition)\($0.instance): \($0.message)" }
  }

  private static let results = [
    "initialize": "InitializeResult", "ping": "EmptyResult", "server/discover": "DiscoverResult",
    "tools/list": "ListToolsResult", "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult", "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult", "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult", "completion/complete": "CompleteResult",
    "logging/setLevel": "EmptyResult", "subscriptions/listen": "SubscriptionsListenResult",
  ]

  private static let notifications = [
    "notifications/progress": "ProgressNotification",
    "notifications/message": "LoggingMessageNotification",
    "notifications/tools/list_changed": "ToolListChangedNotification",
    "notifications/prompts/list_changed": "PromptListChangedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
  ]

  private static let definitions =
    ["JSONRPCMessage", "InputRequiredResult"] + results.values + notifications.values

  /// A schema of one definition. The older files are draft-07 in name only: what they use means
  /// the same in 2020-12.
  private static func schema(_ document: JSONObject, _ definition: String) -> JSONValue {
    var schema = document
    schema["$schema"] = nil
    let place = document.contains("$defs") ? "$defs" : "definitions"
    schema["$ref"] = .string("#/\(place)/\(definition)")
    return .object(schema)
  }
}
