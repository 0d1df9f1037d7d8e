import JSON
import MCP
import Synchronization
import TestSupport
import Testing
import Tools

/// A tool that adds something each time it is called, over a ledger, by a clock of the test's own.
final class EffectBench: Sendable {
  let ledger: any EffectLedger
  private let effect: Effect
  private let answers: Mutex<[Result<JSONObject, ToolError>]>
  private let seconds = Mutex(1_790_000_000)
  private let work = Mutex(0)
  private let account = Mutex("one")

  /// The tool's answers, in turn; then it answers `{"id": 7}`.
  init(
    _ answers: [Result<JSONObject, ToolError>] = [], effect: Effect = .write,
    ledger: any EffectLedger = MemoryLedger()
  ) {
    self.ledger = ledger
    self.effect = effect
    self.answers = Mutex(answers)
  }

  /// How often the tool was at work.
  var done: Int { work.withLock { $0 } }

  /// What is on record, in a process of its own.
  var entries: [LedgerEntry] { (ledger as? MemoryLedger)?.entries ?? [] }

  func pass(seconds: Int) {
    self.seconds.withLock { $0 += seconds }
  }

  func use(account: String) {
    self.account.withLock { $0 = account }
  }

  /// One call; `during` runs while the tool is at work.
  func call(
    _ arguments: JSONObject = ["name": "Summer"],
    during: @escaping @Sendable () async -> Void = {}
  ) async throws -> Result<JSONObject, ToolError> {
    let manifest = try SmallManifest.manifest([
      (SmallManifest.tool + "/name", "create_thing"),
      (SmallManifest.tool + "/effect", .string(effect.rawValue)),
      (SmallManifest.tool + "/request", "POST /things"),
      (
        SmallManifest.tool + "/consent",
        effect == .destructive ? ["question": "Do it for good?"] : nil
      ),
      (
        SmallManifest.tool + "/arguments",
        [
          "name": ["in": "body", "type": "string", "description": "Its name."],
          "note": ["in": "body", "type": "object", "description": "What to know."],
        ]
      ),
    ])
    let handler = Handler(bench: self, during: during)
    let catalog = ToolCatalog(
      ExposedTools(everythingOf: manifest),
      guards: CallGuards(
        allowsDestructive: true,
        effects: EffectGuard(
          ledger: ledger,
          clock: WallClock { [self] in Timestamp(secondsSince1970: seconds.withLock { $0 }) }))
    ) { _ in handler }
    let context = RequestContext(version: .july2026, requestID: "1")
    return try #require(
      try await catalog.run("create_thing", arguments: arguments, context: context))
  }

  private struct Handler: ToolHandler {
    let bench: EffectBench
    let during: @Sendable () async -> Void

    func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
      bench.work.withLock { $0 += 1 }
      await during()
      let answer = bench.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      return try answer?.get() ?? ["id": 7]
    }

    func target(of call: ToolCall) -> CallTarget {
      CallTarget(of: call, account: bench.account.withLock { $0 })
    }
  }
}

extension Result<JSONObject, ToolError> {
  /// The error, where there is one.
  var failure: ToolError? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}
