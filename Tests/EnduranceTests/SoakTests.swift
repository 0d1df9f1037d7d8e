import Analysis
import Foundation
import JSON
import MCP
import Providers
import Sandbox
import TestSupport
import Testing
import Tools

@testable import Host
@testable import clickport

extension EnduranceTests {
  /// Eight callers for a minute at services of which every fifth request goes wrong.
  @Suite struct SoakTests {
    private static let callers = 8
    /// `CLICKPORT_SOAK` says how many seconds instead.
    private static let length = Duration.seconds(
      ProcessInfo.processInfo.environment["CLICKPORT_SOAK"].flatMap(Int.init) ?? 60)
    /// What a call may take.
    private static let deadline = Duration.seconds(5)
    /// What the way there and back takes at most, for eight callers on a small machine.
    private static let way = Duration.seconds(1)
    private static let faults = "rate=0.2 seed=20260728 latency=0.05-0.5 retry_after=1"

    /// Both at the same time, because they mostly wait. What the service of the first holds counts
    /// among what the second does: it is of this process, and must be flat, too.
    @Test func `over the network and in memory`() async throws {
      async let network: Void = soakOverNetwork()
      async let memory: Void = soakInMemory()
      _ = try await (network, memory)
    }

    private func soakOverNetwork() async throws {
      let world = try LoopbackWorld(
        SandboxWorld { SandboxedTools.now }, faults: FaultPlan(parsing: Self.faults),
        tellsLimits: false)
      let place = EndurancePlace()
      let client = try place.client(
        of: world, ["--call-timeout", "\(Self.deadline.components.seconds)"])
      let gauge = ProcessGauge(of: client.process.processIdentifier)
      let log = await soak(gauge) { await client.call($0, $1) }
      #expect(await client.finish() == 0)
      #expect(client.process.errorOutput == "")
      try await check(log, gauge, world.world, place, "network")
    }

    private func soakInMemory() async throws {
      let world = SandboxWorld { SandboxedTools.now }
      let place = EndurancePlace()
      let catalog = try Self.catalog(of: world, ledger: place.ledger)
      let gauge = ProcessGauge(of: getpid())
      let log = await soak(gauge) { tool, arguments in
        let context = RequestContext(version: .july2026, requestID: "soak")
        let result = try? await catalog.run(tool, arguments: arguments, context: context)
        return switch result {
        case .success(let answer): ToolClient.Outcome(answer: .object(answer), isError: false)
        case .failure(let error):
          ToolClient.Outcome(answer: .object(error.json), isError: true)
        case nil: nil
        }
      }
      try await check(log, gauge, world, place, "in memory")
    }

    private static func catalog(
      of world: SandboxWorld, ledger: SQLiteLedger
    ) throws -> ToolCatalog {
      let manifest = try Repository.manifest()
      let faults = try FaultPlan(parsing: faults)
      let transport = FaultyTransport(over: SandboxTransport(world: world), plan: faults)
      return try ToolCatalog(
        ToolSelection().surface(of: manifest, configured: Set(manifest.providers.map(\.id))),
        providers: SandboxedTools.providers(manifest, over: transport),
        timing: CallTiming(limit: deadline),
        guards: CallGuards(effects: EffectGuard(ledger: ledger, clock: WallClock { .now })))
    }

    // MARK: - What they do

    private typealias Call = @Sendable (String, JSONObject) async -> ToolClient.Outcome?

    /// Lets all of them call until the time is over, one after the other's answer.
    private func soak(_ gauge: ProcessGauge, _ call: @escaping Call) async -> SoakLog {
      let end = ContinuousClock.now + Self.length
      return await withTaskGroup(of: SoakLog.self) { group in
        for caller in 0..<Self.callers {
          group.addTask {
            var script = SoakScript(caller: caller)
            var log = SoakLog()
            while ContinuousClock.now < end {
              let (tool, arguments) = script.next()
              let start = ContinuousClock.now
              let outcome = await call(tool, arguments)
              log.note(outcome, after: .now - start)
              // A model thinks before it calls again.
              try? await Task.sleep(for: .milliseconds(20))
            }
            return log
          }
        }
        group.addTask {
          while ContinuousClock.now < end {
            gauge.read()
            try? await Task.sleep(for: .seconds(1))
          }
          return SoakLog()
        }
        return await group.reduce(into: SoakLog()) { $0.add($1) }
      }
    }

    // MARK: - What must be true then

    private func check(
      _ log: SoakLog, _ gauge: ProcessGauge, _ world: SandboxWorld, _ place: EndurancePlace,
      _ transport: String
    ) async throws {
      #expect(log.unanswered == 0)
      #expect(log.longest <= Self.deadline + Self.way)
      let journal = world.journal
      #expect(journal.repeated == [])
      #expect(journal.total > 50, "too little was done to tell")
      #expect(log.outcomes["conflict"] ?? 0 > 0, "nothing was called again")

      let entries = try await place.entries()
      let states = Dictionary(grouping: entries, by: \.state)
      #expect(states[.started] == nil)
      let sent = Set(world.messages.map(\.mobile))
      let messages = entries.filter { $0.intent.tool == "send_message" }
      for (mobile, entries) in Dictionary(grouping: messages, by: { $0.intent.subject ?? "" }) {
        let states = entries.map(\.state)
        #expect(states.count { $0 == .accepted || $0 == .unknown } <= 1, "\(mobile) \(states)")
        if states.contains(.accepted) { #expect(sent.contains(mobile), "\(mobile) \(states)") }
        if states.allSatisfy({ $0 == .rejected }) { #expect(!sent.contains(mobile), "\(mobile)") }
      }
      #expect(sent.subtracting(messages.compactMap(\.intent.subject)) == [])
      let projects = entries.filter { $0.intent.tool == "create_project" }
      let accepted = projects.count { $0.state == .accepted }
      let unknown = projects.count { $0.state == .unknown }
      #expect((accepted...accepted + unknown).contains(journal.total - sent.count))

      let record = LedgerEntry.State.allCases.map { "\(states[$0]?.count ?? 0) \($0)" }
      print(
        "soak, \(transport): \(log); \(journal.total) effects done, none twice; on record "
          + "\(record.joined(separator: ", ")); \(gauge)")
      gauge.check()
    }
  }
}
