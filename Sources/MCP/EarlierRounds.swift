internal import JSON

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
