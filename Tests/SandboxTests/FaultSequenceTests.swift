import Exchange
import Sandbox
import Testing

@Suite struct `The faults of a plan` {
  /// What came of so many messages, a line each.
  private func outcomes(_ plan: String, count: Int = 200) async throws -> [String] {
    let world = try FaultyWorld(plan)
    var outcomes: [String] = []
    for _ in 0..<count {
      do throws(TransportError) {
        let answer = try await world.send()
        outcomes.append("\(answer.status) \(answer.bytes)")
      } catch {
        outcomes.append("\(error)")
      }
    }
    return outcomes + world.waited.map { "\($0)" } + ["sent \(world.sent)"]
  }

  @Test func `are the same for the same requests`() async throws {
    #expect(try await outcomes("rate=0.5 seed=7") == outcomes("rate=0.5 seed=7"))
    #expect(
      try await outcomes("kinds=latency,truncated") == outcomes("kinds=truncated,latency"))
  }

  @Test func `are others for another seed`() async throws {
    #expect(try await outcomes("rate=0.5 seed=7") != outcomes("rate=0.5 seed=8"))
  }

  @Test func `never happen at rate 0`() async throws {
    let outcomes = try await outcomes("rate=0")
    #expect(Set(outcomes).count == 2)
    #expect(outcomes.last == "sent 200")
  }

  @Test func `happen every time at rate 1, and each kind in turn`() async throws {
    let sound = try await outcomes("rate=0", count: 1)[0]
    let outcomes = try await outcomes("rate=1 latency=40 burst=1")
    #expect(!outcomes.contains(sound))
    for part in [
      "429", "500", "503", "interrupted", "timedOut", "answerTooLarge", "200",
    ] {
      #expect(outcomes.contains { $0.hasPrefix(part) }, "\(part)")
    }
  }

  @Test func `happen about as often as the rate says`() async throws {
    let outcomes = try await outcomes("rate=0.2 kinds=server_error", count: 2000)
    let faults = outcomes.count { $0.hasPrefix("500") }
    #expect((320...480).contains(faults))
    #expect(outcomes.last == "sent \(2000 - faults)")
  }
}
