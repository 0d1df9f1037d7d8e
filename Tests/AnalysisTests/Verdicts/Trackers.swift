import Exchange
import Foundation
import HTTPTypes
import JSON
import MCP
import TestSupport
import Testing
import Tools

/// Services of a test's own that count clicks, and nothing else beside the server's own tools.
struct Trackers {
  /// What a service answers to a path and its query; nil where it refuses to.
  typealias Answers = @Sendable (_ path: String, _ query: [String: String]) -> JSONValue?

  private struct Service: HTTPTransport {
    let answers: Answers

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      await Task.yield()
      let components = URLComponents(string: "http://host" + (request.head.path ?? ""))
      let items = components?.queryItems ?? []
      let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
      let answer = answers(components?.path ?? "", query)
      return ProviderResponse(
        head: HTTPResponse(
          status: answer == nil ? .forbidden : .ok,
          headerFields: [.contentType: "application/json"]),
        body: Array((answer ?? ["error": "Not for you."]).description.utf8))
    }
  }

  let bench: QueryBench

  /// `tools` by the service that has them; each gets its toolset, effect, rows and range of days.
  init(
    _ tools: [String: [JSONObject]], at now: String = "2026-04-15T12:00:00Z",
    zone: String? = "UTC", answers: @escaping Answers
  ) throws {
    let providers = tools.sorted { $0.key < $1.key }.map { id, tools -> JSONValue in
      var provider: JSONObject = [
        "id": .string(id), "title": .string(id), "base_url": .string("https://\(id).example"),
        "tools": .array(tools.map { .object($0) }),
      ]
      provider["time_zone"] = zone.map(JSONValue.string)
      return .object(provider)
    }
    let document = try Repository.json("tools-manifest.json")
      .setting("/providers", to: .array(providers)).setting("/prompts", to: [])
    bench = try QueryBench(
      try Manifest(document, source: "trackers"), over: Service(answers: answers),
      at: try #require(Timestamp(parsing: now)))
  }

  /// A tool that counts: `GET /<path>`, its rows at `/rows`.
  static func tool(
    _ name: String, _ path: String, measures: [String], source: JSONValue?, day: Bool = false,
    more arguments: [String: JSONValue] = [:]
  ) -> JSONObject {
    var tool = reading(name, path, arguments)
    var given = tool["arguments"]?.object ?? [:]
    for end in ["from", "to"] {
      given[end] = [
        "in": "query", "type": "string", "format": "date", "required": true,
        "description": "A day.",
      ]
    }
    tool["arguments"] = .object(given)
    tool["measures"] = .object(JSONObject(measures.map { ($0, .string("/\($0)")) }))
    tool["source"] = source
    tool["period"] =
      day
      ? ["start": "from", "end": "to", "day": "/day"] : ["start": "from", "end": "to"]
    return tool
  }

  /// A tool that lists or tells something.
  static func reading(
    _ name: String, _ path: String, _ arguments: [String: JSONValue] = [:]
  ) -> JSONObject {
    var given: JSONObject = [:]
    for (name, kind) in arguments.sorted(by: { $0.key < $1.key }) {
      given[name] = ["in": "query", "type": kind, "description": "Which."]
    }
    return [
      "name": .string(name), "title": .string(name), "description": "Tells something.",
      "toolset": "things", "effect": "read", "request": .string("GET \(path)"),
      "arguments": .object(given), "rows": "/rows",
    ]
  }
}

extension QueryBench {
  /// The answer of an analysis that must have one.
  func analysis(_ tool: String, _ arguments: JSONObject = [:]) async throws -> JSONObject {
    let result = try await result(tool, arguments)
    return try #require(result.answer, "\(result.content)")
  }

  /// The error of one that must have one.
  func refusal(_ tool: String, _ arguments: JSONObject = [:]) async throws -> JSONValue {
    let result = try await result(tool, arguments)
    #expect(result.isError)
    guard case .text(let text)? = result.content.first else { return .null }
    return try JSONValue(parsing: text)
  }
}

extension JSONValue {
  /// A number that isn't whole, as its text.
  static func decimal(_ text: String) -> JSONValue {
    JSONNumber(text: text).map { .number($0) } ?? .null
  }
}
