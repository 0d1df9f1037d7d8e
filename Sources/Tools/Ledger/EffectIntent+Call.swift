internal import JSON

extension EffectIntent {
  /// What a call of a tool is about to do.
  init(
    _ effect: Effect, of tool: ToolDescriptor, account: String, _ arguments: Arguments,
    digest: TextDigest
  ) {
    var said = arguments.values
    said[StandardArguments.key] = nil
    said[StandardArguments.duplicate] = nil
    let provider = tool.ownHandler == nil ? tool.provider : said["provider"]?.string
    self.init(
      tool: tool.name, provider: provider ?? tool.provider, account: account, effect: effect,
      fingerprint: digest.hex(JSONValue.object(said).canonical.description))
    subject = Self.subject(tool, arguments)
    key = arguments[StandardArguments.key]?.string
    allowsDuplicate = arguments[StandardArguments.duplicate] == true
  }

  /// Phone numbers, where there are any; otherwise the ids in the path.
  private static func subject(_ tool: ToolDescriptor, _ arguments: Arguments) -> String? {
    if tool.ownHandler != nil {
      let words = ["method", "path"].compactMap { arguments[$0]?.string }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
    let numbers = tool.arguments.filter { $0.normalization == .e164 }
    let subjects = numbers.isEmpty ? tool.arguments.filter { $0.location == .path } : numbers
    let texts = subjects.compactMap { argument in
      arguments[argument.name].map { $0.string ?? $0.description }
    }
    return texts.isEmpty ? nil : texts.joined(separator: " ")
  }
}
