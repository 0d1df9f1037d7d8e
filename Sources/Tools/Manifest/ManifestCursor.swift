package import JSON

/// Gathers problems while a manifest is read, so that its author sees all of them at once.
final class ProblemCollector {
  /// Whether what is read is known to be right, so that checks of its form can be left out.
  let isTrusting: Bool
  private(set) var problems: [(pointer: JSONPointer, message: String)] = []
  /// Fields that were probably meant by a misspelled one.
  private var misspelled: Set<JSONPointer> = []

  init(isTrusting: Bool = false) {
    self.isTrusting = isTrusting
  }

  /// Adds a problem, once: a field may be looked at by more than one check.
  func add(_ pointer: JSONPointer, _ message: String) {
    guard !problems.contains(where: { $0 == (pointer, message) }) else { return }
    problems.append((pointer, message))
  }

  /// Remembers that the field's absence is told already, by the problem of its misspelling.
  func addMisspelling(of pointer: JSONPointer) {
    misspelled.insert(pointer)
  }

  func isMisspelled(_ pointer: JSONPointer) -> Bool { misspelled.contains(pointer) }

  /// Whether anything at this place or beneath it is wrong.
  func hasProblem(under pointer: JSONPointer) -> Bool {
    problems.contains { $0.pointer.tokens.starts(with: pointer.tokens) }
  }
}

/// An object of the manifest, where it stands, and how to read its fields. A field of the wrong
/// type is reported once and reads as absent.
struct ManifestCursor {
  let object: JSONObject
  let pointer: JSONPointer
  let problems: ProblemCollector
  /// Where the fields stand that the object borrows from another one.
  var borrowed: [String: JSONPointer] = [:]

  /// Where a field stands, or would stand.
  func place(of key: String) -> JSONPointer { borrowed[key] ?? pointer.appending(key) }

  func report(_ message: String) {
    problems.add(pointer, message)
  }

  func report(at key: String, _ message: String) {
    problems.add(place(of: key), message)
  }

  /// Reports every field that is not among `known`, with the name that was probably meant.
  func allowOnly(_ known: [String]) {
    guard !problems.isTrusting else { return }
    for key in object.keys where !known.contains(key) && !key.hasPrefix("$") {
      let meant = nearestName(to: key, among: known)
      if let meant { problems.addMisspelling(of: place(of: meant)) }
      let hint = meant.map { "; did you mean \"\($0)\"?" }
      report(at: key, "unknown field" + (hint ?? "; known are \(known.joined(separator: ", "))"))
    }
  }

  func string(_ key: String) -> String? {
    value(key, "a string") { $0.string }
  }

  func requiredString(_ key: String) -> String? {
    guard isPresent(key, "a string") else { return nil }
    guard let string = string(key) else { return nil }
    if string.isEmpty { report(at: key, "must not be empty") }
    return string.isEmpty ? nil : string
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
      ManifestCursor(object: $0, pointer: place(of: key), problems: problems)
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
    return array.enumerated().compactMap { place, element in
      let pointer = self.place(of: key).appending(place)
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
    if !problems.isMisspelled(place(of: key)) {
      report("\(key) is missing: it must be \(expected)")
    }
    return false
  }

  private func value<Value>(
    _ key: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) -> Value? {
    guard let json = object[key] else { return nil }
    guard let value = convert(json) else {
      report(at: key, "must be \(expected), but is \(json.excerpt)")
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

extension ManifestCursor {
  /// An object that is known to be right: nothing will have to be reported, so that it doesn't matter
  /// where it stands.
  init(trusting object: JSONObject) {
    self.init(object: object, pointer: .root, problems: ProblemCollector(isTrusting: true))
  }
}
