internal import JSON
internal import JSONRPC

/// The `_meta` of a request, with the modern revisions' envelope read (`basic/index#_meta`).
struct RequestMetadata {
  private let meta: JSONObject

  init(_ params: JSONObject?) {
    meta = params?["_meta"]?.object ?? [:]
  }

  static let versionKey = "io.modelcontextprotocol/protocolVersion"
  static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
  static let serverInfoKey = "io.modelcontextprotocol/serverInfo"

  /// Whether the request means to be modern, be its envelope whole or not.
  var isEnveloped: Bool { meta.contains(Self.versionKey) || meta.contains(Self.capabilitiesKey) }

  /// A string or an integer the client chose; anything else counts as not asked.
  var progressToken: JSONValue? {
    guard let token = meta["progressToken"], RequestID(token) != nil else { return nil }
    return token
  }

  /// Version and capabilities of a modern request. A malformed envelope is −32602, a version that
  /// can't be spoken this way −32022.
  func envelope() throws(ResponseError) -> (version: ProtocolVersion, capabilities: JSONObject) {
    guard let written = meta[Self.versionKey]?.string else {
      throw Self.missing(
        Self.versionKey, "a string such as \"\(ProtocolVersion.july2026.rawValue)\"")
    }
    guard let capabilities = meta[Self.capabilitiesKey]?.object else {
      throw Self.missing(Self.capabilitiesKey, "an object, {} for none")
    }
    guard let version = ProtocolVersion(rawValue: written), version.isModern else {
      throw .unsupportedVersion(requested: written)
    }
    return (version, capabilities)
  }

  private static func missing(_ key: String, _ expected: String) -> ResponseError {
    ResponseError(.invalidParams, "params._meta[\"\(key)\"] must be \(expected)")
  }
}

extension ResponseError.Code {
  /// The version in the envelope is not one that envelopes speak (`basic/index#error-codes`).
  static let unsupportedProtocolVersion = ResponseError.Code(-32022)
}

extension ResponseError {
  static func unsupportedVersion(requested: String) -> ResponseError {
    let supported = ProtocolVersion.modern.map { JSONValue.string($0.rawValue) }
    return ResponseError(
      .unsupportedProtocolVersion, "unsupported protocol version",
      data: ["supported": .array(supported), "requested": .string(requested)])
  }
}
