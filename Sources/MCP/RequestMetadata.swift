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
  static let subscriptionKey = "io.modelcontextprotocol/subscriptionId"
  private static let logLevelKey = "io.modelcontextprotocol/logLevel"

  /// What a modern request says of itself.
  struct Envelope: Sendable {
    let version: ProtocolVersion
    let capabilities: JSONObject
  }

  /// Whether the request means to be modern, be its envelope whole or not.
  var isEnveloped: Bool { meta.contains(Self.versionKey) || meta.contains(Self.capabilitiesKey) }

  /// A string or an integer the client chose; anything else counts as not asked.
  var progressToken: JSONValue? {
    guard let token = meta["progressToken"], RequestID(token) != nil else { return nil }
    return token
  }

  /// Version and capabilities of a modern request. A malformed envelope is −32602, a version that
  /// can't be spoken this way −32022.
  func envelope() throws(ResponseError) -> Envelope {
    guard let written = meta[Self.versionKey]?.string else {
      throw Self.missing(
        Self.versionKey, "a string such as \"\(ProtocolVersion.july2026.rawValue)\"")
    }
    guard let capabilities = meta[Self.capabilitiesKey]?.objectMeant else {
      throw Self.missing(Self.capabilitiesKey, "an object, {} for none")
    }
    guard let version = ProtocolVersion(rawValue: written), version.isModern else {
      throw .unsupportedVersion(requested: written)
    }
    return Envelope(version: version, capabilities: capabilities)
  }

  /// The least grave log level the client of a modern request wants; −32602 for none there is.
  func logLevel() throws(ResponseError) -> LogLevel? {
    guard let written = meta[Self.logLevelKey] else { return nil }
    guard let level = written.string.flatMap(LogLevel.init(rawValue:)) else {
      throw .unknownLogLevel
    }
    return level
  }

  /// W3C trace context, where it has the form the recommendation gives it.
  var trace: [(name: String, value: String)] {
    guard let parent = meta["traceparent"]?.string, Self.isTraceParent(parent) else { return [] }
    let state = meta["tracestate"]?.string.flatMap { Self.isHeaderText($0) ? $0 : nil }
    return [("traceparent", parent)] + (state.map { [("tracestate", $0)] } ?? [])
  }

  /// `00-<32 hex>-<16 hex>-<2 hex>` (W3C Trace Context section 3.2.2).
  private static func isTraceParent(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [2, 32, 16, 2]
      && parts.joined().utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }

  private static func isHeaderText(_ text: String) -> Bool {
    text.utf8.count <= 512 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  private static func missing(_ key: String, _ expected: String) -> ResponseError {
    ResponseError(.invalidParams, "params._meta[\"\(key)\"] must be \(expected)")
  }
}

extension ResponseError.Code {
  /// The request needs something its client didn't declare (`basic/index#error-codes`).
  static let missingRequiredClientCapability = ResponseError.Code(-32021)
  /// The version in the envelope is not one that envelopes speak (`basic/index#error-codes`).
  static let unsupportedProtocolVersion = ResponseError.Code(-32022)
}

extension ResponseError {
  /// −32021 with the capability as an object (`basic/index#error-codes`).
  static func missingCapability(_ kind: InputRequest.Kind) -> ResponseError {
    ResponseError(
      .missingRequiredClientCapability, "this needs a client that offers \(kind.rawValue)",
      data: ["requiredCapabilities": [kind.capability: [:]]])
  }

  static func unsupportedVersion(requested: String) -> ResponseError {
    let supported = ProtocolVersion.modern.map { JSONValue.string($0.rawValue) }
    return ResponseError(
      .unsupportedProtocolVersion, "unsupported protocol version",
      data: ["supported": .array(supported), "requested": .string(requested)])
  }

  static var unknownLogLevel: ResponseError {
    let known = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
    return ResponseError(.invalidParams, "the log level must be one of \(known)")
  }
}
