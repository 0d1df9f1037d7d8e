internal import JSON
internal import JSONRPC

extension Session {
  /// `initialize`: settles the revision for requests without an envelope. One we don't know is
  /// answered with the newest we can speak this way, never with an error (`basic/lifecycle`). A host
  /// that begins again on the same connection is answered like the first time.
  func initialize(_ request: Request) throws(ResponseError) -> JSONObject {
    guard let requested = request.params?["protocolVersion"]?.string else {
      let known = ProtocolVersion.legacy.map(\.rawValue).joined(separator: ", ")
      throw ResponseError(.invalidParams, "protocolVersion must be a string, one of \(known)")
    }
    let known = ProtocolVersion(rawValue: requested).flatMap { $0.isModern ? nil : $0 }
    let version = known ?? .newestLegacy
    settled.open(version, capabilities: request.params?["capabilities"]?.objectMeant ?? [:])
    return [
      "protocolVersion": .string(version.rawValue),
      "capabilities": .object(server.features.capabilities(for: version)),
      "serverInfo": server.info.json(for: version),
      "instructions": .string(server.instructions),
    ]
  }

  /// `server/discover`: what a modern client may ask of this server (`server/discover`).
  func discover(_ version: ProtocolVersion) -> JSONObject {
    let result: JSONObject = [
      "supportedVersions": .array(ProtocolVersion.modern.map { .string($0.rawValue) }),
      "capabilities": .object(server.features.capabilities(for: version)),
      "instructions": .string(server.instructions),
    ]
    return result.merging(cachingHints)
  }

  /// What is listed depends on the configuration only. Where that can change while the process
  /// runs, a client that doesn't listen should look again after a while (`utilities/caching`).
  var cachingHints: JSONObject {
    ["ttlMs": server.features.changes == nil ? 3_600_000 : 60_000, "cacheScope": "public"]
  }

  /// The same of lists that show pages to some clients: what one was told isn't passed to others.
  var cachingHintsWithPages: JSONObject {
    var hints = cachingHints
    if !server.features.pages.isEmpty { hints["cacheScope"] = "private" }
    return hints
  }

  /// `logging/setLevel`, of the legacy revisions: holds for the rest of the session.
  func setLevel(_ request: Request) throws(ResponseError) -> JSONObject {
    guard let level = request.params?["level"]?.string.flatMap(LogLevel.init(rawValue:)) else {
      throw .unknownLogLevel
    }
    settled.setLogLevel(level)
    return [:]
  }
}
