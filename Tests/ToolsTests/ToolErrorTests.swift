import JSON
import Testing
import Tools

@Suite struct `Tool errors` {
  @Test func `leave out what they have no value for`() {
    let error = ToolError(.notFound, "There is no such client.")
    #expect(
      JSONValue.object(error.json).description
        == #"{"code":"not_found","message":"There is no such client.","retryable":false}"#)
  }

  @Test func `list their fields in one order`() {
    var error = ToolError(.rateLimited, "Wait.")
    error.outcome = .rejected
    error.retryAfterSeconds = 7
    error.problems = [ArgumentProblem("page", problem: "is 0", expected: "1 at least")]
    error.providerMessage = "Slow down"
    error.providerCode = "too_many"
    error.status = 429
    error.tool = "get_clicks"
    error.provider = "hienergy"
    #expect(
      error.json.keys == [
        "code", "message", "provider", "tool", "status", "provider_code", "provider_message",
        "problems", "retryable", "retry_after_seconds", "outcome",
      ])
    #expect(error.json["retryable"] == true)
    #expect(error.json["outcome"] == "rejected")
  }

  @Test(arguments: ToolError.Code.allCases)
  func `can be repeated when time may heal them`(code: ToolError.Code) {
    let passing: [ToolError.Code] = [.rateLimited, .providerUnavailable, .timedOut]
    #expect(ToolError(code, "").isRetryable == passing.contains(code))
  }

  @Test(arguments: ToolError.Code.allCases)
  func `are never to be repeated blindly when the outcome is unknown`(code: ToolError.Code) {
    var error = ToolError(code, "")
    error.outcome = .unknown
    #expect(error.json["retryable"] == false)
  }

  @Test func `have the codes that are documented`() {
    #expect(
      ToolError.Code.allCases.map(\.rawValue) == [
        "invalid_arguments", "missing_credentials", "unauthorized", "forbidden", "not_found",
        "conflict", "rate_limited", "rejected", "provider_unavailable", "timed_out", "bad_answer",
        "consent_required", "cancelled",
      ])
  }
}
