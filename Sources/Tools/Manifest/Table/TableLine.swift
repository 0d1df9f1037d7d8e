internal import JSON

/// The lines of a table, as they are read and written.
enum TableLine {
  /// The tools of a service follow.
  case provider(Provider)
  case tool(Tool)
  /// The server's own tools follow.
  case own(parameters: TextRange)
  /// The last line: the prompts' place, and the groups of synonyms.
  case rest(prompts: TextRange, synonyms: TextRange)

  /// What the tools of a provider share, and in the table all else there is to say of it.
  struct Provider {
    let parameters: TextRange
    let shapes: TextRange
    let fields: TextRange
  }

  struct Tool {
    let name: String
    let toolset: String
    let effect: Effect
    let listing: Listing
    let ownHandler: ToolDescriptor.OwnHandler?
    let partTool: String?
    let sourceDimensions: [String]?
    /// Where it stands in the manifest.
    let text: TextRange
    /// Where it stands in the table as clients see it.
    let published: TextRange
  }

  /// What a line begins with.
  enum Kind {
    static let provider = UInt8(ascii: "p")
    static let tool = UInt8(ascii: "t")
    static let own = UInt8(ascii: "o")
    static let rest = UInt8(ascii: "r")
  }

  /// The next line; nil where it is none that can be read. `end` is where in the manifest the last
  /// thing ended that was told of.
  init?(_ bytes: borrowing Span<UInt8>, _ scanner: inout FieldScanner, after end: inout Int) {
    guard let kind = scanner.field(bytes), kind.count == 1 else { return nil }
    switch bytes[kind.lowerBound] {
    case Kind.provider:
      guard let parameters = scanner.range(bytes, after: &end),
        let shapes = scanner.range(bytes, after: &end), let fields = scanner.longField(bytes)
      else { return nil }
      self = .provider(Provider(parameters: parameters, shapes: shapes, fields: fields))
    case Kind.tool:
      guard let tool = Tool(bytes, &scanner, after: &end) else { return nil }
      self = .tool(tool)
    case Kind.own:
      guard let parameters = scanner.range(bytes, after: &end) else { return nil }
      self = .own(parameters: parameters)
    case Kind.rest:
      guard let prompts = scanner.range(bytes, after: &end),
        let synonyms = scanner.longField(bytes)
      else { return nil }
      self = .rest(prompts: prompts, synonyms: synonyms)
    default: return nil
    }
  }
}

extension TableLine.Tool {
  /// Stands for no value, where an empty one would be one.
  static let nothing = "-"

  fileprivate init?(
    _ bytes: borrowing Span<UInt8>, _ scanner: inout FieldScanner, after end: inout Int
  ) {
    guard let name = scanner.text(bytes), let toolset = scanner.text(bytes),
      let effect = scanner.choice(bytes, among: Self.effects),
      let listing = scanner.choice(bytes, among: Self.listings),
      let handler = scanner.number(bytes), let part = scanner.text(bytes),
      let dimensions = scanner.text(bytes), let text = scanner.range(bytes, after: &end),
      let published = scanner.longField(bytes), handler < Self.handlers.count
    else { return nil }
    self.name = name
    self.toolset = toolset
    self.effect = effect
    self.listing = listing
    ownHandler = handler < 0 ? nil : Self.handlers[handler]
    partTool = part == Self.nothing ? nil : part
    sourceDimensions =
      dimensions == Self.nothing ? nil : dimensions.split(separator: ",").map(String.init)
    self.text = text
    self.published = published
  }

  private static let effects = Effect.allCases
  private static let listings = Listing.allCases
  private static let handlers = ToolDescriptor.OwnHandler.allCases

  /// The fields that tell whether a tool is offered.
  static func fields(of tool: ToolDescriptor) -> [String] {
    [
      tool.name, tool.toolset, "\(effects.firstIndex(of: tool.effect) ?? -1)",
      "\(listings.firstIndex(of: tool.listing) ?? -1)",
      "\(tool.ownHandler.flatMap(handlers.firstIndex) ?? -1)", tool.partTool ?? nothing,
      tool.sourceDimensions?.joined(separator: ",") ?? nothing,
    ]
  }
}

/// Writes a table's lines.
struct TableWriter {
  private(set) var bytes: [UInt8] = []
  /// Where in the manifest the last thing ended that was told of.
  private var end = 0

  /// `kind` is one of `TableLine.Kind`.
  mutating func line(_ kind: UInt8, _ fields: [String] = [], ranges: [Range<Int>?] = []) {
    var fields = [String(Unicode.Scalar(kind))] + fields
    for range in ranges {
      fields += ["\(range.map { $0.lowerBound - end } ?? 0)", "\(range?.count ?? 0)"]
      end = range?.upperBound ?? end
    }
    bytes += fields.joined(separator: "\t").utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Ends the line that was begun last with a value.
  mutating func endLine(with value: JSONValue) {
    let text = value.serialized()
    bytes.removeLast()
    bytes += "\t\(text.count)\t".utf8 + text
    bytes.append(UInt8(ascii: "\n"))
  }
}
