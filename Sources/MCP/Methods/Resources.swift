internal import JSON
internal import JSONRPC

extension Session {
  /// `resources/read`: never an empty answer, but the revision's own "not found", with the URI.
  func readResource(
    _ request: Request, _ library: any ResourceLibrary
  ) throws(ResponseError) -> SharedMethod {
    let uri = try Self.uri(of: request)
    return .working { context throws(Interruption) in
      let version = context.version
      guard let contents = await library.read(uri) else {
        throw .failed(
          ResponseError(
            ResponseError.Code(version.resourceNotFoundCode), "no resource has that URI",
            data: ["uri": .string(uri)]))
      }
      let result: JSONObject = ["contents": .array(contents.map(\.json))]
      // What is read may change with every moment, and reading costs nothing: nobody keeps it.
      return DeferredResult(
        .object(version.isModern ? result.merging(["ttlMs": 0, "cacheScope": "private"]) : result))
    }
  }

  /// `resources/subscribe` and `resources/unsubscribe`, of the legacy revisions. A resource that
  /// doesn't exist yet may be waited for.
  func subscription(_ request: Request) throws(ResponseError) -> JSONObject {
    let features = server.features
    guard features.library != nil, features.changes != nil else {
      throw ResponseError(.methodNotFound, "unknown method \(request.method)")
    }
    let uri = try Self.uri(of: request)
    if request.method == Method.subscribe {
      settled.subscribe(uri)
    } else {
      settled.unsubscribe(uri)
    }
    return [:]
  }

  private static func uri(of request: Request) throws(ResponseError) -> String {
    guard let uri = request.params?["uri"]?.string else {
      throw ResponseError(.invalidParams, "params.uri must be a string")
    }
    return uri
  }
}
