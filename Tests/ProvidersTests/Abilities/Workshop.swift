import Analysis
import Exchange
import JSON
import MCP
import Providers
import TestSupport
import Testing
import Tools

/// A service that an overlay could add, with a tool of each ability; its answers are a script's.
struct Workshop {
  let transport: ScriptedTransport
  let time = ManualTime()
  private let catalog: ToolCatalog

  /// What an operator sets: the record of effects, which tools there are, and a policy.
  struct Setting {
    var ledger: (any EffectLedger)?
    var selection = ToolSelection(toolsets: ["all"])
    var policy: JSONValue = [:]
  }

  init(_ script: ProviderResponse..., in setting: Setting = Setting()) throws {
    let manifest = try Manifest(Self.document, source: "workshop")
    let descriptor = try #require(manifest.providers.first)
    let transport = ScriptedTransport(script.map { .success($0) })
    self.transport = transport
    let provider = Provider(
      descriptor, base: try #require(BaseURL(descriptor.baseURL)),
      environment: Environment(["WORKSHOP_API_KEY": "s3cret"]), transport: transport,
      retries: RetryPolicy { 0 })
    let clock = WallClock { Timestamp(secondsSince1970: 1_776_254_400) }
    let policy = try CallPolicy(setting.policy, source: "policy", for: manifest)
    catalog = ToolCatalog(
      try setting.selection.surface(of: manifest, configured: []), providers: [provider],
      timing: CallTiming(source: time.source),
      guards: CallGuards(
        policy: PolicyGuard(policy, clock: clock),
        effects: EffectGuard(ledger: setting.ledger, clock: clock)))
  }

  var lines: [String] { transport.requests.map(\.line) }

  func call(_ tool: String, _ arguments: JSONObject) async throws -> JSONObject {
    try #require(
      try await catalog.run(
        tool, arguments: arguments,
        context: RequestContext(version: .july2026, requestID: "1"))
    ).get()
  }

  /// The error of a call that must have one.
  func failure(_ tool: String, _ arguments: JSONObject) async -> ToolError? {
    await #expect(throws: ToolError.self) { try await call(tool, arguments) }
  }

  static let document: JSONValue = [
    "manifest_version": 1,
    "providers": [
      [
        "id": "workshop", "title": "Workshop", "base_url": "https://api.workshop.example/v1",
        "auth": ["header": "X-Key", "env": "WORKSHOP_API_KEY"],
        "answers": ["error_message": "/error"],
        "tools": [startJob, orderPrint, createList, addEntry, updateThing],
      ]
    ],
  ]

  private static let waitSeconds: JSONValue = [
    "in": "tool", "type": "integer", "minimum": 0, "description": "How long to wait.",
  ]

  private static let startJob: JSONValue = [
    "name": "start_job", "title": "Job", "description": "Starts a job.", "toolset": "jobs",
    "effect": "write", "request": "POST /jobs",
    "arguments": [
      "kind": ["in": "body", "type": "string", "description": "Which kind."],
      "job_id": ["in": "tool", "type": "integer", "description": "One to go on with."],
      "wait_seconds": waitSeconds,
    ],
    "wait": [
      "poll": "GET /jobs/{job_id}", "takes": ["job_id": "/job/id"], "state": "/job/state",
      "done": ["done", "done_with_warnings"], "failed": ["broken"], "reason": "/job/why",
    ],
  ]

  private static let orderPrint: JSONValue = [
    "name": "order_print", "title": "Print", "description": "Orders a print.", "toolset": "jobs",
    "effect": "write", "request": "POST /prints",
    "arguments": [
      "shelf": ["in": "body", "required": true, "type": "string", "description": "Where."],
      "wait_seconds": waitSeconds,
    ],
    "wait": [
      "poll": "GET /shelves/{shelf}/prints", "query": ["token": "token"],
      "takes": ["print_id": ["/print_id", "/id"], "token": "/token"],
      "rows": "/prints", "where": ["/id": "print_id"],
      "go_on": "Look at {shelf} for {print_id}.",
    ],
  ]

  private static let createList: JSONValue = [
    "name": "create_list", "title": "List", "description": "Creates a list.", "toolset": "lists",
    "effect": "write", "request": "POST /lists",
    "arguments": [
      "title": ["in": "body", "required": true, "type": "string", "description": "Its title."],
      "entries": [
        "in": "tool", "type": "array",
        "items": ["anyOf": [["type": "string"], ["type": "object"]]],
        "description": "What stands in it.",
      ],
    ],
    "each": [
      "argument": "entries", "tool": "add_entry", "id": ["list_id": "/list/id"],
      "text": ["url", "label"],
    ],
  ]

  private static let addEntry: JSONValue = [
    "name": "add_entry", "title": "Entry", "description": "Adds an entry.", "toolset": "lists",
    "effect": "write", "request": "POST /lists/{list_id}/entries",
    "arguments": [
      "list_id": ["in": "path", "required": true, "type": "integer", "description": "Which list."],
      "url": [
        "in": "body", "required": true, "type": "string", "format": "uri",
        "aliases": ["link"], "description": "Where it leads.",
      ],
      "label": ["in": "body", "required": true, "type": "string", "description": "Its label."],
      "rank": ["in": "body", "type": "integer", "minimum": 1, "description": "Its place."],
    ],
  ]

  private static let updateThing: JSONValue = [
    "name": "update_thing", "title": "Thing", "description": "Changes a thing.",
    "toolset": "things", "effect": "idempotent_write", "request": "PUT /things/{thing_id}",
    "arguments": [
      "thing_id": ["in": "path", "required": true, "type": "integer", "description": "Which."],
      "title": ["in": "body", "type": "string", "description": "Its title."],
      "colour": ["in": "body", "wire": "/look/colour", "type": "string", "description": "Colour."],
      "state": [
        "in": "body", "type": "string", "enum": ["on", "off"], "wire_format": "Capitalized",
        "description": "Its state.",
      ],
    ],
    "merge": [
      "read": "GET /things/{thing_id}", "object": "/thing", "omit": ["/id", "/look/version"],
    ],
  ]
}
