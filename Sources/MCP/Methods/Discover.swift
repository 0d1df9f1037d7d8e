internal import JSON

extension Server {
  /// `server/discover`: what a modern client may ask of this server (`server/discover`).
  func discover(_ version: ProtocolVersion) -> JSONObject {
    let result: JSONObject = [
      "supportedVersions": .array(ProtocolVersion.modern.map { .string($0.rawValue) }),
      "capabilities": .object(offer.capabilities(for: version)),
      "instructions": .string(instructions),
    ]
    return result.merging(cachingHints)
  }

  /// What is listed depends on the configuration only. Where that can change while the process
  /// runs, a client that doesn't listen should look again after a while (`utilities/caching`).
  var cachingHints: JSONObject {
    ["ttlMs": offer.changes == nil ? 3_600_000 : 60_000, "cacheScope": "public"]
  }

  /// A result with the caching hints, where the revision has them.
  func cacheable(_ result: JSONObject, _ version: ProtocolVersion) -> JSONObject {
    version.isModern ? result.merging(cachingHints) : result
  }
}
