internal import JSON
internal import Tools

/// The value of an argument as a path, a query, a form or a header field holds it.
///
/// What a style has no form for is refused: a list in a list, and a part that holds what separates
/// parts, where it can't be escaped.
struct StyledValue {
  /// The argument's own name, for those who gave it.
  let argument: String
  /// Its name in the request.
  let name: String
  let style: ArgumentStyle
  let value: JSONValue

  /// One text, and the name of the member that it is.
  private typealias Part = (key: String?, text: String)

  private var isList: Bool { value.array != nil || value.object != nil }

  /// `name=value` as queries and forms have it, both escaped.
  func pairs() throws(ArgumentProblem) -> [String] {
    if style.kind == .deepObject {
      var pairs: [String] = []
      try deepen(value, PercentCoding.escape(name), into: &pairs)
      return pairs
    }
    let parts = try parts()
    if style.explodes || !isList {
      return parts.map { part in
        "\(PercentCoding.escape(part.key ?? name))=\(PercentCoding.escape(part.text))"
      }
    }
    if parts.isEmpty { return [] }
    return ["\(PercentCoding.escape(name))=\(try separated(parts))"]
  }

  /// What stands in a path's place for it, escaped.
  func segment() throws(ArgumentProblem) -> String {
    let parts = try parts()
    let explodes = style.explodes && isList
    switch style.kind {
    case .label:
      if explodes { try refuse(".", in: parts) }
      return "." + items(parts, Self.escape).joined(separator: explodes ? "." : ",")
    case .matrix:
      guard explodes else {
        return Self.matrix(name, items(parts, Self.escape).joined(separator: ","))
      }
      return parts.map { Self.matrix($0.key ?? name, PercentCoding.escape($0.text)) }.joined()
    case .simple, .form, .spaceDelimited, .pipeDelimited, .deepObject:
      return items(parts, Self.escape).joined(separator: ",")
    }
  }

  /// The header field's value, which is never escaped.
  func fieldValue() throws(ArgumentProblem) -> String {
    let parts = try parts()
    if isList { try refuse(",", in: parts) }
    if style.explodes, value.object != nil { try refuse("=", in: parts) }
    return items(parts) { $0 }.joined(separator: ",")
  }

  /// The texts of the value. What is null is as if it weren't there (RFC 6570 section 2.3).
  private func parts() throws(ArgumentProblem) -> [Part] {
    var parts: [Part] = []
    for (key, value) in members {
      // The members of an object that explodes in a query stand there as if each was an argument.
      let isRepeated = key != nil && style.kind == .form && style.explodes
      for value in isRepeated ? value.array ?? [value] : [value] {
        guard value.array == nil, value.object == nil else {
          throw problem(
            "holds \(value.nameOfType), which can't be written there",
            "texts, numbers and truth values only")
        }
        parts += value.wireTexts(nil).map { (key, $0) }
      }
    }
    return parts
  }

  private var members: [(key: String?, value: JSONValue)] {
    if let object = value.object { return object.map { ($0.key, $0.value) } }
    return (value.array ?? [value]).map { (nil, $0) }
  }

  /// `blue`, and of a member `r=100` where it explodes, else `r` and `100`.
  private func items(_ parts: [Part], _ escape: (String) -> String) -> [String] {
    parts.flatMap { part -> [String] in
      guard let key = part.key else { return [escape(part.text)] }
      return style.explodes
        ? ["\(escape(key))=\(escape(part.text))"] : [escape(key), escape(part.text)]
    }
  }

  private static func escape(_ text: String) -> String { PercentCoding.escape(text) }

  private static func matrix(_ name: String, _ escaped: String) -> String {
    ";\(PercentCoding.escape(name))" + (escaped.isEmpty ? "" : "=\(escaped)")
  }

  /// All parts in one text of a query.
  private func separated(_ parts: [Part]) throws(ArgumentProblem) -> String {
    let separator: String
    switch style.kind {
    case .spaceDelimited:
      try refuse(" ", in: parts)
      separator = "%20"
    case .pipeDelimited:
      try refuse("|", in: parts)
      separator = "%7C"
    case .form, .deepObject, .simple, .label, .matrix: separator = ","
    }
    return items(parts, Self.escape).joined(separator: separator)
  }

  private func refuse(_ separator: Character, in parts: [Part]) throws(ArgumentProblem) {
    guard parts.contains(where: { "\($0.key ?? "")\($0.text)".contains(separator) }) else { return }
    throw problem(
      "holds \"\(separator)\", which separates its parts there", "parts without \"\(separator)\"")
  }

  /// `name[r]=100`, at any depth. OpenAPI leaves open how a list stands in it: as most readers of
  /// brackets have it, `name[]` for each value, and `name[0]` where values have members.
  private func deepen(
    _ value: JSONValue, _ key: String, into pairs: inout [String]
  ) throws(ArgumentProblem) {
    switch value {
    case .object(let object):
      for (name, value) in object {
        // Readers of brackets undo the escapes first.
        guard !name.contains(where: { $0 == "[" || $0 == "]" }) else {
          throw problem(
            "has a member \"\(name)\", whose brackets separate names there",
            "members without [ and ]")
        }
        try deepen(value, "\(key)%5B\(PercentCoding.escape(name))%5D", into: &pairs)
      }
    case .array(let elements):
      let isFlat = elements.allSatisfy { $0.array == nil && $0.object == nil }
      for (index, element) in elements.enumerated() {
        try deepen(element, isFlat ? "\(key)%5B%5D" : "\(key)%5B\(index)%5D", into: &pairs)
      }
    case .null, .bool, .number, .string:
      pairs += value.wireTexts(nil).map { "\(key)=\(PercentCoding.escape($0))" }
    }
  }

  private func problem(_ problem: String, _ expected: String) -> ArgumentProblem {
    ArgumentProblem(argument, problem: problem, expected: expected)
  }
}
