internal import MCP

/// Which definition of its revision's schema the message of each method must fit. A method that is
/// in no table is not on the wire of that era.
struct MessageDefinitions {
  let requests: [String: String]
  let results: [String: String]
  let notifications: [String: String]
  /// Errors that have a definition for their whole answer, by code.
  let errors: [Int: String]

  static func of(_ version: ProtocolVersion) -> MessageDefinitions {
    version.isModern ? modern : legacy
  }

  /// Requests that may be answered with questions (`basic/patterns/mrtr`).
  static let mayAsk: Set = ["tools/call", "prompts/get", "resources/read"]

  private static let legacy = MessageDefinitions(
    requests: sharedRequests.merging([
      "initialize": "InitializeRequest", "ping": "PingRequest",
      "logging/setLevel": "SetLevelRequest", "resources/subscribe": "SubscribeRequest",
      "resources/unsubscribe": "UnsubscribeRequest", "elicitation/create": "ElicitRequest",
      "sampling/createMessage": "CreateMessageRequest", "roots/list": "ListRootsRequest",
    ]) { $1 },
    results: sharedResults.merging([
      "initialize": "InitializeResult", "ping": "EmptyResult", "logging/setLevel": "EmptyResult",
      "resources/subscribe": "EmptyResult", "resources/unsubscribe": "EmptyResult",
      "elicitation/create": "ElicitResult", "sampling/createMessage": "CreateMessageResult",
      "roots/list": "ListRootsResult",
    ]) { $1 },
    notifications: sharedNotifications.merging([
      "notifications/initialized": "InitializedNotification",
      "notifications/roots/list_changed": "RootsListChangedNotification",
    ]) { $1 },
    errors: [:])

  private static let modern = MessageDefinitions(
    requests: sharedRequests.merging([
      "server/discover": "DiscoverRequest", "subscriptions/listen": "SubscriptionsListenRequest",
    ]) { $1 },
    results: sharedResults.merging([
      "server/discover": "DiscoverResult", "subscriptions/listen": "SubscriptionsListenResult",
    ]) { $1 },
    notifications: sharedNotifications.merging([
      "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification"
    ]) { $1 },
    errors: [
      -32021: "MissingRequiredClientCapabilityError", -32022: "UnsupportedProtocolVersionError",
    ])

  private static let sharedRequests = [
    "tools/list": "ListToolsRequest", "tools/call": "CallToolRequest",
    "resources/list": "ListResourcesRequest",
    "resources/templates/list": "ListResourceTemplatesRequest",
    "resources/read": "ReadResourceRequest", "prompts/list": "ListPromptsRequest",
    "prompts/get": "GetPromptRequest", "completion/complete": "CompleteRequest",
  ]

  private static let sharedResults = [
    "tools/list": "ListToolsResult", "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult", "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult", "completion/complete": "CompleteResult",
  ]

  private static let sharedNotifications = [
    "notifications/cancelled": "CancelledNotification",
    "notifications/progress": "ProgressNotification",
    "notifications/message": "LoggingMessageNotification",
    "notifications/tools/list_changed": "ToolListChangedNotification",
    "notifications/prompts/list_changed": "PromptListChangedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
  ]
}
