internal import JSON

extension Manifest {
  /// A manifest as its table tells of it; nil where the table can't be read. The rest of it is read
  /// when it is asked for.
  package init?(_ table: ManifestTable) {
    let manifest = table.table.withBytes { bytes in
      var reader = TableReader(table)
      return reader.manifest(bytes)
    }
    guard let manifest else { return nil }
    self = manifest
  }
}

/// Makes a manifest of a table's lines.
private struct TableReader {
  private let source: ManifestTable
  private var scanner = FieldScanner()
  private var end = 0
  private var providers: [ProviderDescriptor] = []
  private var ownTools: [ToolDescriptor] = []
  /// Whose tools are being read; nil for the server's own.
  private var provider: (id: String, fields: ManifestCursor)?
  private var shared = Deferred { SharedParts() }
  private var tools: [ToolDescriptor] = []

  init(_ source: ManifestTable) {
    self.source = source
  }

  mutating func manifest(_ bytes: borrowing Span<UInt8>) -> Manifest? {
    guard scanner.skipLine(bytes) else { return nil }
    while let kind = scanner.field(bytes), kind.count == 1 {
      switch bytes[kind.lowerBound] {
      case TableLine.Kind.tool: guard addTool(bytes) else { return nil }
      case TableLine.Kind.provider: guard endTools(), beginProvider(bytes) else { return nil }
      case TableLine.Kind.own: guard endTools(), beginOwn(bytes) else { return nil }
      case TableLine.Kind.rest: return endTools() ? rest(bytes) : nil
      default: return nil
      }
    }
    return nil
  }

  private mutating func addTool(_ bytes: borrowing Span<UInt8>) -> Bool {
    let owner = provider?.id ?? ToolDescriptor.ownProvider
    guard let line = TableLine.tool(bytes, &scanner, after: &end, of: owner, in: source) else {
      return false
    }
    let (summary, effect, text) = line
    let details = DeferredDetails { [source, shared] in
      guard let cursor = source.manifest.cursor(text),
        cursor.object["name"]?.string == summary.name
      else { return nil }
      return ToolDetails(
        reading: cursor, effect: effect, own: summary.ownHandler, shared: shared.value
      ).map(KnownDetails.init)
    }
    tools.append(ToolDescriptor(summary, effect: effect, details: details))
    return true
  }

  private mutating func beginProvider(_ bytes: borrowing Span<UInt8>) -> Bool {
    guard let parameters = scanner.range(bytes, after: &end),
      let shapes = scanner.range(bytes, after: &end), let line = scanner.longField(bytes),
      let fields = source.table.cursor(line, isCompact: true),
      let id = fields.object["id"]?.string
    else { return false }
    provider = (id, fields)
    shared = Deferred { [source] in
      SharedParts(
        parameters: source.manifest.cursor(parameters), shapes: source.manifest.cursor(shapes),
        days: ServiceDays(reading: fields), requires: fields.string("requires"),
        keys: ProviderDescriptor.Authentication.others(of: fields))
    }
    return true
  }

  private mutating func beginOwn(_ bytes: borrowing Span<UInt8>) -> Bool {
    guard let parameters = scanner.range(bytes, after: &end) else { return false }
    provider = nil
    shared = Deferred { [source] in
      SharedParts(parameters: source.manifest.cursor(parameters))
    }
    return true
  }

  private mutating func rest(_ bytes: borrowing Span<UInt8>) -> Manifest? {
    guard let prompts = scanner.range(bytes, after: &end),
      let synonyms = scanner.longField(bytes), scanner.isAtEnd(bytes)
    else { return nil }
    return Manifest(
      providers: providers, ownTools: ownTools,
      prompts: Deferred { [source] in source.manifest.prompts(prompts) },
      synonyms: Deferred { [source] in source.table.words(synonyms) })
  }

  /// Whether the provider can be read whose tools were the last.
  private mutating func endTools() -> Bool {
    defer { tools.removeAll() }
    guard let (_, fields) = provider else {
      ownTools += tools
      return true
    }
    guard let read = ProviderDescriptor(reading: fields, tools: tools) else { return false }
    providers.append(read)
    return true
  }
}

extension StoredText {
  /// An object in it that is known to be right; nil where there is none.
  fileprivate func cursor(_ range: TextRange, isCompact: Bool = false) -> ManifestCursor? {
    object(range, isCompact: isCompact).map {
      ManifestCursor(object: $0, pointer: .root, problems: .ofProven)
    }
  }

  /// An object in it, with the objects in that kept as text.
  func object(_ range: TextRange, isCompact: Bool) -> JSONObject? {
    guard range != .none, let bytes = part(range) else { return nil }
    let value = try? JSONValue(
      parsing: bytes, keepingObjectsAt: 2, isProven: true, isCompact: isCompact)
    return value?.object
  }

  fileprivate func prompts(_ range: TextRange) -> [PromptDescriptor] {
    guard range != .none, let bytes = part(range) else { return [] }
    let list = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]
    return ((try? JSONValue(parsing: list))?.array ?? []).compactMap(\.object).compactMap {
      PromptDescriptor(
        reading: ManifestCursor(object: $0, pointer: .root, problems: .ofProven))
    }
  }

  fileprivate func words(_ range: TextRange) -> [[String]] {
    guard let bytes = part(range), let groups = try? JSONValue(parsing: bytes) else { return [] }
    return (groups.array ?? []).map { $0.array?.compactMap(\.string) ?? [] }
  }
}
