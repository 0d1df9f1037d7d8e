internal import JSON

extension ManifestTable {
  /// The table of a manifest, which was read from that text and found right. nil where it has a
  /// name that no line can hold.
  package static func bytes(of manifest: Manifest, text: [UInt8]) -> [UInt8]? {
    // The objects of tools, and what their providers share, are kept as text: it tells where they
    // stand.
    guard let root = try? JSONValue(parsing: text, keepingObjectsAt: 2) else { return nil }
    var writer = TableWriter()
    for (provider, written) in zip(manifest.providers, root["providers"]?.array ?? []) {
      guard let written = written.object else { return nil }
      writer.add(provider, written)
    }
    writer.line(
      TableLine.Kind.own, ranges: [root["parameters"]?.object?.writtenRange])
    writer.add(manifest.ownTools, root["tools"])
    let prompts = (root["prompts"]?.array ?? []).compactMap { $0.object?.writtenRange }
    let range = prompts.first.flatMap { first in
      prompts.last.map { first.lowerBound..<$0.upperBound }
    }
    writer.line(TableLine.Kind.rest, ranges: [range])
    writer.endLine(
      with: .array(manifest.synonyms.map { .array($0.map(JSONValue.string)) }))
    let lines = writer.bytes
    let head = [
      Head.title, "\(text.count)", "\(Checksum(of: text.span))", "\(Checksum(of: lines.span))",
    ]
    let table = Array(head.joined(separator: "\t").utf8) + [UInt8(ascii: "\n")] + lines
    // A name with a tab in it breaks its line.
    let read = ManifestTable(TextPart(table), of: TextPart(text)).flatMap(Manifest.init)
    guard let read, read.tools.map(\.name) == manifest.tools.map(\.name),
      read.tools.map(\.toolset) == manifest.tools.map(\.toolset)
    else { return nil }
    return table
  }
}

extension TableWriter {
  fileprivate mutating func add(_ provider: ProviderDescriptor, _ written: JSONObject) {
    line(
      TableLine.Kind.provider,
      ranges: ["parameters", "shapes"].map { written[$0]?.object?.writtenRange })
    let fields = written.members.filter {
      !["parameters", "shapes", "tools"].contains($0.key) && !$0.key.hasPrefix("$")
    }
    endLine(with: .object(JSONObject(fields.map { ($0.key, $0.value) })))
    add(provider.tools, written["tools"])
  }

  fileprivate mutating func add(_ tools: [ToolDescriptor], _ written: JSONValue?) {
    for (tool, text) in zip(tools, written?.array ?? []) {
      line(
        TableLine.Kind.tool, TableLine.fields(of: tool), ranges: [text.object?.writtenRange])
      endLine(with: .object(tool.publishedText))
    }
  }
}
