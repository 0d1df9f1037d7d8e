internal import JSON
internal import Tools

/// What a request's body is written in, in the order it is wished for.
private enum BodyKind: CaseIterable {
  case json
  case form
  case multipart
  case text
  case file

  /// nil for what has parts of its own, and is no form.
  init?(_ type: String) {
    if MediaType.isJSON(type) {
      self = .json
    } else if MediaType.isForm(type) {
      self = .form
    } else if MediaType.isMultipartForm(type) {
      self = .multipart
    } else if !MediaType.essence(type).hasPrefix("multipart/") {
      self = MediaType.isText(type) ? .text : .file
    } else {
      return nil
    }
  }

  /// The same of a body: one of any type whose schema says that it is bytes is a file.
  init?(_ type: String, _ media: OpenAPINode, in document: OpenAPIDocument) {
    self.init(type)
    guard MediaType.isRange(type), let schema = media["schema"] else { return }
    let parts = SchemaParts(schema, in: document)
    if parts.type == "string", parts["format"] == "binary" { self = .file }
  }
}

extension ArgumentImport {
  /// Adds the arguments that make a request's body, in the first of its media types that can be
  /// sent, and gives that type where it isn't the usual one. A body that nothing can be made of is
  /// left out, unless it is required.
  mutating func addBody(_ written: OpenAPINode) throws(ImportObstacle) -> String? {
    guard let body = document.followed(written) else {
      throw ImportObstacle(written.pointer, "the body is described nowhere")
    }
    let content = document.members(body["content"])
    let pointer = body["content"]?.pointer ?? body.pointer
    var obstacle = ImportObstacle(pointer, "the body is described in no type that can be sent")
    var isFirst = true
    let kinds = content.map { BodyKind($0.name, $0.node, in: document) }
    for kind in BodyKind.allCases {
      let ofKind = zip(content, kinds).filter { $0.1 == kind }.map(\.0)
      for (type, node) in ofKind {
        let noteCount = document.notes.count
        var attempt = self
        // A file may have any of the types: its first bytes tell which.
        let types = kind == .file ? ofKind.map(\.name) : [type]
        do throws(ImportObstacle) {
          try attempt.add(kind, types, Media(node: node, body: body))
          self = attempt
          noteOthers(than: types, of: content, at: pointer)
          let isTold = types.count > 1 && FileImport.canTell(types)
          return hasBody && !isTold ? Self.sentType(type, kind) : nil
        } catch {
          document.notes.forget(after: noteCount)
          if isFirst { obstacle = error }
          isFirst = false
        }
      }
    }
    if body.value["required"] == true { throw obstacle }
    document.notes.add(obstacle.pointer, "\(obstacle.reason); the body is left out")
    return nil
  }

  /// Says in which media types the body can't be given, though the document offers them.
  private func noteOthers(
    than sent: [String], of content: [(name: String, node: OpenAPINode)], at pointer: JSONPointer
  ) {
    let sentTypes = sent.map(MediaType.essence)
    let others = content.map(\.name).filter { !sentTypes.contains(MediaType.essence($0)) }
    guard !others.isEmpty else { return }
    document.notes.add(
      pointer,
      "the body is sent as \(sent.joined(separator: " or ")); left out: \(others.joined(separator: ", "))"
    )
  }

  private var hasBody: Bool { arguments.contains { $0.value["in"] == "body" } }

  /// A body in one of its types.
  private struct Media {
    let node: OpenAPINode
    let body: OpenAPINode

    func encoding(of name: String) -> OpenAPINode? { node["encoding"]?[name] }
  }

  private static func sentType(_ type: String, _ kind: BodyKind) -> String? {
    switch kind {
    case .form, .multipart: nil
    case .json, .text, .file:
      MediaType.isConcrete(type) && type.lowercased() != MediaType.json ? type : nil
    }
  }

  private mutating func add(
    _ kind: BodyKind, _ types: [String], _ media: Media
  ) throws(ImportObstacle) {
    let type = types[0]
    let parts = media.node["schema"].map { SchemaParts($0, in: document) }
    switch kind {
    case .json:
      let nulls: SchemaImport.Nulls =
        MediaType.essence(type) == "application/merge-patch+json" ? .removing : .asDescribed
      if let parts, parts.type == "object", !parts.hasAlternatives, !parts.properties.isEmpty {
        try addMembers(of: parts, in: media, .body, nulls)
      } else {
        var source = whole(media, named: "body")
        source.nulls = nulls
        try add(source)
      }
    case .form, .multipart:
      let fields = parts?.joined()
      if let fields, fields.type == "object", !fields.properties.isEmpty {
        try addMembers(of: fields, in: media, kind == .form ? .form : .multipart, .nowhere)
      } else {
        try addForm(media, fields, kind)
      }
    case .text:
      let isString = parts?.type == "string" && parts?.hasAlternatives == false
      var source = whole(media, named: "body", isText: !isString)
      source.contentType = type
      try add(source)
    case .file:
      var source = whole(media, named: "file")
      source.file = FileImport(types: types, parts).limits
      if types.count > 1, !FileImport.canTell(types) {
        document.notes.add(media.node.pointer, "can't be told from the other types; always sent")
      }
      try add(source)
    }
  }

  private func whole(_ media: Media, named name: String, isText: Bool = false) -> Source {
    let schema = media.node["schema"]
    let text = OpenAPINode(value: ["type": "string"], pointer: media.node.pointer)
    return Source(
      wireName: name, location: .body, isRequired: media.body.value["required"] == true,
      pointer: schema?.pointer ?? media.node.pointer, schema: isText ? text : schema,
      description: media.body.value["description"]?.string, isWholeBody: true)
  }

  /// Adds one argument for all fields of a form that names none.
  private mutating func addForm(
    _ media: Media, _ parts: SchemaParts?, _ kind: BodyKind
  ) throws(ImportObstacle) {
    let schema = media.node["schema"]
    let pointer = schema?.pointer ?? media.node.pointer
    guard kind == .form, parts?.types.first ?? "object" == "object" else {
      throw ImportObstacle(pointer, "the form has no named fields")
    }
    let object = OpenAPINode(value: ["type": "object"], pointer: pointer)
    try add(
      Source(
        wireName: "fields", location: .form, isRequired: media.body.value["required"] == true,
        pointer: pointer, schema: parts?.type == nil ? object : schema,
        description: media.body.value["description"]?.string,
        style: Style("form", explodes: true)))
  }

  private mutating func addMembers(
    of parts: SchemaParts, in media: Media, _ location: ArgumentDescriptor.Location,
    _ nulls: SchemaImport.Nulls
  ) throws(ImportObstacle) {
    for (name, property) in parts.properties where !document.isReadOnly(property) {
      var source = Source(
        wireName: name, location: location, isRequired: parts.required.contains(name),
        pointer: property.pointer, schema: property, nulls: nulls)
      if property.value["deprecated"] == true, !source.isRequired {
        document.notes.add(property.pointer, "is deprecated; left out")
        continue
      }
      if location != .body { encode(&source, media.encoding(of: name)) }
      try add(source)
    }
    if let more = parts.keywords["additionalProperties"], more.value != false, more.value != [:] {
      document.notes.add(more.pointer, "further members can't be given; left out")
    }
  }

  /// What a document says of how a field of a form, or a part of a body, is written.
  private func encode(_ source: inout Source, _ encoding: OpenAPINode?) {
    let type = encoding.flatMap { document.text($0["contentType"]) }
    if let headers = encoding?["headers"] {
      document.notes.add(headers.pointer, "header fields of a part are left out")
    }
    if let encoding, encoding.value["style"] != nil || encoding.value["explode"] != nil,
      source.location == .form
    {
      source.style = Style(
        document.text(encoding["style"]) ?? "form", explodes: encoding.value["explode"]?.bool)
      return
    }
    source.contentType = type
    guard source.location == .multipart, let schema = source.schema else { return }
    if let style = encoding?["style"] {
      document.notes.add(style.pointer, "a part has no style; left out")
    }
    let types = type?.split(separator: ",").map { String($0).trimmed } ?? []
    let variants = partVariants(SchemaParts(schema, in: document))
    let files = variants.compactMap { variant in
      FileImport(types: types, partOf: variant.parts, takesAnything: hasUntypedFiles)
        .map { (file: $0, isListed: variant.isListed) }
    }
    guard let (file, _) = files.first else { return }
    if files.count < variants.count {
      document.notes.add(schema.pointer, "may be no file too; taken as a file only")
    }
    source.file = file.limits
    source.isFileList = files.contains(where: \.isListed)
    source.contentType = file.contentType
  }

  /// What a part may be, by itself or as one of a list.
  private func partVariants(_ parts: SchemaParts) -> [(parts: SchemaParts, isListed: Bool)] {
    parts.variants().flatMap { variant -> [(parts: SchemaParts, isListed: Bool)] in
      guard variant.type == "array" else { return [(variant, false)] }
      guard let items = variant.keywords["items"] else { return [(variant, true)] }
      return SchemaParts(items, in: document, inside: variant.inside).variants().map { ($0, true) }
    }
  }

  /// Whether a part without a type is bytes, as OpenAPI says since 3.1.
  private var hasUntypedFiles: Bool {
    guard let version = document.root.value["openapi"] else { return false }
    return !(version.string ?? version.description).hasPrefix("3.0")
  }
}

/// What a document says of a file.
private struct FileImport {
  /// What the manifest says of it.
  let limits: JSONObject
  /// The one type it has; nil where it may have several.
  let contentType: String?

  /// So large may one be of which nothing is said.
  private static let largest = 16 << 20

  /// `types` are media types or ranges of them.
  init(types: [String], _ parts: SchemaParts?) {
    let length = parts?["maxLength"]?.int ?? Self.largest
    var limits: JSONObject = [
      "max_bytes": .number(JSONNumber(min(max(length, 1), Self.largest)))
    ]
    let concrete = types.filter(MediaType.isConcrete)
    if Self.canTell(types), types != concrete || types.count > 1 {
      let all = types.flatMap(Self.told)
      if let other = types.first(where: { Self.told($0).isEmpty }) {
        limits["otherwise"] = .string(MediaType.isConcrete(other) ? other : MediaType.octets)
      }
      limits["types"] = .array(
        FileType.allCases.filter(all.contains).map { .string($0.rawValue) })
      contentType = nil
    } else {
      contentType = concrete.first
    }
    self.limits = limits
  }

  /// nil where a part is no file.
  init?(types: [String], partOf parts: SchemaParts, takesAnything: Bool) {
    guard parts.type == "string" || parts.types.isEmpty, parts["contentEncoding"] == nil
    else { return nil }
    let media = parts["contentMediaType"]?.string
    let all = types.isEmpty ? [media].compactMap(\.self) : types
    let isBinary = !all.isEmpty && !all.contains { MediaType.isText($0) || MediaType.isJSON($0) }
    let isUntyped = takesAnything && all.isEmpty && parts.types.isEmpty && !parts.isCut
    guard parts["format"] == "binary" || isBinary || isUntyped else { return nil }
    self.init(types: all, parts)
  }

  /// Whether the first bytes of a file may tell which of the types it has.
  static func canTell(_ types: [String]) -> Bool { types.contains { !told($0).isEmpty } }

  /// The types of a range that can be told by their first bytes.
  private static func told(_ type: String) -> [FileType] {
    guard type.hasSuffix("/*"), type != "*/*" else {
      return FileType(rawValue: type.lowercased()).map { [$0] } ?? []
    }
    return FileType.allCases.filter { $0.rawValue.hasPrefix(type.lowercased().dropLast()) }
  }
}
