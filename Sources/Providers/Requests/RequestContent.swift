internal import JSON
internal import Tools

/// What a request's body holds.
enum RequestContent {
  /// Pairs, escaped.
  case form(String)
  case json(JSONValue, type: String? = nil)
  case multipart(MultipartForm)
  case bytes([UInt8], type: String)

  var contentType: String {
    switch self {
    case .form: MediaType.form
    case .json(_, let type): type ?? MediaType.json
    case .multipart(let form): form.contentType
    case .bytes(_, let type): type
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .form(let pairs): Array(pairs.utf8)
    case .json(let value, _): value.serialized()
    case .multipart(let form): form.bytes
    case .bytes(let bytes, _): bytes
    }
  }

  /// What a tool's arguments make of a body; nil where none belongs into one. Members of a JSON
  /// object lie over what `object` holds.
  init?(
    of tool: ToolDescriptor, _ arguments: Arguments, over object: JSONObject
  ) throws(ArgumentProblem) {
    let descriptors = tool.arguments
    switch descriptors.bodyLocation {
    case .form?: self = .form(try descriptors.pairs(.form, arguments))
    case .multipart?:
      let parts = Self.parts(descriptors, arguments)
      // A multipart body has one part at least (RFC 2046 section 5.1.1).
      guard !parts.isEmpty else { return nil }
      self = .multipart(MultipartForm(parts: parts))
    case .body?:
      guard let whole = descriptors.first(where: \.isWholeBody) else {
        self = .json(Self.members(descriptors, arguments, over: object), type: tool.contentType)
        return
      }
      guard let value = arguments[whole.name] else { return nil }
      self = Self.whole(value, whole, type: tool.contentType)
    case .path?, .query?, .header?, .tool?, nil: return nil
    }
  }

  private static func members(
    _ descriptors: [ArgumentDescriptor], _ arguments: Arguments, over object: JSONObject
  ) -> JSONValue {
    var body = JSONValue.object(object)
    // Descriptors are long: only those of what was given are copied.
    for index in descriptors.indices where descriptors[index].location == .body {
      guard let value = arguments[descriptors[index].name] else { continue }
      let descriptor = descriptors[index]
      body = body.setting(
        value.rewritten(for: descriptor.wireFormat), at: descriptor.wirePointer.tokens[...])
    }
    return body
  }

  /// A body that is one argument: a file, JSON, or text.
  private static func whole(
    _ value: JSONValue, _ descriptor: ArgumentDescriptor, type: String?
  ) -> RequestContent {
    if let limits = descriptor.file {
      let content = limits.content(value)
      return .bytes(content.bytes, type: type ?? content.type)
    }
    let value = value.rewritten(for: descriptor.wireFormat)
    guard let type, !MediaType.isJSON(type) else { return .json(value, type: type) }
    return .bytes(Array((value.string ?? value.description).utf8), type: type)
  }

  /// A part for each value. What has members is JSON, as long as nothing else is said.
  private static func parts(
    _ descriptors: [ArgumentDescriptor], _ arguments: Arguments
  ) -> [MultipartForm.Part] {
    var parts: [MultipartForm.Part] = []
    for descriptor in descriptors where descriptor.location == .multipart {
      guard let value = arguments[descriptor.name] else { continue }
      let isWhole = descriptor.contentType.map(MediaType.isJSON) ?? false
      let values = isWhole && descriptor.file == nil ? [value] : value.array ?? [value]
      for (index, value) in values.enumerated() {
        parts.append(
          part(value, of: descriptor, named: arguments.fileName(of: descriptor.name, at: index)))
      }
    }
    return parts
  }

  private static func part(
    _ value: JSONValue, of descriptor: ArgumentDescriptor, named fileName: String?
  ) -> MultipartForm.Part {
    let name = descriptor.wireName
    if let limits = descriptor.file {
      let content = limits.content(value)
      return MultipartForm.Part(
        name: name, fileName: fileName ?? name,
        contentType: descriptor.contentType ?? content.type, content: content.bytes)
    }
    let value = value.rewritten(for: descriptor.wireFormat)
    let isJSON =
      descriptor.contentType.map(MediaType.isJSON) ?? (value.object != nil || value.array != nil)
    guard !isJSON else {
      return MultipartForm.Part(
        name: name, contentType: descriptor.contentType ?? MediaType.json,
        content: value.serialized())
    }
    return MultipartForm.Part(
      name: name, contentType: descriptor.contentType,
      content: Array((value.string ?? value.description).utf8))
  }
}

extension [ArgumentDescriptor] {
  /// Where in a body the arguments of one belong; a tool has one such place at most.
  var bodyLocation: ArgumentDescriptor.Location? {
    for index in indices {
      switch self[index].location {
      case .form, .multipart, .body: return self[index].location
      case .path, .query, .header, .tool: continue
      }
    }
    return nil
  }

  /// `name=value` of the arguments in that place, escaped and joined by `&`.
  func pairs(
    _ location: ArgumentDescriptor.Location, _ arguments: Arguments
  ) throws(ArgumentProblem) -> String {
    var joined = ""
    // Descriptors are long: only those of what was given are copied.
    for index in indices where self[index].location == location {
      guard let value = arguments[self[index].name] else { continue }
      for pair in try self[index].pairs(value) {
        if joined.isEmpty { joined.reserveCapacity(Self.usualLength) } else { joined += "&" }
        joined += pair
      }
    }
    return joined
  }

  /// In bytes; most queries aren't longer.
  private static var usualLength: Int { 128 }
}

extension ArgumentDescriptor {
  /// `name=value` of what was given for it, as many as it takes.
  fileprivate func pairs(_ value: JSONValue) throws(ArgumentProblem) -> [String] {
    let value = value.rewritten(for: wireFormat)
    if let style {
      return try StyledValue(argument: name, name: wireName, style: style, value: value).pairs()
    }
    let key = PercentCoding.escape(wireName) + "="
    let texts = contentType == nil ? value.wireTexts(nil) : [value.description]
    return texts.map { key + PercentCoding.escape($0) }
  }
}

extension FileLimits {
  /// The bytes of a file that was read, and the media type they tell.
  fileprivate func content(_ value: JSONValue) -> (bytes: [UInt8], type: String) {
    guard let base64 = Base64Text(value.string ?? "") else { return ([], MediaType.octets) }
    return (base64.bytes, mediaType(of: base64) ?? MediaType.octets)
  }
}
