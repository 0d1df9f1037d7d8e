internal import Exchange
internal import HTTPTypes
internal import JSON
internal import Tools

/// What the log is told of a call on its way: numbers, names and shapes, never a value.
extension Provider {
  func details(ofWait wait: Duration) -> JSONObject {
    ["provider": .string(descriptor.id), "wait_ms": .number(JSONNumber(wait.milliseconds))]
  }

  /// What became of one attempt, and what the service said of its limits.
  func details(of attempt: Attempt, _ number: Int, took duration: Duration) -> JSONObject {
    var details: JSONObject = [
      "provider": .string(descriptor.id), "attempt": .number(JSONNumber(number)),
      "duration_ms": .number(JSONNumber(duration.milliseconds)),
    ]
    switch attempt {
    case .success(let response):
      details["status"] = .number(JSONNumber(response.status))
      details["bytes_received"] = .number(JSONNumber(response.response.body.count))
      let limit = response.rateLimit
      details["remaining"] = limit.remaining.map { .number(JSONNumber($0)) }
      details["penalty_ms"] = limit.penalty.map { .number(JSONNumber($0.milliseconds)) }
    case .failure: details["failure"] = .string(attempt.classification.code.rawValue)
    }
    return details
  }

  /// The shape of a request: its path as the manifest has it, and the names of what goes with it.
  func details(of parts: RequestParts, _ request: ProviderRequest) -> JSONObject {
    let target = parts.target.split(separator: "?", maxSplits: 1)
    let path =
      parts.template.map { $0.map(\.description).joined() }
      // What was given whole may hold anything.
      ?? target.first?.split(separator: "/").map { _ in "/…" }.joined() ?? ""
    var details: JSONObject = [
      "provider": .string(descriptor.id), "method": .string(parts.method.rawValue),
      "path": .string(path),
      "header_fields": .string(
        request.head.headerFields.map(\.name.canonicalName).joined(separator: ",")),
    ]
    if target.count == 2 { details["query"] = .string(Self.names(ofPairs: target[1])) }
    guard !parts.body.isEmpty else { return details }
    let type = parts.headerFields[.contentType] ?? ""
    if MediaType.isJSON(type) {
      let body = try? JSONValue(parsing: parts.body)
      details["body"] = .string(body?.shape(depth: 3) ?? "")
    } else if MediaType.isForm(type) {
      let form = String(decoding: parts.body, as: UTF8.self)
      details["body"] = .string(Self.names(ofPairs: form[...]))
    } else {
      details["body"] = .string(MediaType.essence(type))
    }
    details["bytes_sent"] = .number(JSONNumber(parts.body.count))
    return details
  }

  private static func names(ofPairs text: Substring) -> String {
    text.split(separator: "&").map { $0.prefix { $0 != "=" }.shownAsName }.joined(separator: ",")
  }
}

extension StringProtocol {
  /// The text where it looks like a name that a service chose, not like something a caller said.
  fileprivate var shownAsName: String {
    let isName =
      utf8.count <= 40 && utf8.first.map(ASCII.isLetter) ?? false
      && utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "_-.[]%".utf8.contains($0) }
    return isName ? String(self) : "…"
  }
}

extension JSONValue {
  /// `{id: number, tags: [string × 3]}`.
  fileprivate func shape(depth: Int) -> String {
    switch self {
    case .null: return "null"
    case .bool: return "boolean"
    case .number: return "number"
    case .string: return "string"
    case .array(let elements):
      let first = elements.first.map { depth > 0 ? $0.shape(depth: depth - 1) : "…" }
      return "[" + (first.map { "\($0) × \(elements.count)" } ?? "") + "]"
    case .object(let object):
      if depth == 0 { return "{…}" }
      let members = object.members.map { name, value in
        "\(name.shownAsName): \(value.shape(depth: depth - 1))"
      }
      return "{" + members.joined(separator: ", ") + "}"
    }
  }
}
