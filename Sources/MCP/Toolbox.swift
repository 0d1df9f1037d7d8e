package import JSON

/// The tools a server offers.
package protocol Toolbox: Sendable {
  /// In the order they are listed; the same for every client.
  var tools: [Tool] { get }

  /// Calls the tool of that name. Throws only what the protocol answers with an error, such as an
  /// unknown name, or with questions. All that a model could put right is a result with `isError`.
  func call(
    _ name: String, arguments: JSONObject, context: RequestContext
  ) async throws(Interruption) -> CallToolResult
}
