internal import JSON
package import MCP

/// How tools and their answers are written for clients, as the operator chose.
package struct Publication: Equatable, Sendable {
  /// Whether `tools/list` holds the schemas of answers: most of the text a model would have to read.
  package var outputSchemas: Bool
  package var dialect: SchemaDialect
  package var structure: Structure

  /// When an answer goes out a second time, as `structuredContent`. Several frameworks show a model
  /// both, and so everything twice.
  package enum Structure: String, CaseIterable, Sendable {
    /// Where the client needs it: the tool's schema is published, or the client shows pages.
    case auto
    case always
  }

  package init(
    outputSchemas: Bool = false, dialect: SchemaDialect = .standard, structure: Structure = .auto
  ) {
    self.outputSchemas = outputSchemas
    self.dialect = dialect
    self.structure = structure
  }

  /// The tools that are listed. Where none of them leads to what isn't published, all arguments are:
  /// many clients drop, or refuse, what the schema doesn't name.
  package func tools(of surface: ExposedTools) -> [Tool] {
    let showsAll = !surface.hasRelay
    return surface.listed.map { tool($0, withAdvanced: showsAll) }
  }

  /// One tool, as it is listed beside one that leads to the rest.
  package func tool(_ tool: ToolDescriptor, withAdvanced: Bool = false) -> Tool {
    tool.published(in: dialect, withAdvanced: withAdvanced, withOutput: outputSchemas)
  }

  /// What goes out beside the text of an answer; nil where nothing does. `schema` is what is
  /// published of the tool's answers, if anything is.
  func structured(
    _ answer: JSONObject, _ schema: @autoclosure () -> JSONSchema?, for client: ClientInteraction
  ) -> FittedAnswer? {
    if outputSchemas, let schema = schema() { return FittedAnswer(answer, to: schema) }
    return structure == .always || client.showsPages ? FittedAnswer(whole: answer) : nil
  }
}

/// An answer as far as it fits the schema that was published for it. Strict clients throw a whole
/// result away for one `null`, and one without a structure too.
struct FittedAnswer: Sendable {
  private(set) var content: JSONObject
  /// The places of what was left out.
  private(set) var drift: [JSONPointer] = []

  init(whole answer: JSONObject) {
    content = answer
  }

  /// Leaves out each value that breaks the schema, and what holds it where it can't be without it.
  init(_ answer: JSONObject, to schema: JSONSchema) {
    self.init(whole: answer)
    var omission = Omission(from: .object(answer))
    while true {
      let broken = schema.violations(in: .object(content)).map(\.instance)
      guard !broken.isEmpty else { return }
      drift += omission.add(broken)
      content = omission.rest?.object ?? [:]
      if content.isEmpty { return }
    }
  }

  /// So many places are named.
  private static let namedPlaces = 20

  /// `{"count": 2, "left_out": ["/data/0/industry", "/data/3/industry"]}`; nil where nothing was.
  var driftJSON: JSONValue? {
    guard !drift.isEmpty else { return nil }
    return [
      "count": .number(JSONNumber(drift.count)),
      "left_out": .array(drift.prefix(Self.namedPlaces).map { .string($0.description) }),
    ]
  }
}

/// A value of which some parts are left out.
private struct Omission {
  private let whole: JSONValue
  /// Places in the whole value.
  private var omitted: Set<[String]> = []

  init(from whole: JSONValue) {
    self.whole = whole
  }

  /// What is there still; nil where the value itself is left out.
  var rest: JSONValue? { rest(of: whole, at: []) }

  /// Leaves out what is at these places of the rest, and gives their places in the whole.
  mutating func add(_ places: [JSONPointer]) -> [JSONPointer] {
    let meant = places.map { place(of: $0.tokens) }
    return meant.filter { omitted.insert($0).inserted }.map(JSONPointer.init(tokens:))
  }

  private func rest(of value: JSONValue, at place: [String]) -> JSONValue? {
    if omitted.contains(place) { return nil }
    switch value {
    case .object(let object):
      return .object(
        JSONObject(
          object.compactMap { name, member in
            rest(of: member, at: place + [name]).map { (name, $0) }
          }))
    case .array(let elements):
      return .array(
        elements.enumerated().compactMap { rest(of: $1, at: place + [String($0)]) })
    case .null, .bool, .number, .string: return value
    }
  }

  /// Where in the whole that is: an element's index counts what was left out before it.
  private func place(of tokens: [String]) -> [String] {
    if omitted.isEmpty { return tokens }
    return tokens.reduce(into: []) { place, token in
      guard let array = JSONPointer(tokens: place).value(in: whole)?.array,
        let index = Int(token)
      else { return place.append(token) }
      let left = array.indices.lazy.map(String.init).filter { [place] in
        !omitted.contains(place + [$0])
      }
      place.append(Array(left)[index])
    }
  }
}
