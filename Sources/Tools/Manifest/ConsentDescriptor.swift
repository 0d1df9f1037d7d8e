package import JSON

/// What a person is asked before a destructive call, and how the thing at stake is looked up.
package struct ConsentDescriptor: Sendable {
  /// The question. `{name}` stands for what the thing is called, `{argument}` for an argument.
  package let question: String
  /// When it is asked; nil where it always is.
  package let condition: ArgumentRule.Condition?
  /// How the thing is found; nil where the service has no way to tell.
  package let lookup: LookupDescriptor?
  /// Where the thing is named; the first that leads to something wins.
  private let names: [JSONPointer]

  /// What a thing is called: its name, or else the id that it was looked up by.
  package func name(of thing: JSONValue, _ arguments: Arguments) -> String {
    let texts = names.lazy.compactMap { $0.value(in: thing) }.filter { !$0.isNull }.map {
      $0.string ?? $0.description
    }
    if let name = texts.first(where: { !$0.isBlank }) { return name }
    let ids = lookup.map { $0.matches.map(\.argument) + $0.request.requiredArguments.reversed() }
    let id = ids?.lazy.compactMap { arguments[$0] }.first
    return id.map { $0.string ?? $0.description } ?? "without a name"
  }

  /// So much of a name is shown, and of a list, in characters.
  private static let nameLimit = 100
  private static let listLimit = 1000

  /// The question about these arguments and a thing of that name. Others chose these words:
  /// nothing in them may hide or turn around what the person reads.
  package func question(about name: String, _ arguments: Arguments) -> String {
    template.filled { key in
      if key == "name" { return Self.plain(name) }
      guard let value = arguments[key] else { return "none" }
      return value.array.map(Self.list) ?? Self.plain(value.string ?? value.description)
    }
  }

  /// Made when it is needed: few questions of a manifest are ever asked.
  private var template: TextTemplate { TextTemplate(parsing: question) { _ in true } }

  /// Every argument it speaks of.
  var arguments: [String] {
    (lookup?.arguments ?? []) + [condition?.argument].compactMap(\.self)
      + template.names.filter { $0 != "name" }
  }

  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    plain.append(contentsOf: text.unicodeScalars.filter { !$0.isHidden })
    let shown = String(plain)
    let hidden = shown.count - nameLimit
    return hidden <= 0
      ? shown : shown.prefix(nameLimit) + "… (\(hidden) more character\(hidden == 1 ? "" : "s"))"
  }

  /// All elements or, where they are too many to be read, the first and how many there are.
  private static func list(_ elements: [JSONValue]) -> String {
    var shown = ""
    for (index, element) in elements.enumerated() {
      // An object that only names a thing is that name.
      let only = element.object.flatMap { $0.count == 1 ? $0.members.first?.value : nil } ?? element
      let next = (index > 0 ? ", " : "") + plain(only.string ?? only.description)
      guard shown.count + next.count <= listLimit else {
        return "\(shown) and \(elements.count - index) more, \(elements.count) in all"
      }
      shown += next
    }
    return elements.isEmpty ? "none" : shown
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["question", "when", "lookup", "name"] + LookupDescriptor.fields)
    condition = ArgumentRule.Condition(reading: cursor)
    if condition == nil, cursor.object.contains("when") {
      cursor.report(at: "when", "must be one argument and its value, or values")
    }
    let isLookedUp = cursor.object.contains("lookup")
    lookup = isLookedUp ? LookupDescriptor(reading: cursor, request: "lookup") : nil
    names = cursor.pointers("name")
    if isLookedUp { _ = cursor.isPresent("name", "where the answer names the thing") }
    if isLookedUp, cursor.object.contains("rows") != cursor.object.contains("where") {
      cursor.report("rows and where find a row together: give both or none")
    }
    guard let question = cursor.requiredString("question") else { return nil }
    self.question = question
    if !isLookedUp, question.contains("{name}") {
      cursor.report(at: "question", "{name} needs a lookup that finds it")
    }
  }
}
