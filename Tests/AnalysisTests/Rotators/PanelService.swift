import Exchange
import HTTPTypes
import JSON
import Providers
import Sandbox
import Synchronization
import TestSupport
import Testing
import Tools

/// Another service with something like rotators, as an overlay adds it: walls show panels by turns,
/// ids are texts, and each panel is asked for by itself.
final class PanelService: HTTPTransport {
  struct Panel: Sendable {
    let id: String
    let wall: String
    var state = "on"
    let clicks: JSONValue
    let orders: JSONValue
  }

  /// Ids and names.
  let walls: [(id: String, name: String)]
  let panels: [Panel]
  /// The path that fails.
  let failing: String?

  init(
    walls: [(id: String, name: String)] = [("w-1", "North Wall"), ("w-2", "South Wall")],
    _ panels: [Panel], failing: String? = nil
  ) {
    self.walls = walls
    self.panels = panels
    self.failing = failing
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    await Task.yield()
    let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1)
    let path = parts[0].split(separator: "/").last.map(String.init) ?? ""
    var query: [String: String] = [:]
    for item in parts.dropFirst().joined().split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1).map(String.init)
      query[pair[0]] = pair.last
    }
    guard path != failing else { return answer([], status: 500) }
    switch path {
    case "walls": return answer(walls.map { ["id": .string($0.id), "title": .string($0.name)] })
    case "panels":
      return answer(
        panels.filter { $0.wall == query["wall"] }.map { panel in
          [
            "id": .string(panel.id), "label": .string("Panel " + panel.id),
            "state": .string(panel.state),
          ]
        })
    default:
      return answer(
        panels.filter { $0.id == query["panel"] }.map { ["n": $0.clicks, "orders": $0.orders] })
    }
  }

  private func answer(_ rows: [JSONObject], status: Int = 200) -> ProviderResponse {
    let body: JSONValue = ["rows": .array(rows.map(JSONValue.object))]
    return ProviderResponse(
      head: HTTPResponse(
        status: .init(code: status), headerFields: [.contentType: "application/json"]),
      body: body.serialized())
  }

  /// The product's own tools over this service alone, or without any.
  func bench(offersService: Bool = true) throws -> QueryBench {
    let base = try #require(try Repository.json("tools-manifest.json").object)
    let own: JSONObject = [
      "manifest_version": 1, "providers": [], "tools": try #require(base["tools"]),
      "parameters": base["parameters"] ?? .object([:]),
    ]
    let manifest = try Manifest(
      ManifestSource(name: "product", document: .object(own)),
      overlays: offersService ? [ManifestSource(name: "overlay", document: Self.overlay)] : [])
    return try QueryBench(manifest, over: self)
  }

  /// All services, and this one beside them.
  func benchBesideOthers() throws -> QueryBench {
    let manifest = try Manifest(
      ManifestSource(name: "product", document: try Repository.json("tools-manifest.json")),
      overlays: [ManifestSource(name: "overlay", document: Self.overlay)])
    return try QueryBench(manifest, over: Both(panels: self))
  }

  private struct Both: HTTPTransport {
    let panels: PanelService
    let others = SandboxedTools.freshTransport()

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      if request.head.path?.hasPrefix("/panels/") == true { return try await panels.send(request) }
      return try await others.send(request)
    }
  }

  private static func tool(
    _ name: String, _ path: String, _ arguments: JSONObject, _ rest: JSONObject = [:]
  ) -> JSONValue {
    let tool: JSONObject = [
      "name": .string(name), "title": "Panels", "description": "Panels.", "toolset": "panels",
      "effect": "read", "request": .string("GET /\(path)"), "arguments": .object(arguments),
      "rows": "/rows",
    ]
    return .object(tool.merging(rest))
  }

  private static let overlay: JSONValue = {
    let id: JSONValue = [
      "in": "query", "type": "string", "required": true, "description": "An id.",
    ]
    let day: JSONValue = [
      "in": "query", "type": "string", "format": "date", "required": true, "description": "A day.",
    ]
    return [
      "providers": [
        [
          "id": "panels", "title": "Panels", "base_url": "https://panels.example",
          "tools": [
            tool("list_walls", "walls", [:]), tool("list_panels", "panels", ["wall": id]),
            tool(
              "count_panel", "count",
              ["wall": id, "panel": id, "from": day, "to": day],
              [
                "measures": ["clicks": "/n", "sales": "/orders"],
                "period": ["start": "from", "end": "to", "time_zone": "America/New_York"],
                "source": [
                  "bots": "included",
                  "by": [
                    "rotator_url": [
                      "within": "wall", "argument": "panel",
                      "list": [
                        "tool": "list_panels", "id": "/id", "name": "/label",
                        "status": "/state", "active": "on",
                      ],
                    ],
                    "wall": [
                      "argument": "wall",
                      "list": ["tool": "list_walls", "id": "/id", "name": "/title"],
                    ],
                  ],
                ],
              ]),
          ],
        ]
      ]
    ]
  }()
}
