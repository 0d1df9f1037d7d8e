import Exchange
import HTTPTypes
import JSON
import TestSupport
import Testing
import Tools

/// Two services that count clicks, and no other: an overlay's sources, as odd as a test wants them.
struct CountingService: HTTPTransport {
  /// The rows of the tool of that name for the days asked for, or a status.
  let answer: @Sendable (_ name: String, _ from: String, _ to: String) -> Result<[JSONValue], Fault>

  struct Fault: Error {
    /// nil for no answer in time.
    let status: Int?
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1).map(String.init)
    var query: [String: String] = [:]
    for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let names = pair.split(separator: "=", maxSplits: 1).map(String.init)
      query[names[0]] = names.count > 1 ? names[1] : ""
    }
    let headers: HTTPFields = [.contentType: "application/json"]
    let name = parts[0].split(separator: "/").last.map(String.init) ?? ""
    switch answer(name, query["from"] ?? "", query["to"] ?? "") {
    case .success(let rows):
      return ProviderResponse(
        head: HTTPResponse(status: .ok, headerFields: headers),
        body: JSONValue.object(["rows": .array(rows)]).serialized())
    case .failure(let fault):
      guard let status = fault.status else { throw .timedOut(wasSent: true) }
      return ProviderResponse(
        head: HTTPResponse(status: .init(code: status), headerFields: headers),
        body: Array("{}".utf8))
    }
  }

  /// `GET /{name}`, which counts `measures` of advertisers by day.
  static func tool(
    _ name: String, measures: JSONObject = ["clicks": "/n"], source: JSONObject,
    timeZone: String? = nil, isInstant: Bool = false
  ) -> JSONValue {
    let end: JSONValue = [
      "in": "query", "type": "string", "format": isInstant ? "date-time" : "date",
      "description": "End.",
    ]
    var period: JSONObject = ["start": "from", "end": "to", "day": "/day"]
    period["time_zone"] = timeZone.map { .string($0) }
    return [
      "name": .string(name), "title": "Counts", "description": "Counts.", "toolset": "counts",
      "effect": "read", "request": .string("GET /\(name)"),
      "arguments": ["from": end, "to": end], "rows": "/rows", "measures": .object(measures),
      "source": .object(source), "period": .object(period),
    ]
  }

  /// A row of `tool`: what an advertiser counted on a day.
  static func row(
    _ id: Int, _ name: String, _ day: some CustomStringConvertible, _ count: JSONValue
  ) -> JSONValue {
    ["id": .integer(id), "name": .string(name), "day": .string(day.description), "n": count]
  }

  /// A row for each day from `from` to `to` that `count` has a count for.
  static func rows(
    _ from: String, _ to: String, _ count: (CalendarDate) -> JSONValue?
  ) -> [JSONValue] {
    guard let first = CalendarDate(parsing: from), let last = CalendarDate(parsing: to) else {
      return []
    }
    return (first.daysSince1970...last.daysSince1970).compactMap { number in
      let day = CalendarDate(daysSince1970: number)
      return count(day).map { row(1, "Alpha", day, $0) }
    }
  }

  static let byAdvertiser: JSONObject = [
    "default": true, "by": ["advertiser": ["id": "/id", "name": "/name"]],
  ]

  /// A manifest of these tools alone, each of a service of its own, and the server's own.
  static func manifest(_ services: [[JSONValue]]) throws -> Manifest {
    var document = try #require(try Repository.json("tools-manifest.json").object)
    document["providers"] = .array(
      services.enumerated().map { index, tools in
        [
          "id": .string("service_\(index)"), "title": "Service",
          "base_url": .string("https://service-\(index).example"), "tools": .array(tools),
        ]
      })
    document["prompts"] = []
    return try Manifest(.object(document), source: "tools-manifest.json")
  }

  static func bench(
    _ services: [[JSONValue]],
    answer:
      @escaping @Sendable (_ name: String, _ from: String, _ to: String) ->
      Result<[JSONValue], Fault>
  ) throws -> QueryBench {
    try QueryBench(manifest(services), over: CountingService(answer: answer))
  }
}
