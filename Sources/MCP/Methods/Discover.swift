internal import JSON

extension Server {
  /// `server/discover`: what a modern client may ask of this server (`server/discover`).
  func discover(_ version: ProtocolVersion) -> JSONObject {
    let result: JSONObject = [
      "supportedVersions": .array(ProtocolVersion.modern.map { .string($0.rawValue) }),
      "capabilities": .object(capabilities),
      "instructions": .string(instructions),
    ]
    return result.merging(cachingHints)
  }

  var capabilities: JSONObject { ["tools": [:]] }

  /// What is listed depends on the configuration only, so it may be kept and shared for long.
  var cachingHints: JSONObject { ["ttlMs": 3_600_000, "cacheScope": "public"] }
}
