/// The prompts a server offers.
package protocol PromptProvider: Sendable {
  /// In the order they are listed.
  var prompts: [Prompt] { get }

  /// The messages of the prompt of that name, which is one of `prompts`; its required arguments
  /// are there. Throws questions, or an error for an argument that can't be right.
  func messages(
    of prompt: String, arguments: [String: String], context: RequestContext
  ) async throws(Interruption) -> [PromptMessage]

  /// Values that could be given for an argument, those that begin with `value`.
  func completions(of prompt: String, argument: String, value: String) async -> [String]
}
