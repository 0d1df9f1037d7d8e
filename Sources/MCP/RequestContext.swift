package import JSON
internal import JSONRPC

/// What one request says of itself: revision, client, where its progress goes. Nothing in it is
/// remembered for the next request.
package struct RequestContext: Sendable {
  package let version: ProtocolVersion
  /// The request's id in words, for logs.
  package let requestID: String
  /// What the client can do, as it declared it.
  package let clientCapabilities: JSONObject
  package let progress: ProgressReporter

  package init(
    version: ProtocolVersion, requestID: String, clientCapabilities: JSONObject = [:],
    progress: ProgressReporter = .none
  ) {
    self.version = version
    self.requestID = requestID
    self.clientCapabilities = clientCapabilities
    self.progress = progress
  }
}
