internal import JSON

extension AgentHost {
  /// The entries in a file, Clickport's and others; throws where it can't be read. Those that start
  /// no program, such as servers behind a URL, are left out.
  package func entries(in text: [UInt8]) throws(HostFileProblem) -> [ServerEntry] {
    let file = try read(text)
    try file.checkSection(section)
    return (file.value[section]?.object?.members ?? []).compactMap { name, value in
      entry(named: name, value.object ?? [:], inputs: file.value["inputs"]?.array ?? [])
    }
  }

  /// What to write into a file by hand: all of a file that has nothing else.
  package func snippet(_ entry: ServerEntry) -> String {
    let edit = try? installing(entry, in: nil)
    return String(decoding: edit?.text ?? [], as: UTF8.self)
  }

  /// The file with an entry in it; `text` is nil where there is no file. An entry of that name that
  /// starts something else than Clickport is replaced only with `replacesOthers`. Members of the
  /// entry that aren't an installation's stay. `originals` are as in `uninstalling`: what was made of
  /// one of them is made of it anew.
  package func installing(
    _ entry: ServerEntry, in text: [UInt8]?, over originals: [[UInt8]?],
    replacesOthers: Bool = false
  ) throws(HostFileProblem) -> HostFileEdit {
    var edit = try installing(entry, in: text, replacesOthers: replacesOthers)
    guard edit.effect == .replaced, let text,
      let undone = try? uninstalling(
        entry.name, from: text, originals: originals, program: entry.command),
      undone.restsOnOriginal
    else { return edit }
    edit.text = try installing(entry, in: undone.text).text
    edit.restsOnOriginal = true
    return edit
  }

  /// The same, over whatever is there.
  package func installing(
    _ entry: ServerEntry, in text: [UInt8]?, replacesOthers: Bool = false
  ) throws(HostFileProblem) -> HostFileEdit {
    try check(entry)
    let file = try read(text ?? [])
    try file.checkSection(section)
    var members = members(of: entry)
    var effect = HostFileEdit.Effect.added
    if let present = file.value[section]?[entry.name] {
      try check(present, named: entry.name, orIs: entry.command, replacesOthers)
      effect = .replaced
      for (key, value) in present.object?.members ?? [] where !writes(key) { members[key] = value }
    }
    var editor = HostFileEditor(file, format, text ?? [])
    try editor.add(inputs(for: entry))
    try editor.set(members, named: entry.name, in: section)
    let isSame = text.map { $0 == editor.bytes } ?? false
    return HostFileEdit(
      effect: isSame ? .unchanged : effect, text: editor.bytes, changes: editor.changes)
  }

  /// The file without an entry. `originals` are texts that the file had before, the latest first,
  /// nil where there was none: the one that an installation made this text of is what there is then,
  /// to the last byte. Where there is no such one, because the file was changed since, the entry
  /// alone is taken out. An entry that starts `program` is Clickport's, whatever that is called.
  package func uninstalling(
    _ name: String, from text: [UInt8], originals: [[UInt8]?] = [nil], program: String? = nil,
    removesOthers: Bool = false
  ) throws(HostFileProblem) -> HostFileEdit {
    let file = try read(text)
    try file.checkSection(section)
    guard let present = file.value[section]?[name] else {
      return HostFileEdit(effect: .unchanged, text: text, changes: [])
    }
    try check(present, named: name, orIs: program, removesOthers)
    if let undone = undoing(name, present, in: text, file.value, originals) { return undone }
    let texts: [[UInt8]] = originals.compactMap { $0 }
    let values: [JSONValue] = texts.compactMap { try? read($0).value }
    let known = values.filter { $0[section]?[name] == nil }
    var editor = HostFileEditor(file, format, text)
    try editor.remove(name, from: section, keepsSection: known.first?[section] != nil)
    if let entry = entry(named: name, present.object ?? [:]) {
      // What was there before is the user's.
      let others = known.flatMap { Self.inputNames(in: $0) }
      try editor.removeInputs(
        of: inputs(for: entry).compactMap { $0["id"]?.string }.filter { !others.contains($0) },
        keepsList: known.first?["inputs"] != nil)
    }
    return HostFileEdit(effect: .removed, text: editor.bytes, changes: editor.changes)
  }

  /// The text before an installation, where it is known.
  private func undoing(
    _ name: String, _ present: JSONValue, in text: [UInt8], _ value: JSONValue,
    _ originals: [[UInt8]?]
  ) -> HostFileEdit? {
    let inputs = value["inputs"]?.array ?? []
    guard let entry = entry(named: name, present.object ?? [:], inputs: inputs) else { return nil }
    for original in originals {
      guard let edit = try? installing(entry, in: original), edit.effect == .added,
        edit.text == text
      else { continue }
      let changes = edit.changes.map { change in
        TextChange(line: change.line, removed: change.inserted, inserted: change.removed)
      }
      return HostFileEdit(
        effect: .removed, text: original, changes: changes, restsOnOriginal: true)
    }
    return nil
  }

  private func check(_ entry: ServerEntry) throws(HostFileProblem) {
    if !takesReferences, let variable = entry.environment.first(where: { $0.value == .reference }) {
      throw HostFileProblem("\(title) can't refer to the variable \(variable.name)")
    }
  }

  private func check(
    _ present: JSONValue, named name: String, orIs command: String?, _ allowsOthers: Bool
  ) throws(HostFileProblem) {
    let found = present.object.flatMap { entry(named: name, $0) }
    if allowsOthers || found?.isClickport == true { return }
    if let command, found?.command == command { return }
    var problem = HostFileProblem(
      "\"\(name)\" in \"\(section)\" is there already, and it isn't Clickport's")
    problem.isForeignEntry = true
    throw problem
  }

  private func read(_ text: [UInt8]) throws(HostFileProblem) -> any ConfigurationText {
    try format.read(text)
  }
}

extension AgentHost.Format {
  func read(_ text: [UInt8]) throws(HostFileProblem) -> any ConfigurationText {
    switch self {
    case .json: try JSONCText(text)
    case .toml: try TOMLText(text)
    case .yaml: try YAMLFileText(text)
    }
  }
}

/// Makes changes to a text one after the other. After each the text is read again: unless it says
/// exactly what it is to say, there is no change.
struct HostFileEditor {
  private(set) var bytes: [UInt8]
  private(set) var changes: [TextChange] = []
  private let format: AgentHost.Format
  private var file: any ConfigurationText

  init(_ file: any ConfigurationText, _ format: AgentHost.Format, _ bytes: [UInt8]) {
    self.file = file
    self.format = format
    self.bytes = bytes
  }

  mutating func set(
    _ members: JSONObject, named name: String, in section: String
  ) throws(HostFileProblem) {
    var expected = file.value.object ?? [:]
    var entries = expected[section]?.object ?? [:]
    if entries[name] == .object(members) { return }
    entries[name] = .object(members)
    expected[section] = .object(entries)
    try apply(try file.setting(members, named: name, in: section), expecting: [expected])
  }

  mutating func remove(
    _ name: String, from section: String, keepsSection: Bool
  ) throws(HostFileProblem) {
    var expected = file.value.object ?? [:]
    var entries = expected[section]?.object ?? [:]
    entries[name] = nil
    expected[section] = .object(entries)
    var without = expected
    if entries.isEmpty { without[section] = nil }
    try apply(
      try file.removing(name, from: section, keepsSection: keepsSection),
      expecting: [expected, without])
  }

  /// Adds inputs whose names aren't there yet.
  mutating func add(_ inputs: [JSONObject]) throws(HostFileProblem) {
    guard let file = file as? JSONCText else { return }
    let present = file.value["inputs"]?.array ?? []
    let names = present.map { $0["id"] }
    let missing = inputs.filter { !names.contains($0["id"]) }
    if missing.isEmpty { return }
    var expected = file.value.object ?? [:]
    expected["inputs"] = .array(present + missing.map { .object($0) })
    try apply([try file.appending(missing, to: "inputs")], expecting: [expected])
  }

  /// Takes the inputs out that nothing refers to any more.
  mutating func removeInputs(of names: [String], keepsList: Bool) throws(HostFileProblem) {
    for name in names {
      guard let file = file as? JSONCText else { return }
      var inputs = file.value["inputs"]?.array ?? []
      let reference = "${input:\(name)}"
      guard let index = inputs.firstIndex(where: { $0["id"]?.string == name }),
        !String(decoding: bytes, as: UTF8.self).contains(reference)
      else { continue }
      inputs.remove(at: index)
      var expected = file.value.object ?? [:]
      expected["inputs"] = .array(inputs)
      var without = expected
      if inputs.isEmpty { without["inputs"] = nil }
      try apply(
        try file.removing(element: index, from: "inputs", keepsList: keepsList),
        expecting: [expected, without])
    }
  }

  private mutating func apply(
    _ ways: [[(Range<Int>, [UInt8])]], expecting expected: [JSONObject]
  ) throws(HostFileProblem) {
    for passages in ways {
      let (text, changes) = bytes.replacing(passages)
      guard let file = try? format.read(text), let value = file.value.object,
        expected.contains(value)
      else { continue }
      self.changes += changes
      self.file = file
      bytes = text
      return
    }
    throw HostFileProblem("the file is written in a way that can't be edited safely")
  }
}
