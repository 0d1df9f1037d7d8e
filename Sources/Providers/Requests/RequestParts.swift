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

  typealias Pairs = [(name: String, value: String)]

  /// What a body holds.
  enum Content {
    case form(Pairs)
    case json(JSONValue)
  }

  init(
    method: HTTPRequest.Method, path: String, of template: [RequestTemplate.Part]? = nil,
    query: Pairs, content: Content? = nil, headerFields: HTTPFields = HTTPFields()
  ) {
    self.method = method
    self.template = template
    target = path + (query.isEmpty ? "" : "?" + PercentCoding.encode(query))
    self.headerFields = headerFields
    switch content {
    case nil:
      self.headerFields[.contentType] = nil
      body = []
    case .form(let pairs)?:
      self.headerFields[.contentType] = "application/x-www-form-urlencoded"
      body = Array(PercentCoding.encode(pairs).utf8)
    case .json(let value)?:
      self.headerFields[.contentType] = "application/json"
      body = value.serialized()
    }
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
        query: Self.pairs(.query, descriptors, arguments),
        content: template.method == .get ? nil : Self.content(of: tool, arguments, over: object),
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
      self.init(method: .get, path: path, of: lookup.request.path, query: query)
    } catch {
      throw ToolError([error], effect: tool.effect)
    }
    key = tool.key
  }

  /// What the body holds; nil when no argument belongs into one.
  private static func content(
    of tool: ToolDescriptor, _ arguments: Arguments, over object: JSONObject
  ) -> Content? {
    if tool.sendsForm { return .form(pairs(.form, tool.arguments, arguments)) }
    let members = tool.arguments.filter { $0.location == .body }
    if members.isEmpty { return nil }
    var body = JSONValue.object(object)
    for descriptor in members {
      guard let value = arguments[descriptor.name] else { continue }
      body = body.setting(
        value.rewritten(for: descriptor.wireFormat), at: descriptor.wirePointer.tokens[...])
    }
    return .json(body)
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
        let text = arguments[name]?.wireTexts(descriptor?.wireFormat).first
        path += try segment(text ?? descriptor?.pathDefault ?? "", of: name)
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
  private static func segment(_ text: String, of name: String) throws(ArgumentProblem) -> String {
    guard !text.isEmpty, text != ".", text != ".." else {
      throw ArgumentProblem(
        name, problem: "is \"\(text)\", which can't be part of an address",
        expected: "an identifier")
    }
    return PercentCoding.escape(text)
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
      for value in arguments[descriptor.name]?.wireTexts(descriptor.wireFormat) ?? [] {
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

  private static func pairs(
    _ location: ArgumentDescriptor.Location, _ descriptors: [ArgumentDescriptor],
    _ arguments: Arguments
  ) -> Pairs {
    var pairs: Pairs = []
    // Descriptors are long: only those of what was given are copied.
    for index in descriptors.indices where descriptors[index].location == location {
      guard let value = arguments[descriptors[index].name] else { continue }
      let descriptor = descriptors[index]
      pairs += value.wireTexts(descriptor.wireFormat).map { (descriptor.wireName, $0) }
    }
    return pairs
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

  fileprivate func rewritten(for format: ArgumentDescriptor.WireFormat?) -> JSONValue {
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
