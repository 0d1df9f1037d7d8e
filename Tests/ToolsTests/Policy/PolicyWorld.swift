import JSON
import MCP
import Synchronization
import TestSupport
import Tools

/// Remembers the names of those it was asked to message.
final class Outbox: ToolHandler {
  private let messages = Mutex<[String]>([])

  var recipients: [String] { messages.withLock { $0 } }

  func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    messages.withLock { $0.append(call.arguments["mobile"]?.string ?? "") }
    return ["success": true]
  }
}

/// The product's tools under a policy, with nothing behind them but an outbox, at an hour of choice.
struct PolicyWorld {
  let outbox = Outbox()
  let ledger = MemoryLedger()
  let clock = RemovalClock()
  private let catalog: ToolCatalog

  init(
    _ document: JSONValue, over manifest: Manifest? = nil,
    at moment: String = "2026-04-15T12:00:00Z"
  ) throws {
    let manifest = try manifest ?? Repository.manifest()
    clock.advance(by: Timestamp(parsing: moment)?.secondsSince1970 ?? 0)
    let now: @Sendable () -> Timestamp = { [clock] in
      Timestamp(secondsSince1970: clock.seconds)
    }
    let policy = try CallPolicy(document, source: "policy", for: manifest)
    catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      guards: CallGuards(
        allowsDestructive: true,
        policy: PolicyGuard(policy, clock: WallClock(now: now) { _ in 3600 }),
        effects: EffectGuard(ledger: ledger, clock: WallClock(now: now)))
    ) { [outbox] _ in outbox }
  }

  /// Calls a tool; what went wrong, or nothing.
  func failure(of tool: String, _ arguments: JSONObject) async throws -> ToolError? {
    let result = try await catalog.run(
      tool, arguments: arguments, context: RequestContext(version: .july2026, requestID: "1"))
    if case .failure(let error)? = result { return error }
    return nil
  }

  /// Sends a text, each time as if it were the first.
  func failure(ofMessageTo number: String) async throws -> ToolError? {
    try await failure(
      of: "send_message", ["to": .string(number), "message": "Hello.", "allow_duplicate": true])
  }
}
