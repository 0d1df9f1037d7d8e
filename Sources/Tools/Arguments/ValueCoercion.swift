internal import JSON

/// Reads a value that its schema refuses as the one that was meant, where there is no doubt: a number
/// written as a text, `Yes`, a choice in another case, a day at midnight, an array or an object
/// written as a text of JSON, at any depth. What comes of it is in the schema's own spelling; anything
/// else stays as it is, for validation to judge. A text that may be any text is never touched.
struct ValueCoercion {
  private let type: String?
  /// The schemas of which a value must fit one; none where there is but one.
  private let alternatives: [Alternative]
  private let choices: [JSONValue]
  /// What an array holds: one, or none where that isn't said.
  private let items: [ValueCoercion]
  private let members: [Member]
  /// Whether a text looks as it must; nil where any will do.
  private let form: ((String) -> Bool)?
  private let isDay: Bool
  private let isUpperCase: Bool
  /// Whether a text may be a white space character: it is just one.
  private let isCharacter: Bool
  /// The least there is is 1: a 0 stands for nothing then.
  private let beginsAtOne: Bool
  /// Whether blank members are left out. Of what is removed for good that could mean more of it.
  private let omitsBlanks: Bool

  private struct Alternative {
    let reading: ValueCoercion
    let accepts: (JSONValue) -> Bool
  }

  private struct Member {
    let name: String
    let folded: String
    let isRequired: Bool
    let value: ValueCoercion
  }

  /// `accepts` is the schema where that is compiled already.
  init(
    to schema: JSONValue, omittingBlanks omitsBlanks: Bool = true,
    accepts: ((JSONValue) -> Bool)? = nil
  ) {
    let keywords = schema.object ?? [:]
    type = keywords["type"]?.string
    alternatives = (keywords["anyOf"]?.array ?? []).compactMap { schema in
      guard let compiled = try? JSONSchema(compiling: schema) else { return nil }
      return Alternative(reading: ValueCoercion(to: schema, omittingBlanks: omitsBlanks)) {
        compiled.violations(in: $0).isEmpty
      }
    }
    choices = keywords["enum"]?.array ?? []
    isDay = keywords["format"] == "date"
    isUpperCase = keywords["pattern"] != nil
    isCharacter = keywords["maxLength"]?.int == 1
    beginsAtOne = keywords["minimum"]?.int == 1
    let isFormed = Self.forms.contains(where: keywords.contains)
    form = isFormed && type == "string" ? Self.form(schema, accepts) : nil
    items = keywords["items"].map { [ValueCoercion(to: $0, omittingBlanks: omitsBlanks)] } ?? []
    let required = Set(keywords["required"]?.array?.compactMap(\.string) ?? [])
    members = (keywords["properties"]?.object?.members ?? []).map { name, value in
      Member(
        name: name, folded: Self.folded(name), isRequired: required.contains(name),
        value: ValueCoercion(to: value, omittingBlanks: omitsBlanks))
    }
    self.omitsBlanks = omitsBlanks
  }

  private static let forms = ["pattern", "format", "minLength", "maxLength"]

  private static func form(
    _ schema: JSONValue, _ accepts: ((JSONValue) -> Bool)?
  ) -> ((String) -> Bool)? {
    if let accepts { return { accepts(.string($0)) } }
    guard let schema = try? JSONSchema(compiling: schema) else { return nil }
    return { schema.violations(in: .string($0)).isEmpty }
  }

  func read(_ value: JSONValue) -> JSONValue {
    if !alternatives.isEmpty { return readAlternative(value) }
    return switch (type, value) {
    case ("integer"?, .number(let number)):
      number.int.map { .number(JSONNumber($0)) } ?? value
    case ("integer"?, .string(let text)):
      JSONNumber(text: text.trimmed).flatMap { Int($0.text) }.map { .number(JSONNumber($0)) }
        ?? value
    case ("number"?, .string(let text)):
      JSONNumber(text: text.trimmed).map { .number($0) } ?? value
    case ("boolean"?, .string(let text)):
      Self.truths[text.trimmed.lowercased()].map { .bool($0) } ?? value
    case ("boolean"?, .number(let number)):
      Self.truths[number.text].map { .bool($0) } ?? value
    case ("string"?, .string(let text)): choice(text) ?? formed(text).map { .string($0) } ?? value
    case ("string"?, .number), ("string"?, .bool):
      choices.first { $0.string == value.description } ?? choice(value.description) ?? value
    case ("array"?, .array(let elements)): .array(self.elements(elements))
    case ("array"?, .string(let text)): list(text)
    case ("array"?, .number), ("array"?, .bool), ("array"?, .object): .array(elements([value]))
    case ("object"?, .object(let object)): .object(self.members(object))
    case ("object"?, .string(let text)): object(text) ?? value
    // What has no members is written like that by languages with one kind of array.
    case ("object"?, .array([])): [:]
    default: value
    }
  }

  /// Whether what was given, and read as `value`, says nothing: hosts fill in what a model left out.
  /// Where the schema lists it, or takes anything, it is a value like others.
  func isBlank(_ given: JSONValue, _ value: JSONValue) -> Bool {
    if case .string(let text) = given, text.isBlank {
      return (text.isEmpty || !isCharacter) && !lists(given) && !takesAnything
    }
    return value.isNull && !acceptsNull || beginsAtOne && value == 0
  }

  /// Whether `null` is a value like others.
  private var acceptsNull: Bool {
    type == "null" || takesAnything || lists(.null)
      || alternatives.contains { $0.reading.acceptsNull }
  }

  /// Whether a value is one to choose.
  private func lists(_ value: JSONValue) -> Bool {
    choices.contains(value) || alternatives.contains { $0.reading.lists(value) }
  }

  /// Whether nothing is said of the value, or each type is offered.
  private var takesAnything: Bool {
    guard type == nil, choices.isEmpty else { return false }
    return alternatives.isEmpty
      || Self.types.isSubset(of: alternatives.compactMap { $0.reading.type })
  }

  private static let types: Set = ["string", "number", "boolean", "object", "array"]

  /// What an alternative takes as it is stays of that type; anything else becomes what one of them
  /// reads it as, unless they disagree.
  private func readAlternative(_ value: JSONValue) -> JSONValue {
    if let alternative = alternatives.first(where: { $0.accepts(value) }) {
      let read = alternative.reading.read(value)
      return alternative.accepts(read) ? read : value
    }
    var readings: [JSONValue] = []
    for alternative in alternatives {
      let read = alternative.reading.read(value)
      if alternative.accepts(read), !readings.contains(read) { readings.append(read) }
    }
    return readings.count == 1 ? readings[0] : value
  }

  /// Whether any text will do, white space included.
  var isAnyText: Bool { type == "string" && choices.isEmpty && form == nil }

  private static let truths = [
    "true": true, "yes": true, "1": true, "on": true,
    "false": false, "no": false, "0": false, "off": false,
  ]
}

extension ValueCoercion {
  /// The one choice that a text is but for case, white space, `_` and `-`.
  private func choice(_ text: String) -> JSONValue? {
    if choices.isEmpty || choices.contains(.string(text)) { return nil }
    let folded = Self.folded(text)
    let meant = choices.filter { $0.string.map(Self.folded) == folded }
    return meant.count == 1 ? meant.first : nil
  }

  /// A mark in front may be a sign, and stays.
  private static func folded(_ text: String) -> String {
    let text = text.trimmed.lowercased()
    return text.prefix(1) + text.dropFirst().filter { $0 != "_" && $0 != "-" && !$0.isWhitespace }
  }

  /// The text in the form it must have; nil where it has it, or nothing like it.
  private func formed(_ text: String) -> String? {
    guard choices.isEmpty, let form, !form(text) else { return nil }
    let trimmed = text.trimmed
    var candidates = [trimmed]
    if isUpperCase { candidates.append(trimmed.uppercased()) }
    if isDay, let time = WrittenTime(parsing: trimmed), time.isMidnight {
      candidates.append(time.date.description)
    }
    return candidates.first(where: form)
  }

  /// Whether a text is right by itself, once it is read.
  private func takes(_ text: String) -> Bool {
    let value = read(.string(text))
    guard let text = value.string else { return true }
    return type == "string" && (choices.isEmpty || choices.contains(value))
      && form?(text) ?? true
  }

  /// The value that a text of JSON holds, when that is an array, an object or nothing.
  static func container(_ text: String) -> JSONValue? {
    let text = text.trimmed
    guard let first = text.utf8.first, "[{\"n".utf8.contains(first),
      let value = try? JSONValue(parsing: text)
    else { return nil }
    switch value {
    case .array, .object, .null: return value
    // Written twice over.
    case .string(let inner): return container(inner)
    case .bool, .number: return nil
    }
  }
}

extension ValueCoercion {
  private func elements(_ elements: [JSONValue]) -> [JSONValue] {
    guard let item = items.first else { return elements }
    return elements.flatMap { element in
      // An empty one among things that are told apart by what they hold is none of them.
      element == []
        ? [element] : element.string.flatMap(parts)?.map { item.read($0) } ?? [item.read(element)]
    }
  }

  /// A list that was written as one text: JSON, numbers or choices with commas, or its only element.
  private func list(_ text: String) -> JSONValue {
    let isOfObjects = items.first.map { $0.type == nil || $0.type == "object" } ?? true
    switch Self.container(text) {
    case .array(let elements)?: return .array(self.elements(elements))
    case .object(let object)? where isOfObjects: return .array(elements([.object(object)]))
    case .null?: return .null
    case _: return .array(elements([.string(text)]))
    }
  }

  /// The parts of a text with commas, where each is right and the whole isn't.
  private func parts(_ text: String) -> [JSONValue]? {
    guard let item = items.first, item.type != nil, text.utf8.contains(UInt8(ascii: ",")),
      !item.takes(text)
    else { return nil }
    let parts = text.split(separator: ",").map { String($0).trimmed }
    return parts.allSatisfy(item.takes) ? parts.map { .string($0) } : nil
  }

  private func object(_ text: String) -> JSONValue? {
    switch Self.container(text) {
    case .object(let object)?: .object(members(object))
    case .array([])?: [:]
    case .null?: .null
    case .array?, .string?, .number?, .bool?, nil: nil
    }
  }

  /// The members under the schema's names. Where all are blank they stay, for validation to judge.
  private func members(_ object: JSONObject) -> JSONObject {
    guard !members.isEmpty else { return object }
    var read: JSONObject = [:]
    for (name, given) in object {
      guard let member = member(named: name, in: object) else {
        read[name] = given
        continue
      }
      let value = member.value.read(given)
      let isOmitted = omitsBlanks && !member.isRequired && member.value.isBlank(given, value)
      if !isOmitted { read[member.name] = value }
    }
    return read.isEmpty ? object : read
  }

  private func member(named name: String, in object: JSONObject) -> Member? {
    if let member = members.first(where: { $0.name == name }) { return member }
    let folded = Self.folded(name)
    let meant = members.filter { $0.folded == folded }
    guard let member = meant.first, meant.count == 1, !object.contains(member.name)
    else { return nil }
    return member
  }
}

extension JSONValue {
  /// How many members of objects in it are blank.
  var blankMembers: Int {
    switch self {
    case .object(let object):
      object.reduce(0) { count, member in
        let isBlank = member.value.isNull || member.value.string?.isBlank == true
        return count + (isBlank ? 1 : member.value.blankMembers)
      }
    case .array(let elements): elements.reduce(0) { $0 + $1.blankMembers }
    case .string(let text): ValueCoercion.container(text)?.blankMembers ?? 0
    case .null, .bool, .number: 0
    }
  }

  /// Whether it is in the one spelling that its type has, so that a schema's word is all it needs:
  /// it holds nothing blank, and no number with a point or an exponent.
  var isPlain: Bool {
    switch self {
    case .null: false
    case .bool: true
    case .number(let number):
      number.text.utf8.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: "-") }
    case .string(let text): !text.isBlank
    case .array(let elements): !elements.isEmpty && elements.allSatisfy(\.isPlain)
    case .object(let object): !object.isEmpty && object.allSatisfy(\.value.isPlain)
    }
  }

  /// Whether `null`, or what holds nothing, is in it.
  var holdsEmpty: Bool {
    switch self {
    case .null: true
    case .array(let elements): elements.isEmpty || elements.contains(where: \.holdsEmpty)
    case .object(let object): object.isEmpty || object.contains { $0.value.holdsEmpty }
    case .bool, .number, .string: false
    }
  }
}
