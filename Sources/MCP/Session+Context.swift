internal import JSON
internal import JSONRPC

extension Session {
  func context(
    _ request: Request, _ version: ProtocolVersion, _ metadata: RequestMetadata,
    _ client: ClientInteraction, _ logLevel: LogLevel?, _ outlet: RequestOutlet
  ) -> RequestContext {
    RequestContext(
      version: version, requestID: request.id.description,
      progress: metadata.progressToken.map {
        ProgressReporter(token: $0, version: version, outlet: outlet)
      } ?? .none,
      isPatient: metadata.progressToken != nil, client: client,
      log: LogReporter(minimum: logLevel) { [self] level, data in
        await outlet.notify(
          Notification(
            method: Announcement.message,
            params: [
              "level": .string(level.rawValue), "logger": .string(server.info.name), "data": data,
            ]))
      },
      trace: metadata.trace)
  }

  /// The answers that came with the request, or the questions to send back. Answers of earlier
  /// rounds are kept in the request's state, bound to the questions they answered.
  func answers(
    to questions: [InputRequired.Question], in request: Request, _ memory: JSONObject
  ) throws(Interruption) -> [String: JSONValue] {
    let rounds = EarlierRounds(memory, given: request.params?["inputResponses"]?.object ?? [:])
    var answers: [String: JSONValue] = [:]
    for question in questions { answers[question.key] = rounds.answer(to: question) }
    let open = questions.filter { answers[$0.key] == nil }
    guard !open.isEmpty else { return answers }
    let state = server.sealer.seal(rounds.putting(open), for: request)
    throw .inputRequired(InputRequired(open, requestState: state))
  }

  /// What the request's state remembers of earlier rounds; −32602 for a state that isn't ours.
  func memory(of request: Request) throws(ResponseError) -> JSONObject {
    guard let written = request.params?["requestState"] else { return [:] }
    return try server.sealer.open(written.string ?? "", for: request)
  }

  /// What a client of that revision can be asked, of what it declared.
  func askable(by version: ProtocolVersion) -> JSONObject {
    var capabilities = settled.capabilities
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

/// What was asked and answered in the earlier rounds of one request, as its state carries it.
struct EarlierRounds {
  private let asked: JSONObject
  private let answers: JSONObject

  /// `given` are the answers that came with the request. They are kept whichever question is put
  /// first: the call runs again from its start and may ask one thing after the other.
  init(_ memory: JSONObject, given: JSONObject) {
    let asked = memory["asked"]?.object ?? [:]
    let kept = memory["answers"]?.object ?? [:]
    self.asked = asked
    answers = kept.merging(JSONObject(given.filter { asked.contains($0.key) }))
  }

  /// The answer to that question; none that was given to another under the same key.
  func answer(to question: InputRequired.Question) -> JSONValue? {
    guard asked[question.key] == question.request.json, let answer = answers[question.key],
      question.request.accepts(answer)
    else { return nil }
    return answer
  }

  /// The memory for the next round, in which these are put: what was answered under their keys
  /// before is forgotten.
  func putting(_ questions: [InputRequired.Question]) -> JSONObject {
    let put = JSONObject(questions.map { ($0.key, $0.request.json) })
    let rest = JSONObject(answers.filter { !put.contains($0.key) })
    return ["asked": .object(asked.merging(put)), "answers": .object(rest)]
  }
}
