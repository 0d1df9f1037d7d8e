import JSON
import MCP

/// The person at the terminal, as a client that can be asked.
enum TerminalInteraction {
  /// Asks yes or no on a terminal; where there is none, nobody can be asked.
  static var client: ClientInteraction {
    guard Terminal.isInteractive, Terminal.hasKeyboard else { return .none }
    return ClientInteraction(capabilities: ["elicitation": [:]]) { questions throws(Interruption) in
      var answers: [String: JSONValue] = [:]
      for question in questions { answers[question.key] = answer(question.request) }
      return answers
    }
  }

  /// One word for the whole form: it has one field, which is a truth value.
  private static func answer(_ request: InputRequest) -> JSONValue {
    Terminal.printError((request.params["message"]?.string ?? "") + " [y/N]")
    guard ["y", "yes"].contains(readLine()?.lowercased()) else { return ["action": "decline"] }
    let fields = request.params["requestedSchema"]?["properties"]?.object?.keys ?? []
    return [
      "action": "accept", "content": .object(JSONObject(fields.map { ($0, true) })),
    ]
  }
}
