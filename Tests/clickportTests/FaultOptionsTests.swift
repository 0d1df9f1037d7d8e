import JSON
import TestSupport
import Testing

/// `--faults`, as a person types it.
@Suite(.timeLimit(.minutes(10)))
struct FaultOptionsTests {
  private func call(_ arguments: String...) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(["call", "list_projects"] + arguments)
  }

  @Test func `lets the sandbox fail by the plan`() async throws {
    let outcome = try await call(
      "--sandbox", "--faults", "rate=1 kinds=rate_limited retry_after=900")
    #expect(outcome.status == 5)
    let error = try JSONValue(parsing: #require(outcome.lines.first))
    #expect(error["code"] == "rate_limited")
    #expect(error["retry_after_seconds"] == 900)
  }

  @Test func `never makes the real services fail`() async throws {
    let outcome = try await call("--faults", "rate=1")
    #expect(outcome.status == 64)
    #expect(outcome.lines.isEmpty)
  }

  @Test(arguments: ["rate=2", "kinds=weather", "@/dev/null/plan"])
  func `refuses a bad plan before anything is called`(plan: String) async throws {
    let outcome = try await call("--sandbox", "--faults", plan)
    #expect(outcome.status == 64)
    #expect(outcome.lines.isEmpty)
  }

  @Test func `refuses what a port can't play`() async throws {
    let outcome = try await ServerProcess.run(["sandbox", "--faults", "kinds=reset_after"])
    #expect(outcome.status == 64)
    #expect(outcome.lines.isEmpty)
  }
}
