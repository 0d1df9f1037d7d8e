/// The names on the wire of the methods this server knows.
enum Method {
  static let discover = "server/discover"
  static let initialize = "initialize"
  static let ping = "ping"
  static let listTools = "tools/list"
  static let callTool = "tools/call"
  static let cancelled = "notifications/cancelled"
}
