import Foundation
import JSON
import Sandbox
import TestSupport
import Testing
import Tools

@testable import clickport

extension EnduranceTests {
  /// A server that is killed while it sends: no message goes out twice, and none is claimed that the
  /// service did not accept.
  @Suite struct KilledServerTests {
    /// How often the server is killed. `CLICKPORT_KILLS` says otherwise.
    static let rounds =
      ProcessInfo.processInfo.environment["CLICKPORT_KILLS"].flatMap(Int.init) ?? 200
    private static let messagesARound = 6

    @Test func `sends nothing twice and claims nothing that isn't so`() async throws {
      let world = try LoopbackWorld(SandboxWorld { SandboxedTools.now }, tellsLimits: false)
      let place = EndurancePlace()
      var generator = SeededGenerator(seed: 7)
      var open: [Int] = []
      var claimed: Set<Int> = []
      var next = 0
      for _ in 1...Self.rounds {
        open += next..<next + Self.messagesARound
        next += Self.messagesARound
        let client = try place.client(of: world)
        // The first call opens what the others find open.
        #expect(await client.call("get_device_status", [:])?.isError == false)
        let pause = Duration.microseconds(Int.random(in: 0...100_000, using: &generator))
        let answers = await withTaskGroup(of: (Int, ToolClient.Outcome?).self) { group in
          for number in open {
            group.addTask { (number, await client.call("send_message", Self.message(number))) }
          }
          group.addTask {
            try? await Task.sleep(for: pause)
            client.process.signal(SIGKILL)
            return (-1, nil)
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        _ = await client.process.exitStatus()
        for (number, outcome) in answers {
          guard let outcome else { continue }
          if !outcome.isError { claimed.insert(number) }
          // Unknown stays unknown: only a person may repeat it.
          if !outcome.isError || outcome.isConflict { open.removeAll { $0 == number } }
        }
      }
      let sent = Dictionary(grouping: world.world.messages.compactMap(\.text)) { $0 }
      for (text, times) in sent { #expect(times.count == 1, "\(text) was sent twice") }
      for number in claimed { #expect(sent[Self.text(number)] != nil, "\(number) was never sent") }
      let entries = try await place.entries()
      let accepted = entries.filter { $0.state == .accepted }.compactMap(\.intent.key)
      for key in accepted { #expect(sent["Message \(key)"] != nil, "\(key) was not accepted") }
      #expect(!entries.contains { $0.state == .started })
      let unknown = entries.filter { $0.state == .unknown }.count
      print(
        "\(Self.rounds) kills: \(next) messages, \(sent.count) sent, none twice; on record "
          + "\(accepted.count) accepted, \(unknown) unknown")
      #expect(!sent.isEmpty)
    }

    private static func text(_ number: Int) -> String { "Message \(number)" }

    private static func message(_ number: Int) -> JSONObject {
      [
        "mobile": "4915112345678", "message": .string(text(number)),
        "idempotency_key": .string("\(number)"),
      ]
    }
  }
}
