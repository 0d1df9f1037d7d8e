import JSON
import Testing

@testable import MCP

struct EarlierRoundsTests {
  private let accepted: JSONValue = ["action": "accept", "content": ["text": "yes"]]
  private let first = question("first", "Shall it begin?")
  private let second = question("second", "Shall it go on?")

  private static func question(_ key: String, _ message: String) -> InputRequired.Question {
    InputRequired.Question(
      key, .form(message, properties: ["text": ["type": "string"]], required: []))
  }

  /// The memory after these were put in a first round.
  private func memory(putting questions: [InputRequired.Question]) -> JSONObject {
    EarlierRounds([:], given: [:]).putting(questions)
  }

  @Test func `takes an answer to a question that was put, and no other`() {
    let given: JSONObject = ["first": accepted, "second": accepted]
    let rounds = EarlierRounds(memory(putting: [first]), given: given)
    #expect(rounds.answer(to: first) == accepted)
    #expect(rounds.answer(to: second) == nil)
    #expect(EarlierRounds([:], given: given).answer(to: first) == nil)
  }

  @Test func `keeps the answers of earlier rounds while one thing is asked after the other`() {
    let next = EarlierRounds(memory(putting: [first]), given: ["first": accepted])
      .putting([second])
    let last = EarlierRounds(next, given: ["second": accepted])
    #expect(last.answer(to: first) == accepted)
    #expect(last.answer(to: second) == accepted)
  }

  @Test func `takes no answer to another question under the same key`() {
    let changed = Self.question("first", "Shall something else begin?")
    let next = EarlierRounds(memory(putting: [first]), given: ["first": accepted])
    #expect(next.answer(to: changed) == nil)
    let last = EarlierRounds(next.putting([changed]), given: [:])
    #expect(last.answer(to: changed) == nil)
    #expect(last.answer(to: first) == nil)
  }

  @Test(arguments: [nil, 5, "yes", [:], ["action": "maybe"]] as [JSONValue])
  func `takes nothing that is no answer`(given: JSONValue) {
    let rounds = EarlierRounds(memory(putting: [first]), given: ["first": given])
    #expect(rounds.answer(to: first) == nil)
  }
}
