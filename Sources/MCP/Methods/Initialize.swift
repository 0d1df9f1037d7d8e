internal import JSON
internal import JSONRPC

extension Server {
  /// `initialize`: settles the revision for requests without an envelope. One we don't know is
  /// answered with the newest we can speak this way, never with an error (`basic/lifecycle`).
  func initialize(_ request: Request) throws(ResponseError) -> JSONObject {
    guard let requested = request.params?["protocolVersion"]?.string else {
      let known = ProtocolVersion.legacy.map(\.rawValue).joined(separator: ", ")
      throw ResponseError(.invalidParams, "protocolVersion must be a string, one of \(known)")
    }
    let known = ProtocolVersion(rawValue: requested).flatMap { $0.isModern ? nil : $0 }
    let version = known ?? .newestLegacy
    let capabilities = request.params?["capabilities"]?.object ?? [:]
    guard session.open(version, capabilities: capabilities) else {
      throw ResponseError(.invalidRequest, "initialize was answered before in this session")
    }
    return [
      "protocolVersion": .string(version.rawValue),
      "capabilities": .object(offer.capabilities(for: version)),
      "serverInfo": info.json(for: version),
      "instructions": .string(instructions),
    ]
  }
}
