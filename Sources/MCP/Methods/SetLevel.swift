internal import JSON
internal import JSONRPC

extension Server {
  /// `logging/setLevel`, of the legacy revisions: holds for the rest of the session.
  func setLevel(_ request: Request) throws(ResponseError) -> JSONObject {
    guard let level = request.params?["level"]?.string.flatMap(LogLevel.init(rawValue:)) else {
      throw .unknownLogLevel
    }
    session.setLogLevel(level)
    return [:]
  }
}
