import JSON
import MCP
import Synchronization
import TestSupport
import Tools

/// The product's tools and those of an overlay's service, over a ledger and an outbox, by a clock of
/// the test's own that is an hour ahead of UTC.
final class MessageBench: Sendable {
  let ledger: MemoryLedger?
  let manifest: Manifest
  private let state: Mutex<State>
  private let during: @Sendable () async -> Void

  private struct State {
    var now: Timestamp
    var sent: [String] = []
    var outcomes: [ToolError.Outcome] = []
  }

  /// A service whose tools message people in ways of their own: several at once, and by name.
  static let overlay: JSONValue = [
    "providers": [
      [
        "id": "pager", "title": "Pager", "base_url": "https://pager.example/v1",
        "tools": [
          tool("page_people", ["to": ["type": "array", "items": ["type": "string"]]]),
          tool("page_person", ["to": ["type": "string", "normalize": "e164"]]),
          tool("set_page", ["to": ["type": "string"]], effect: "idempotent_write"),
        ],
      ]
    ]
  ]

  private static func tool(
    _ name: String, _ arguments: JSONObject, effect: String = "write"
  ) -> JSONValue {
    let recipient: JSONObject = [
      "in": "body", "required": true, "recipient": true, "description": "Whom.",
    ]
    let to = recipient.merging(arguments["to"]?.object ?? [:])
    let example: JSONValue =
      to["type"] == "array" ? ["+49 151 12345678", "+91 99999 99999"] : "0049 151 12345678"
    return [
      "name": .string(name), "title": "Page", "description": "Pages.", "toolset": "pages",
      "effect": .string(effect), "request": "POST /pages", "arguments": ["to": .object(to)],
      "example": ["to": example],
    ]
  }

  /// `during` runs while a message is being sent; messages end as `outcomes` say in turn, and then
  /// as accepted.
  init(
    at now: String = "2026-04-15T12:00:00Z", keepsLedger: Bool = true,
    outcomes: [ToolError.Outcome] = [], during: @escaping @Sendable () async -> Void = {}
  ) throws {
    ledger = keepsLedger ? MemoryLedger() : nil
    manifest = try Manifest(
      ManifestSource(name: "base", document: try Repository.json("tools-manifest.json")),
      overlays: [ManifestSource(name: "overlay", document: Self.overlay)])
    state = Mutex(
      State(now: Timestamp(parsing: now) ?? Timestamp(secondsSince1970: 0), outcomes: outcomes))
    self.during = during
  }

  /// The tools of each message that was sent.
  var sent: [String] { state.withLock { $0.sent } }

  var messaging: [ToolDescriptor] { manifest.tools.filter(\.isMessaging) }

  func pass(seconds: Int) {
    state.withLock { $0.now = $0.now.adding(seconds: seconds) }
  }

  /// Calls a tool with its own example and more.
  func call(_ tool: ToolDescriptor, _ more: JSONObject = [:]) async throws -> Result<
    JSONObject, ToolError
  > {
    try await call(tool.name, (tool.example ?? [:]).merging(more))
  }

  func call(_ name: String, _ arguments: JSONObject) async throws -> Result<JSONObject, ToolError> {
    guard
      let result = try await catalog.run(
        name, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
    else { return .failure(ToolError(.notFound, "no such tool")) }
    return result
  }

  private var catalog: ToolCatalog {
    let clock = WallClock { [self] in
      state.withLock { $0.now }
    } secondsAheadOfUTC: { _ in
      3600
    }
    let guards = CallGuards(effects: EffectGuard(ledger: ledger, clock: clock))
    let service = Service(bench: self)
    return ToolCatalog(ExposedTools(everythingOf: manifest), guards: guards) { tool in
      guard tool.ownHandler == .listEffects else { return service }
      return ListEffects(guards) { ["klik", "pager"] }
    }
  }

  /// Its accounts are called like the services.
  private struct Service: ToolHandler {
    let bench: MessageBench

    func target(of call: ToolCall) -> CallTarget {
      CallTarget(of: call, account: call.tool.provider)
    }

    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      await bench.during()
      let outcome = bench.state.withLock { state in
        state.sent.append(call.tool.name)
        return state.outcomes.isEmpty ? nil : state.outcomes.removeFirst()
      }
      guard let outcome else { return ["success": true] }
      var error = ToolError(.providerUnavailable, "No.")
      error.outcome = outcome
      throw error
    }
  }
}
