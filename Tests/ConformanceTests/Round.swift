import JSON

/// A request that is answered with questions, and asked again with the answers.
struct Round: Sendable {
  let method: String
  let params: JSONObject

  static func tool(_ name: String, _ arguments: JSONObject = [:]) -> Round {
    Round(
      method: "tools/call", params: ["name": .string(name), "arguments": .object(arguments)])
  }

  static func prompt(_ name: String) -> Round {
    Round(method: "prompts/get", params: ["name": .string(name)])
  }

  /// The first time: the questions.
  func ask(_ client: ScenarioClient) async throws -> JSONValue {
    let result = try await client.result(method, params)
    expectQuestions(result, client)
    return result
  }

  /// Asks again, with the answers and the state that came with the questions. The last time there
  /// must be a complete result.
  func answer(
    _ asked: JSONValue, _ answers: JSONObject, _ client: ScenarioClient, isLast: Bool = true
  ) async throws -> JSONValue {
    let result = try await client.result(method, retry(asked, answers))
    if isLast {
      client.expect(result["resultType"] == "complete", "\(method) must complete, not \(result)")
    } else {
      expectQuestions(result, client)
    }
    return result
  }

  /// Asks again with answers or a state that are not right, and returns the whole answer.
  func answerUnchecked(
    _ asked: JSONValue, _ answers: JSONObject, _ client: ScenarioClient
  ) async throws -> JSONValue {
    var params = retry(asked, answers)
    params["_meta"] = .object(client.envelope)
    return try await client.answer(to: client.sendUnchecked(method, params))
  }

  private func retry(_ asked: JSONValue, _ answers: JSONObject) -> JSONObject {
    var params = params
    params["inputResponses"] = .object(answers)
    params["requestState"] = asked["requestState"]
    return params
  }

  private func expectQuestions(_ result: JSONValue, _ client: ScenarioClient) {
    client.expect(
      result["resultType"] == "input_required", "\(method) must ask, not answer \(result)")
    client.expect(
      result["inputRequests"] != nil || result["requestState"] != nil,
      "there must be questions or a state")
  }
}
