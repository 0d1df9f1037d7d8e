internal import JSON
internal import JSONRPC

extension Server {
  /// What a method is told of the request it serves.
  func context(
    _ request: Request, _ version: ProtocolVersion, _ metadata: RequestMetadata,
    _ client: ClientInteraction, _ logLevel: LogLevel?, _ outlet: RequestOutlet
  ) -> RequestContext {
    RequestContext(
      version: version, requestID: request.id.description,
      progress: metadata.progressToken.map {
        ProgressReporter(token: $0, version: version, outlet: outlet)
      } ?? .none,
      client: client,
      log: LogReporter(minimum: logLevel) { level, data in
        await outlet.notify(
          Notification(
            method: Announcement.message,
            params: ["level": .string(level.rawValue), "logger": .string(info.name), "data": data]))
      },
      trace: metadata.trace)
  }

  // MARK: - Asking a modern client

  /// The answers that came with the request, or the questions to send back. Answers of earlier
  /// rounds are kept in the request's state, bound to the questions they answered.
  func answers(
    to questions: [InputRequired.Question], in request: Request, _ memory: JSONObject
  ) throws(Interruption) -> [String: JSONValue] {
    let asked = memory["asked"]?.object ?? [:]
    // What was asked and is answered now is kept for the rounds that follow.
    let given = (request.params?["inputResponses"]?.object ?? [:]).filter { asked.contains($0.key) }
    let known = (memory["answers"]?.object ?? [:]).merging(
      JSONObject(given.map { ($0.key, $0.value) }))
    var answers: [String: JSONValue] = [:]
    var open: [InputRequired.Question] = []
    for question in questions {
      // An answer counts only for the very question that was put.
      let isSame = asked[question.key] == question.request.json
      if isSame, let answer = known[question.key], question.request.accepts(answer) {
        answers[question.key] = answer
      } else {
        open.append(question)
      }
    }
    guard !open.isEmpty else { return answers }
    let put = asked.merging(JSONObject(open.map { ($0.key, $0.request.json) }))
    let state = requestState.seal(
      ["asked": .object(put), "answers": .object(known)], for: request)
    throw .inputRequired(InputRequired(open, requestState: state))
  }

  /// What the request's state remembers of earlier rounds; −32602 for a state that isn't ours.
  func memory(of request: Request) throws(ResponseError) -> JSONObject {
    guard let written = request.params?["requestState"] else { return [:] }
    return try requestState.open(written.string ?? "", for: request)
  }

  // MARK: - Asking a legacy client

  /// What a client of that revision can be asked, of what it declared.
  func askable(by version: ProtocolVersion) -> JSONObject {
    var capabilities = session.capabilities
    if !version.hasElicitation { capabilities["elicitation"] = nil }
    return capabilities
  }

  /// Sends each question as a request of its own, one after the other.
  func answers(
    to questions: [InputRequired.Question], from outlet: RequestOutlet, as version: ProtocolVersion
  ) async throws(Interruption) -> [String: JSONValue] {
    var answers: [String: JSONValue] = [:]
    for question in questions {
      do throws(ResponseError) {
        let request = question.request
        answers[question.key] = try await outlet.request(
          request.kind.rawValue, request.params(for: version))
      } catch {
        throw .failed(
          ResponseError(.internalError, "the client gave no answer: \(error.message)"))
      }
    }
    return answers
  }
}
