internal import JSON
internal import MCP

/// Asks the person behind the client before something is removed for good.
///
/// Only the person's own answer counts: nothing a model writes into the arguments can stand for
/// it, and an answer counts only for the question that was put.
enum Consent {
  private static let key = "consent"
  private static let field = "confirm"

  /// Returns when the person has agreed. Otherwise it throws the refusal as a tool's error, or
  /// the question for the client to put.
  static func obtain(
    _ question: String, from client: ClientInteraction
  ) async throws(CallFailure) {
    guard client.can(.form) else {
      throw refusal(
        "A person must agree to this first, and this client can't ask them: \(question) The "
          + "operator can start the server with --allow-destructive.")
    }
    let form = InputRequest.form(
      question,
      properties: [
        field: [
          "type": "boolean", "title": "Yes, do it", "default": false,
          "description": "Tick to agree; anything else leaves everything as it is.",
        ]
      ], required: [field])
    let answer: JSONValue
    do throws(Interruption) {
      answer = try await client.ask(key, form)
    } catch {
      throw .interrupted(error)
    }
    guard answer["action"] == "accept", answer["content"]?[field] == true else {
      throw refusal("The person did not agree, so nothing was done: \(question)")
    }
  }

  private static func refusal(_ reason: String) -> CallFailure {
    .failed(ToolError(.consentRequired, notSent: reason))
  }
}
