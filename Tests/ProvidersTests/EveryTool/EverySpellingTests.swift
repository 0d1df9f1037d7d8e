import JSON
import TestSupport
import Testing
import Tools

/// What every tool makes of what hosts and models write for each of its arguments beside its schema:
/// the same call as that of the right spelling, or a refusal that names the argument. What is checked
/// follows from the manifest alone.
@Suite struct `Every spelling` {
  @Test(arguments: SpelledTools.groups)
  func `of nothing is the argument left out, a clearing, or a refusal`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      let blanks: [JSONValue] = ["", " ", "\n\t", nil]
      let zeros: [JSONValue] = argument.schema.document["minimum"] == 1 ? [0, "0"] : []
      for blank in blanks + zeros {
        // Of a list only the empty list is a clearing: `""` is what hosts fill in.
        let isText = !blank.isNull && !zeros.contains(blank) && argument.cleared == ""
        let given = base.set.setting(argument.name, to: blank)
        let read = tool.read(given)
        if argument.isClearable && isText && (blank == "" || !argument.isFreeText) {
          #expect(read.values?[argument.name] == argument.cleared, "\(tool.name) \(given)")
        } else if argument.isClearable && isText {
          #expect(read.values?[argument.name] == blank, "\(tool.name) \(given)")
        } else if tool.isNarrowed(by: argument) {
          #expect(read.names.contains(argument.name), "\(tool.name) \(given)")
        } else if argument.isRequired {
          #expect(read.names.contains(argument.name), "\(tool.name) \(given)")
        } else {
          let without = tool.read(base.set.setting(argument.name, to: nil))
          #expect(read == without, "\(tool.name) \(given)")
        }
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `of an empty list clears what is clearable, and is named elsewhere`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      guard argument.schema.document["type"] == "array" else { return }
      for empty in [[], "[]", " [ ] "] as [JSONValue] {
        let given = base.set.setting(argument.name, to: empty)
        let read = tool.read(given)
        if argument.isClearable {
          #expect(read.values?[argument.name] == argument.cleared, "\(tool.name) \(given)")
        } else if argument.location == .tool {
          let without = base.set.setting(argument.name, to: nil)
          #expect(read == tool.read(without), "\(tool.name) \(given)")
        } else {
          #expect(read.names.contains(argument.name), "\(tool.name) \(given)")
        }
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `that is a text of JSON is the value itself, at any depth`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      let value = base.set[argument.name] ?? nil
      guard value.string == nil else { return }
      var spellings: [JSONValue] = [.string(value.description), .string(" \(value.description)\n")]
      if value.array != nil || value.object != nil {
        spellings.append(.string(JSONValue.string(value.description).description))
        if argument.schema.document["items"]?["properties"] != nil {
          spellings += [value.spellingScalarsAsTexts, .string("\(value.spellingScalarsAsTexts)")]
          spellings += [value.spellingInnerAsTexts]
        }
      }
      let items = argument.schema.document["items"]
      if items?["type"] == "integer" || items?["enum"] != nil || items?["pattern"] != nil {
        let texts = (value.array ?? []).map { $0.string ?? $0.description }
        spellings += [",", ", "].map { .string(texts.joined(separator: $0)) }
        spellings.append(.array([.string(texts.joined(separator: ","))]))
      }
      if let only = value.array?.first, value.array?.count == 1 { spellings.append(only) }
      for spelling in spellings {
        let given = base.set.setting(argument.name, to: spelling)
        #expect(tool.read(given) == base.read, "\(tool.name) \(given)")
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `of a choice or a truth value is the manifest's own`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      let schema = argument.schema.document
      let isList = schema["type"] == "array"
      let choices = (schema["enum"] ?? schema["items"]?["enum"])?.array?.compactMap(\.string) ?? []
      var spellings = choices.flatMap { choice in
        choice.oddlySpelled.map { (JSONValue.string(choice), JSONValue.string($0)) }
      }
      if schema["type"] == "boolean" {
        spellings = [
          (true, ["True", "YES", "1", "on", " true ", 1]),
          (false, ["FALSE", "No", "0", "Off", "false\n", 0]),
        ].flatMap { truth, words in (words as [JSONValue]).map { (truth, $0) } }
      }
      for (right, odd) in spellings {
        let expected = tool.read(base.set.setting(argument.name, to: isList ? [right] : right))
        for given in isList ? [odd, [odd]] : [odd] {
          let read = tool.read(base.set.setting(argument.name, to: given))
          #expect(read == expected, "\(tool.name) \(argument.name) \(given)")
        }
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `of a day or an instant is the one that is meant`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      guard let text = (base.set[argument.name] ?? nil).string else { return }
      var spellings: [String] = []
      if argument.schema.document["format"] == "date" {
        spellings = [" \(text)\n"] + Self.midnights.map { text + $0 }
      } else if argument.isInstant, text.hasSuffix("Z") {
        let plain = String(text.dropLast())
        spellings = [" \(text)", plain, plain.replacing("T", with: " "), plain + "+00:00"]
        spellings += ["\(plain) +0000", "\(plain).000"]
      }
      for spelling in spellings {
        let given = base.set.setting(argument.name, to: .string(spelling))
        guard argument.isInstant else {
          #expect(tool.read(given) == base.read, "\(tool.name) \(given)")
          continue
        }
        let read = tool.read(given).values?[argument.name]?.string.flatMap(Timestamp.init)
        #expect(read == Timestamp(parsing: text), "\(tool.name) \(given)")
      }
    }
  }

  private static let midnights = [
    "T00:00:00Z", "T00:00:00", "T00:00:00.000Z", " 00:00:00", "T00:00", "T00:00:00+02:00",
  ]

  @Test(arguments: SpelledTools.groups)
  func `of a name in camelCase or kebab-case is the name`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      let value = base.set[argument.name] ?? nil
      for name in [argument.name] + argument.aliases {
        for spelling in name.inOtherCases {
          var given = base.set.setting(argument.name, to: nil)
          given[spelling] = value
          #expect(tool.read(given) == base.read, "\(tool.name) \(given)")
        }
        var given = base.set.setting(argument.name, to: nil)
        given["_\(name)"] = value
        #expect(tool.read(given).names.contains("_\(name)"), "\(tool.name) \(given)")
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `passes over what hosts add, and nothing else`(group: String) throws {
    try SpelledTools.each(of: group) { tool, _, base in
      var given = base.set
      for name in ["toolCallId", "_sessionID", "_meta", "signal", "_x"] {
        given[name] = ["from": "a host"]
      }
      if !tool.spellings.contains("tool") { given["tool"] = .string("mcp_\(tool.name)") }
      #expect(tool.read(given) == base.read, "\(tool.name) \(given)")
      for name in ["toolcallid", "tools", "session", "meta", "signals"]
      where !tool.spellings.contains(name) {
        #expect(tool.read(base.set.setting(name, to: 1)).names.contains(name), "\(tool.name)")
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `of a text that may be any text is kept`(group: String) throws {
    try SpelledTools.each(of: group) { tool, argument, base in
      guard argument.isFreeText, argument.file == nil, argument.name != "rotator" else { return }
      for text in ["true", "[1]", "{}", " x ", "null", "1,2", "0", "2026-03-01T00:00:00Z", "None"] {
        let given = base.set.setting(argument.name, to: .string(text))
        guard !argument.isSteering else { continue }
        #expect(tool.read(given).values?[argument.name]?.string == text, "\(tool.name) \(given)")
      }
    }
  }

  @Test(arguments: SpelledTools.groups)
  func `of blanks all over makes no other call, and no empty change`(group: String) throws {
    for tool in try SpelledTools.of(group) {
      var sets = ArgumentSets(tool.descriptor, seed: 7)
      let base = try sets.valid()
      let fillers = tool.arguments.filter {
        !$0.isRequired && !$0.isClearable && !tool.isNarrowed(by: $0)
      }
      var given = base
      for argument in fillers where base[argument.name] == nil { given[argument.name] = "" }
      #expect(tool.read(given) == tool.read(base), "\(tool.name) \(given)")
      guard tool.isChange else { continue }
      var blank: JSONObject = [:]
      for argument in tool.arguments where argument.isRequired {
        blank[argument.name] = base[argument.name]
      }
      for argument in fillers { blank[argument.name] = "" }
      let read = tool.read(blank)
      #expect(!read.names.isEmpty, "\(tool.name) \(blank)")
    }
  }
}
