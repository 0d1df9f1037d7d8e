package import JSON
package import MCP

/// Sends messages to a server process and checks everything that comes back against the official
/// schema of its revision.
package struct Transcript: Sendable {
  /// The answers and notifications, in the order they came.
  package var output: [JSONValue] = []
  /// What was wrong with them, in sentences.
  package var problems: [String] = []

  package init() {}

  /// Takes one line of output. `requests` are the messages that were sent.
  package mutating func take(_ line: String, answering requests: [JSONValue]) {
    guard let message = try? JSONValue(parsing: line) else {
      problems.append("not JSON: \(line.prefix(200))")
      return
    }
    output.append(message)
    let request = message["id"].flatMap { id in requests.first { $0["id"] == id } }
    let version = request.map { Self.version(of: $0, in: requests) } ?? Self.legacy(requests)
    problems += ProtocolSchemas.shared.problems(
      in: message, version, answering: request?["method"]?.string)
  }

  /// The revision a request is answered in: its own envelope's, or the one the handshake settled.
  private static func version(of request: JSONValue, in requests: [JSONValue]) -> ProtocolVersion {
    let key = "io.modelcontextprotocol/protocolVersion"
    let written = request["params"]?["_meta"]?[key]?.string
    return written.map { ProtocolVersion(rawValue: $0) ?? .july2026 } ?? legacy(requests)
  }

  private static func legacy(_ requests: [JSONValue]) -> ProtocolVersion {
    let handshake = requests.first { $0["method"] == "initialize" }
    guard let handshake else { return .july2026 }
    let written = handshake["params"]?["protocolVersion"]?.string ?? ""
    let version = ProtocolVersion(rawValue: written) ?? .newestLegacy
    return version.isModern ? .newestLegacy : version
  }
}

extension JSONValue {
  /// What a tool answered, read from the text of a result; nil for an error.
  package var answer: JSONValue? {
    guard self["isError"] != true, let text = self["content"]?.array?.first?["text"]?.string else {
      return nil
    }
    return try? JSONValue(parsing: text)
  }
}

extension CallToolResult {
  /// The object in the text of the result.
  package var said: JSONObject? {
    guard case .text(let text)? = content.first else { return nil }
    return (try? JSONValue(parsing: text))?.object
  }

  /// What the tool answered; nil for an error.
  package var answer: JSONObject? { isError ? nil : said }
}
