package import HTTPTypes
package import JSON
package import Tools

/// What a tool's arguments make of its template: everything of a request but address and key.
package struct RequestParts: Sendable {
  package let method: HTTPRequest.Method
  /// Path and query beneath the base URL.
  package let target: String
  /// The path before its arguments were filled in; nil where it was given whole.
  let template: [RequestTemplate.Part]?
  package var headerFields: HTTPFields
  package let body: [UInt8]
  /// Whose key it carries.
  var key = ProviderDescriptor.KeyChoice.service
  /// The statuses beside those of success that an answer may have, and what it holds then.
  var answers: [Int: JSONPointer] = [:]

  /// `query` and a form are escaped.
  init(
    method: HTTPRequest.Method, path: String, of template: [RequestTemplate.Part]? = nil,
    query: String, content: RequestContent? = nil, headerFields: HTTPFields = HTTPFields()
  ) {
    self.method = method
    self.template = template
    target = path + (query.isEmpty ? "" : "?" + query)
    self.headerFields = headerFields
    self.headerFields[.contentType] = content?.contentType
    body = content?.bytes ?? []
  }

  /// Puts each argument where it belongs; those of the tool itself stay out. In a JSON body they lie
  /// over what `object` holds.
  package init(
    _ template: RequestTemplate, of tool: ToolDescriptor, _ arguments: Arguments,
    over object: JSONObject = [:]
  ) throws(ToolError) {
    let descriptors = tool.arguments
    do throws(ArgumentProblem) {
      self.init(
        method: HTTPRequest.Method(template.method),
        path: try Self.path(template.path, descriptors, arguments), of: template.path,
        query: try descriptors.pairs(.query, arguments),
        content: template.method == .get
          ? nil : try RequestContent(of: tool, arguments, over: object),
        headerFields: try Self.headerFields(descriptors, arguments))
    } catch {
      throw ToolError([error], effect: tool.effect)
    }
    key = tool.key
    answers = tool.answers
  }

  /// The request that looks something up for a call.
  package init(
    _ lookup: LookupDescriptor, of tool: ToolDescriptor, _ arguments: Arguments
  ) throws(ToolError) {
    let query = lookup.query.flatMap { name, argument in
      (arguments[argument]?.wireTexts(nil) ?? []).map { (name, $0) }
    }
    do throws(ArgumentProblem) {
      let path = try Self.path(lookup.request.path, tool.arguments, arguments)
      self.init(
        method: .get, path: path, of: lookup.request.path, query: PercentCoding.encode(query))
    } catch {
      throw ToolError([error], effect: tool.effect)
    }
    key = tool.key
  }

  private static func path(
    _ parts: [RequestTemplate.Part], _ descriptors: [ArgumentDescriptor], _ arguments: Arguments
  ) throws(ArgumentProblem) -> String {
    var path = ""
    for part in parts {
      switch part {
      case .literal(let text): path += text
      case .argument(let name):
        let descriptor = descriptors.first { $0.name == name }
        let value = arguments[name]?.rewritten(for: descriptor?.wireFormat)
        path += try segment(value ?? .string(descriptor?.pathDefault ?? ""), of: name, descriptor)
      case .optional(let inner):
        let names = inner.compactMap { part -> String? in
          guard case .argument(let name) = part else { return nil }
          return name
        }
        if names.allSatisfy({ arguments[$0] != nil }) {
          path += try self.path(inner, descriptors, arguments)
        }
      }
    }
    return path
  }

  /// One segment of a path. Empty and dotted ones would lead to another place than was meant.
  private static func segment(
    _ value: JSONValue, of name: String, _ descriptor: ArgumentDescriptor?
  ) throws(ArgumentProblem) -> String {
    let hasParts = value.array != nil || value.object != nil
    let text: String
    if descriptor?.contentType != nil {
      text = PercentCoding.escape(value.description)
    } else if hasParts || descriptor?.style != nil {
      text = try StyledValue(
        argument: name, name: descriptor?.wireName ?? name, style: descriptor?.style ?? .simple,
        value: value
      ).segment()
    } else {
      text = PercentCoding.escape(value.wireTexts(nil).first ?? "")
    }
    guard !text.isEmpty, text != ".", text != ".." else {
      throw ArgumentProblem(
        name, problem: "is \"\(text)\", which can't be part of an address",
        expected: "an identifier")
    }
    return text
  }

  /// The arguments that are header fields; several values of one are fields of the same name.
  /// What a field can't hold is refused without being shown: it may be a secret.
  private static func headerFields(
    _ descriptors: [ArgumentDescriptor], _ arguments: Arguments
  ) throws(ArgumentProblem) -> HTTPFields {
    var fields = HTTPFields()
    for index in descriptors.indices where descriptors[index].location == .header {
      let descriptor = descriptors[index]
      guard let name = HTTPField.Name(descriptor.wireName) else { continue }
      guard let value = arguments[descriptor.name]?.rewritten(for: descriptor.wireFormat)
      else { continue }
      for value in try fieldValues(value, descriptor) {
        guard value.isFieldValue else {
          throw ArgumentProblem(
            descriptor.name, problem: "holds a character that a header field can't",
            expected: "visible ASCII characters, and spaces only between them")
        }
        fields.append(HTTPField(name: name, value: value))
      }
    }
    return fields
  }
}

extension RequestParts {
  fileprivate static func fieldValues(
    _ value: JSONValue, _ descriptor: ArgumentDescriptor
  ) throws(ArgumentProblem) -> [String] {
    if descriptor.contentType != nil { return [value.description] }
    guard let style = descriptor.style else { return value.wireTexts(nil) }
    return [
      try StyledValue(
        argument: descriptor.name, name: descriptor.wireName, style: style, value: value
      ).fieldValue()
    ]
  }
}

extension String {
  /// Whether a header field can carry it as it is (RFC 9110 section 5.5). What that allows beyond
  /// ASCII means another thing to each reader.
  fileprivate var isFieldValue: Bool {
    !hasPrefix(" ") && !hasSuffix(" ") && utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}

extension HTTPRequest.Method {
  init(_ method: RequestTemplate.Method) {
    switch method {
    case .get: self = .get
    case .post: self = .post
    case .put: self = .put
    case .patch: self = .patch
    case .delete: self = .delete
    }
  }
}

extension JSONValue {
  /// The value with another in that place; objects that lead there are made.
  func setting(_ value: JSONValue, at tokens: ArraySlice<String>) -> JSONValue {
    guard let token = tokens.first else { return value }
    var object = self.object ?? [:]
    object[token] = (object[token] ?? [:]).setting(value, at: tokens.dropFirst())
    return .object(object)
  }

  /// The value as the texts of a query or a form: one a key, several for an array.
  func wireTexts(_ format: ArgumentDescriptor.WireFormat?) -> [String] {
    switch rewritten(for: format) {
    case .null: []
    case .bool(let bool): [bool ? "true" : "false"]
    case .number(let number): [number.text]
    case .string(let string): [string]
    case .array(let elements): elements.flatMap { $0.wireTexts(nil) }
    case .object: [description]
    }
  }

  func rewritten(for format: ArgumentDescriptor.WireFormat?) -> JSONValue {
    switch (format, self) {
    case (.compactDate?, .string(let date)): .string(date.filter { $0 != "-" })
    case (.utcInstant?, .string(let instant)):
      .string(Timestamp(parsing: instant)?.description ?? instant)
    case (.compactInstant?, .string(let instant)):
      .string((Timestamp(parsing: instant)?.description ?? instant).filter(\.isNumber))
    case (.capitalized?, .string(let word)): .string(word.prefix(1).uppercased() + word.dropFirst())
    case (.compactDate?, _), (.utcInstant?, _), (.compactInstant?, _), (.capitalized?, _),
      (nil, _):
      self
    }
  }
}
