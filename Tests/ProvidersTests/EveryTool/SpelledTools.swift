import JSON
import TestSupport
import Tools

/// A tool with the reader of its arguments.
struct SpelledTool {
  let descriptor: ToolDescriptor
  private let reader: ArgumentReader

  init(_ descriptor: ToolDescriptor) {
    self.descriptor = descriptor
    reader = ArgumentReader(descriptor)
  }

  var name: String { descriptor.name }
  var arguments: [ArgumentDescriptor] { descriptor.arguments }

  var spellings: Set<String> { Set(arguments.flatMap { [$0.name] + $0.aliases }) }

  /// Whether less is done with an argument than without it, for good.
  func isNarrowed(by argument: ArgumentDescriptor) -> Bool {
    if argument.name == "unless_sent_within" { return true }
    return descriptor.effect == .destructive && !argument.isRequired
      && [.path, .query].contains(argument.location)
  }

  /// Whether it changes what is there, and nothing says which of it must be given.
  var isChange: Bool {
    let sent = arguments.filter { $0.location == .body || $0.location == .form }
    guard descriptor.effect != .read, !sent.isEmpty, !sent.contains(where: \.isRequired)
    else { return false }
    if case .merge = descriptor.handler { return true }
    return [.patch, .put].contains(descriptor.request?.method)
  }

  func read(_ given: JSONObject) -> SpelledReading {
    switch reader.read(given) {
    case .success(let arguments): SpelledReading(values: arguments.values, names: [])
    case .failure(let failure):
      SpelledReading(
        values: nil,
        names: Set(
          failure.problems.flatMap { problem in
            problem.argument.split(separator: ", ").map { String($0.prefix { $0 != "/" }) }
          }))
    }
  }
}

/// What became of arguments: their values, or the names of those that are wrong.
struct SpelledReading: Equatable {
  let values: JSONObject?
  let names: Set<String>
}

/// A valid set of arguments that has one of them for certain.
struct SpelledBase {
  let set: JSONObject
  let read: SpelledReading
}

/// All tools of the manifest, by service; the server's own are a group of theirs.
enum SpelledTools {
  static let own = "own"
  static let groups = ServiceTools.providers + [own]

  static func of(_ group: String) throws -> [SpelledTool] {
    let tools =
      try group == own
      ? Repository.manifest().tools.filter { $0.ownHandler != nil } : ServiceTools.of(group)
    return tools.map(SpelledTool.init)
  }

  /// Does something for each argument of each tool. Those that no set could be made for are few.
  static func each(
    of group: String, _ body: (SpelledTool, ArgumentDescriptor, SpelledBase) throws -> Void
  ) throws {
    var count = 0
    var left: [String] = []
    for (place, tool) in try of(group).enumerated() {
      var sets = ArgumentSets(tool.descriptor, seed: UInt64(place))
      for argument in tool.arguments {
        count += 1
        guard let base = try base(with: argument, tool, &sets) else {
          left.append("\(tool.name) \(argument.name)")
          continue
        }
        try body(tool, argument, base)
      }
    }
    guard left.count * 20 <= count else { throw Unable(left: left) }
  }

  private struct Unable: Error {
    let left: [String]
  }

  private static func base(
    with argument: ArgumentDescriptor, _ tool: SpelledTool, _ sets: inout ArgumentSets
  ) throws -> SpelledBase? {
    for _ in 0..<60 {
      var set = try sets.valid()
      if set[argument.name] == nil {
        let isRecency = argument.name == "unless_sent_within"
        set[argument.name] = isRecency ? "today" : try sets.value(of: argument.name)
      }
      let read = tool.read(set)
      guard read.values != nil, let value = set[argument.name], value != "", value != []
      else { continue }
      return SpelledBase(set: set, read: read)
    }
    return nil
  }
}

extension ArgumentDescriptor {
  /// What is read of it where it is cleared.
  var cleared: JSONValue { location == .body && schema.document["type"] == "array" ? [] : "" }

  /// Whether it is a text that may be any text.
  var isFreeText: Bool {
    let schema = schema.document
    let keywords = ["enum", "format", "pattern", "minLength", "maxLength"]
    return schema["type"] == "string" && !keywords.contains { schema[$0] != nil }
  }

  var isInstant: Bool { schema.document["format"] == "date-time" }

  /// Whether it says how others are meant, and isn't read by itself.
  var isSteering: Bool { ["range", "time_zone", "unless_sent_within"].contains(name) }
}

extension JSONObject {
  /// The same with another value for a name; without it where that is nil.
  func setting(_ name: String, to value: JSONValue?) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}

extension JSONValue {
  /// The same with every number and truth value inside it as a text.
  var spellingScalarsAsTexts: JSONValue {
    switch self {
    case .null, .string: self
    case .bool, .number: .string(description)
    case .array(let elements): .array(elements.map(\.spellingScalarsAsTexts))
    case .object(let object):
      .object(JSONObject(object.map { ($0.key, $0.value.spellingScalarsAsTexts) }))
    }
  }

  /// The same with every array and object in its members as a text of JSON.
  var spellingInnerAsTexts: JSONValue {
    switch self {
    case .null, .string, .bool, .number: self
    case .array(let elements): .array(elements.map(\.spellingInnerAsTexts))
    case .object(let object):
      .object(
        JSONObject(
          object.map { name, value in
            let isPlain = value.array == nil && value.object == nil
            return (name, isPlain ? value : .string(value.spellingInnerAsTexts.description))
          }))
    }
  }
}

extension String {
  /// A choice as people and models write it.
  var oddlySpelled: [String] {
    [
      uppercased(), lowercased(), prefix(1).uppercased() + dropFirst(), " \(self)\n",
      replacing("_", with: "-"), replacing("_", with: " "),
    ]
  }

  /// A name of words in the cases that other languages have; none where it is one word.
  var inOtherCases: [String] {
    let words = split(separator: "_").map(String.init)
    guard words.count > 1 else { return [] }
    let capitalized = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let camel = words[0] + capitalized.dropFirst().joined()
    // A digit has no case: a name of nothing else stays one word.
    return [camel, words.joined(separator: "-"), capitalized.joined()].filter { $0 != self }
  }
}
