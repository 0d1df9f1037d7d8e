package import JSON

/// An object of the manifest, where it stands, and how to read its fields. A field of the wrong
/// type is reported once and reads as absent.
struct ManifestCursor: Sendable {
  let object: JSONObject
  let pointer: JSONPointer
  let problems: ProblemCollector
  /// Where the fields stand that the object borrows from another one.
  var borrowed: [String: JSONPointer] = [:]

  /// Whether the object is known to be right.
  var isProven: Bool { problems.isProven }

  /// The same object, known to be right.
  var proven: ManifestCursor {
    ManifestCursor(object: object, pointer: pointer, problems: .ofProven)
  }

  /// Where a field stands, or would stand.
  func pointer(of key: String) -> JSONPointer { borrowed[key] ?? pointer.appending(key) }

  func report(at key: String? = nil, _ message: String) {
    problems.add(key.map(pointer(of:)) ?? pointer, message)
  }

  /// Reports every field that is not among `known`, with the name that was probably meant.
  func allowOnly(_ known: [String]) {
    guard !isProven else { return }
    for key in object.keys where !known.contains(key) && !key.hasPrefix("$") {
      let meant = nearestName(to: key, among: known)
      if let meant { problems.addMisspelling(of: pointer(of: meant)) }
      let hint = meant.map { "; did you mean \"\($0)\"?" }
      report(at: key, "unknown field" + (hint ?? "; known are \(known.joined(separator: ", "))"))
    }
  }

  func string(_ key: String) -> String? {
    value(key, "a string") { $0.string }
  }

  func requiredString(_ key: String) -> String? {
    guard let string = string(key) else {
      _ = isPresent(key, "a string")
      return nil
    }
    if string.isEmpty { report(at: key, "must not be empty") }
    return string.isEmpty ? nil : string
  }

  /// A required name of lower-case letters, digits and `_`.
  func identifier(_ key: String) -> String? {
    let name = requiredString(key)
    if let name, !isProven, !ProviderDescriptor.isIdentifier(name) {
      report(at: key, "must be lower-case letters, digits and _, at most 40")
    }
    return name
  }

  func bool(_ key: String) -> Bool? {
    value(key, "true or false") { $0.bool }
  }

  func positiveInt(_ key: String) -> Int? {
    value(key, "a whole number above zero") { value in value.int.flatMap { $0 > 0 ? $0 : nil } }
  }

  /// One string, or several in an array.
  func strings(_ key: String) -> [String]? {
    value(key, "an array of strings") { value in
      if let string = value.string { return [string] }
      guard let array = value.array else { return nil }
      let strings = array.compactMap(\.string)
      return strings.count == array.count ? strings : nil
    }
  }

  /// One JSON Pointer, or several in an array.
  func pointers(_ key: String) -> [JSONPointer] {
    (strings(key) ?? []).compactMap { pointer($0, at: key) }
  }

  func pointer(_ text: String, at key: String) -> JSONPointer? {
    let pointer = JSONPointer(parsing: text)
    if pointer == nil { report(at: key, "\"\(text)\" is no JSON Pointer: it must begin with /") }
    return pointer
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) -> Choice? {
    value(
      key, "one of \(type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))"
    ) { $0.string.flatMap(Choice.init(rawValue:)) }
  }

  /// The object at `key`, as a cursor of its own.
  func child(_ key: String) -> ManifestCursor? {
    value(key, "an object") { $0.object }.map {
      ManifestCursor(object: $0, pointer: pointer(of: key), problems: problems)
    }
  }

  /// The members of the object at `key`, each of which must be an object.
  func children(_ key: String) -> [(name: String, cursor: ManifestCursor)] {
    guard let child = child(key) else { return [] }
    return child.object.members.compactMap { member in
      child.child(member.key).map { (member.key, $0) }
    }
  }

  /// The elements of the array at `key`, each of which must be an object.
  func elements(_ key: String) -> [ManifestCursor] {
    guard let array = value(key, "an array", { $0.array }) else { return [] }
    let list = pointer(of: key)
    return array.enumerated().compactMap { index, element in
      let pointer = list.appending(index)
      guard let object = element.object else {
        problems.add(pointer, "must be an object, but is \(element.nameOfType)")
        return nil
      }
      return ManifestCursor(object: object, pointer: pointer, problems: problems)
    }
  }

  /// Whether the field is there; reports it when it is not, unless a misspelling of it was.
  func isPresent(_ key: String, _ expected: String) -> Bool {
    guard object[key] == nil else { return true }
    if !problems.isMisspelled(pointer(of: key)) {
      report("\(key) is missing: it must be \(expected)")
    }
    return false
  }

  /// A request's method and path, required.
  func template(_ key: String) -> RequestTemplate? {
    guard let text = requiredString(key) else { return nil }
    do {
      return try RequestTemplate(parsing: text)
    } catch {
      report(at: key, error.message)
      return nil
    }
  }

  private func value<Value>(
    _ key: String, _ expected: @autoclosure () -> String, _ convert: (JSONValue) -> Value?
  ) -> Value? {
    guard let json = object[key] else { return nil }
    guard let value = convert(json) else {
      report(at: key, "must be \(expected()), but is \(json.excerpt)")
      return nil
    }
    return value
  }
}

extension JSONValue {
  /// The type with its article, for sentences.
  package var nameOfType: String {
    switch typeName {
    case "null": "null"
    case "object", "array", "integer": "an \(typeName)"
    default: "a \(typeName)"
    }
  }

  /// The value as JSON, cut to a length a sentence can bear.
  var excerpt: String {
    let text = description
    return text.count <= 60 ? text : text.prefix(57) + "…"
  }
}
