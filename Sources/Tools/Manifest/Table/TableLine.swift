internal import JSON

/// What a table's lines are made of.
enum TableLine {
  /// What a line begins with, a byte.
  enum Kind {
    /// The tools of a service follow. What they share, and all else there is to say of it.
    static let provider = UInt8(ascii: "p")
    static let tool = UInt8(ascii: "t")
    /// The server's own tools follow. What they share.
    static let own = UInt8(ascii: "o")
    /// The last line: the prompts, and the groups of synonyms.
    static let rest = UInt8(ascii: "r")
  }

  /// Stands for no value, where an empty one would be one.
  private static let nothing = "-"

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

  /// A tool whose kind has been passed. `end` is where in the manifest the last thing ended that was
  /// told of.
  static func tool(
    _ bytes: borrowing Span<UInt8>, _ scanner: inout FieldScanner, after end: inout Int,
    of provider: String, in table: ManifestTable
  ) -> (summary: ToolSummary, effect: Effect, text: TextRange)? {
    guard let name = scanner.text(bytes), let toolset = scanner.text(bytes),
      let effect = scanner.choice(bytes, among: effects),
      let listing = scanner.choice(bytes, among: listings), let handler = scanner.number(bytes),
      handler < handlers.count, let part = scanner.text(bytes),
      let dimensions = scanner.text(bytes), let text = scanner.range(bytes, after: &end),
      let published = scanner.longField(bytes)
    else { return nil }
    let summary = ToolSummary(
      name: name, provider: provider, toolset: toolset, listing: listing,
      ownHandler: handler < 0 ? nil : handlers[handler],
      partTool: part == nothing ? nil : part,
      sourceDimensions: dimensions == nothing
        ? nil : dimensions.split(separator: ",").map(String.init),
      published: (table, published))
    return (summary, effect, text)
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
