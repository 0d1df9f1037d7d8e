/// The names on the wire of the methods this server knows.
enum Method {
  static let discover = "server/discover"
  static let initialize = "initialize"
  static let ping = "ping"
  static let setLevel = "logging/setLevel"
  static let listTools = "tools/list"
  static let callTool = "tools/call"
  static let listResources = "resources/list"
  static let listResourceTemplates = "resources/templates/list"
  static let readResource = "resources/read"
  static let subscribe = "resources/subscribe"
  static let unsubscribe = "resources/unsubscribe"
  static let listPrompts = "prompts/list"
  static let getPrompt = "prompts/get"
  static let complete = "completion/complete"
  static let listen = "subscriptions/listen"
}

/// The names on the wire of the notifications this server sends or understands.
enum Announcement {
  static let cancelled = "notifications/cancelled"
  static let progress = "notifications/progress"
  static let message = "notifications/message"
  static let acknowledged = "notifications/subscriptions/acknowledged"
  static let toolsChanged = "notifications/tools/list_changed"
  static let promptsChanged = "notifications/prompts/list_changed"
  static let resourcesChanged = "notifications/resources/list_changed"
  static let resourceUpdated = "notifications/resources/updated"
}
