package import JSON

/// One argument of a tool: what a client may give, and where it goes.
package struct ArgumentDescriptor: Sendable {
  package let name: String
  /// Other names it is accepted under.
  package let aliases: [String]
  package let isRequired: Bool
  /// Accepted and documented, but left out of `tools/list` to save the model's context.
  package private(set) var isAdvanced: Bool
  /// Whether it comes with the kind of tool rather than from the manifest.
  package private(set) var isStandard = false
  /// Whether `tools/list` doesn't even name it: it says nothing about this tool.
  var isTacit: Bool { isStandard && normalization != .recency }
  package let location: Location
  /// Its name in the request.
  package let wireName: String
  /// Where it stands in a JSON body.
  package var wirePointer: JSONPointer {
    wireName.hasPrefix("/") ? JSONPointer(parsing: wireName) ?? .root : .root.appending(wireName)
  }
  /// Whether it is all that the body holds.
  package var isWholeBody: Bool { location == .body && wireName.isEmpty }
  /// How what has parts is written where there is only text; nil for the usual way.
  package let style: ArgumentStyle?
  /// The media type of a part of its own, or JSON where there would be only text.
  package let contentType: String?
  /// Whether `null` is a value too, and sent.
  package let isNullable: Bool
  package let wireFormat: WireFormat?
  /// Set where an instant may also be given as a date.
  package let wholeDay: DayEnd?
  /// How what people write is brought into the form the schema asks for.
  private(set) var normalization: Normalization?
  /// Whether it says whom a call reaches. The operator's policy on recipients counts those.
  let isRecipient: Bool
  /// What the file may be whose content it is, in base64; of an array, each of its elements.
  package let file: FileLimits?
  /// What stands in the path when the argument is not given.
  package let pathDefault: String?
  /// Whether the empty string, or an empty list, is a value too: it removes what the service has
  /// stored.
  package let isClearable: Bool
  /// Words for what the service does when it isn't given: with one of these it isn't sent.
  let usual: [String]
  /// The value it has when only others were given.
  package let implied: Implication?
  /// The schema of a value.
  package private(set) var schema: ArgumentSchema

  /// Where in the request an argument goes.
  package enum Location: String, CaseIterable, Sendable {
    case path
    case query
    /// A field of a URL-encoded form.
    case form
    /// A part of a body of `multipart/form-data`.
    case multipart
    /// A member of a JSON object, or all of the body.
    case body
    case header
    /// Nowhere: it steers the tool itself.
    case tool
  }

  /// How a value is rewritten for a service that has a format of its own.
  package enum WireFormat: String, CaseIterable, Sendable {
    /// `2026-03-01` goes out as `20260301`.
    case compactDate = "YYYYMMDD"
    /// An instant goes out in UTC and whole seconds, whatever its offset was.
    case utcInstant = "YYYY-MM-DDTHH:MM:SSZ"
    /// The same as fourteen digits.
    case compactInstant = "YYYYMMDDHHMMSS"
    /// `paused` goes out as `Paused`.
    case capitalized = "Capitalized"
  }

  /// What is done to a value before it is checked.
  enum Normalization: String, CaseIterable, Sendable {
    /// `+49 (151) 123-45678` becomes `4915112345678`.
    case e164
    /// `24` becomes `"24"`, hours; the other is `today`. It comes with a kind of tool, and a manifest
    /// can't ask for it.
    case recency
    /// `128364` becomes `"128364"`: for an argument that is an id or a name.
    case text

    static let allCases = [e164, text]
  }

  /// A value that follows from other arguments: `{"value": "custom", "by": ["from_day"]}`.
  package struct Implication: Sendable {
    package let value: JSONValue
    /// One of these is enough.
    package let causes: [String]

    fileprivate init?(reading cursor: ManifestCursor) {
      cursor.allowOnly(["value", "by"])
      guard cursor.isPresent("value", "the value that is implied"),
        cursor.isPresent("by", "the arguments that imply it"), let value = cursor.object["value"],
        let causes = cursor.strings("by")
      else { return nil }
      self.value = value
      self.causes = causes
    }
  }

  /// Which end of a day a plain date means, where an instant is expected.
  package enum DayEnd: String, CaseIterable, Sendable {
    case start
    case end
  }

  private static let ownFields = [
    "use", "in", "wire", "wire_format", "whole_day", "aliases", "required", "advanced",
    "path_default", "clearable", "nullable", "usual", "implied", "normalize", "recipient", "file",
    "style", "explode", "content_type",
  ]

  private static let schemaKeywords = [
    "type", "anyOf", "format", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minLength", "maxLength", "pattern", "items", "minItems", "maxItems",
    "uniqueItems", "properties", "required_properties", "additionalProperties", "default",
    "examples", "title", "description",
  ]

  init?(reading written: ManifestCursor, name: String, shared: ManifestCursor?) {
    written.allowOnly(Self.ownFields + Self.schemaKeywords)
    guard let cursor = Self.resolvingUse(written, shared: shared) else { return nil }
    cursor.allowOnly(Self.ownFields + Self.schemaKeywords)
    if !ProviderDescriptor.isIdentifier(name) {
      cursor.report("an argument's name must be lower-case letters, digits and _, at most 40")
    }
    let location =
      cursor.isPresent("in", "where it goes") ? cursor.choice("in", Location.self) : nil
    guard let schema = Self.schema(cursor), let location else { return nil }
    self.name = name
    aliases = cursor.strings("aliases") ?? []
    isRequired = cursor.bool("required") ?? false
    isAdvanced = cursor.bool("advanced") ?? false
    self.location = location
    wireName = cursor.string("wire") ?? name
    wireFormat = cursor.choice("wire_format", WireFormat.self)
    wholeDay = cursor.choice("whole_day", DayEnd.self)
    normalization = cursor.choice("normalize", Normalization.self)
    isRecipient = cursor.bool("recipient") ?? (normalization == .e164)
    file = cursor.child("file").flatMap(FileLimits.init(reading:))
    pathDefault = cursor.string("path_default")
    isClearable = cursor.bool("clearable") ?? false
    isNullable = cursor.bool("nullable") ?? false
    style = ArgumentStyle(reading: cursor, in: location)
    contentType = cursor.string("content_type")
    usual = cursor.strings("usual") ?? []
    implied = cursor.child("implied").flatMap(Implication.init(reading:))
    self.schema = schema
    if isRequired, isAdvanced { cursor.report("a required argument can't be advanced") }
    if !cursor.isProven { check(cursor) }
  }

  /// Whether its fields fit each other.
  private func check(_ cursor: ManifestCursor) {
    if cursor.object.contains("file"), !Self.isText(schema.document) {
      cursor.report(at: "file", "only a string, or an array of them, can be files' content")
    }
    if isNullable, location != .body {
      cursor.report(at: "nullable", "only a body of JSON can hold null")
    }
    if let contentType { checkContentType(contentType, cursor) }
    if pathDefault != nil, location != .path {
      cursor.report(at: "path_default", "only an argument in the path can have one")
    }
    if location == .header, !ProviderDescriptor.isFieldName(wireName) {
      cursor.report(at: "wire", "\"\(wireName)\" can't be the name of a header field")
    }
    if location == .body, wireName.hasPrefix("/"), wirePointer.tokens.isEmpty {
      cursor.report(at: "wire", "\"\(wireName)\" is no JSON Pointer")
    }
  }

  private func checkContentType(_ type: String, _ cursor: ManifestCursor) {
    guard MediaType.isConcrete(type) else {
      return cursor.report(at: "content_type", "\"\(type)\" is no media type")
    }
    switch location {
    case .multipart: break
    case .path, .query, .form, .header:
      if !MediaType.isJSON(type) {
        cursor.report(at: "content_type", "must be JSON here: anything else is text already")
      }
    case .body: cursor.report(at: "content_type", "a body's type is the tool's content_type")
    case .tool: cursor.report(at: "content_type", "it is sent nowhere")
    }
  }

  private static func isText(_ schema: JSONValue) -> Bool {
    schema["type"] == "string"
      || schema["type"] == "array" && schema["items"]?["type"] == "string"
  }

  /// An argument that every tool of a kind has. It steers the tool itself, and `tools/list` says
  /// nothing of it unless it is to be listed.
  init(
    steering name: String, schema: JSONObject, normalization: Normalization? = nil,
    isListed: Bool = false
  ) {
    let written = schema.merging(["in": "tool", "advanced": .bool(!isListed)])
    let cursor = ManifestCursor(object: written, pointer: .root, problems: .ofProven)
    guard let argument = ArgumentDescriptor(reading: cursor, name: name, shared: nil) else {
      preconditionFailure("the argument \(name) must be right")
    }
    self = argument
    self.normalization = normalization
    isStandard = true
  }

  /// The argument as one that `tools/list` shows.
  var listed: ArgumentDescriptor {
    var argument = self
    argument.isAdvanced = false
    return argument
  }

  /// The argument with these values to choose from, and no others.
  func limited(to values: [String]) -> ArgumentDescriptor {
    var document = schema.document.object ?? [:]
    document["enum"] = .array(values.map { .string($0) })
    guard let schema = try? JSONSchema(compiling: .object(document)) else { return self }
    var argument = self
    argument.schema = ArgumentSchema(schema)
    return argument
  }

  /// The argument's fields over those of the shared parameter it uses; nil when there is no
  /// such parameter, because then everything would seem to be missing.
  private static func resolvingUse(
    _ cursor: ManifestCursor, shared: ManifestCursor?
  ) -> ManifestCursor? {
    guard cursor.object.contains("use") else { return cursor }
    guard let name = cursor.string("use") else { return nil }
    guard let shared, shared.object.contains(name) else {
      let hint = meantHint(name, among: shared?.object.keys ?? []) ?? ""
      cursor.report(at: "use", "no shared parameter is named \"\(name)\"\(hint)")
      return nil
    }
    guard let parameter = shared.child(name) else { return nil }
    var resolved = ManifestCursor(
      object: parameter.object.merging(cursor.object), pointer: cursor.pointer,
      problems: cursor.problems)
    for key in parameter.object.keys where !cursor.object.contains(key) {
      resolved.borrowed[key] = parameter.pointer(of: key)
    }
    return resolved
  }

  private static func schema(_ cursor: ManifestCursor) -> ArgumentSchema? {
    var object = JSONObject(cursor.object.members.filter { schemaKeywords.contains($0.key) })
    // A tool's own "required" is a truth value; the JSON Schema keyword needs another name here.
    object["required"] = object["required_properties"]
    object["required_properties"] = nil
    let isUnion = object.contains("anyOf")
    guard isUnion || cursor.isPresent("type", "a JSON Schema type, or there must be anyOf")
    else { return nil }
    if object["anyOf"]?.array?.contains(where: { $0["type"] == "null" }) == true {
      cursor.report(at: "anyOf", "that null is a value is said by nullable")
    }
    if isUnion, object.contains("type") {
      cursor.report(at: "anyOf", "each alternative says its type; there can be no other beside")
    }
    if cursor.isPresent("description", "a sentence") { _ = cursor.requiredString("description") }
    return cursor.isProven
      ? ArgumentSchema(proven: object)
      : PublishedSchema.compile(object, cursor).map(ArgumentSchema.init)
  }
}
