package import JSON
package import MCP

/// How one tool is done: arguments in, JSON or an error out.
package protocol ToolHandler: Sendable {
  /// Honours cancellation, and finishes within a deadline of its own.
  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject

  /// What a person is asked before a destructive call; nothing when this one needs no asking. It
  /// names the thing at stake, looked up first, and throws what that look-up fails with.
  func question(
    about arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> String?

  /// What a call with these arguments does, where that is not what its tool commonly does.
  func effect(of arguments: Arguments) -> Effect?

  /// In which account of which service a call with these arguments is done.
  func account(for arguments: Arguments) -> String
}

extension ToolHandler {
  /// For handlers that remove nothing: they are never asked.
  package func question(
    about arguments: Arguments, context: RequestContext
  ) async throws(ToolError) -> String? { "Do this for good?" }

  package func effect(of arguments: Arguments) -> Effect? { nil }

  package func account(for arguments: Arguments) -> String { "" }
}
