internal import HTTPTypes
package import JSON
package import Tools

/// `api_request`: any endpoint of a configured service, for what no tool covers.
package struct APIRequest: ToolHandler {
  private let providers: [String: Provider]

  package init(_ providers: [Provider]) {
    self.providers = Dictionary(uniqueKeysWithValues: providers.map { ($0.descriptor.id, $0) })
  }

  /// Only a DELETE is asked about: nothing tells what else removes something.
  package func target(of call: ToolCall) throws(ToolError) -> CallTarget {
    let endpoint = try endpoint(call)
    let service = endpoint.provider.descriptor
    guard endpoint.request.effect != .read else {
      return CallTarget(service: service.id, effect: .read)
    }
    var target = CallTarget(
      service: service.id, account: endpoint.provider.account, effect: endpoint.request.effect,
      subject: "\(endpoint.request.method.rawValue) \(endpoint.request.path)",
      recipients: service.tools.contains(where: \.isMessaging) ? .unknown : .nobody)
    if endpoint.request.effect == .destructive {
      target.question = { _ throws(ToolError) in
        "Send DELETE \(endpoint.request.path) to \(service.title)? "
          + "What it removes may be gone for good."
      }
    }
    return target
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let endpoint = try endpoint(call)
    let answer = try await endpoint.provider.send(
      RequestParts(endpoint).tracing(call), effect: endpoint.request.effect,
      by: call.deadline, noting: call.footprint
    ).read()
    let shown = endpoint.pointer.map { answer.trimmed(to: $0) } ?? answer
    return endpoint.note(on: answer).map { shown.appending("_notes", [.string($0)]) } ?? shown
  }

  private func endpoint(_ call: ToolCall) throws(ToolError) -> Endpoint {
    let given = APIRequestArguments(call.arguments)
    do throws(ArgumentProblem) {
      guard let provider = providers[given.provider] else {
        throw ArgumentProblem(
          APIRequestArguments.provider, problem: "is not a service of this server",
          expected: "one of \(providers.keys.sorted().joined(separator: ", "))")
      }
      return try Endpoint(given, of: provider)
    } catch {
      throw ToolError([error], effect: given.effect)
    }
  }
}

/// One request that no descriptor describes.
struct Endpoint {
  let provider: Provider
  let request: APIRequestArguments
  /// To the part of the answer that is wanted.
  let pointer: JSONPointer?

  fileprivate init(_ given: APIRequestArguments, of provider: Provider) throws(ArgumentProblem) {
    if given.method == .get, given.body != nil {
      throw ArgumentProblem(
        APIRequestArguments.body, problem: "can't go with GET",
        expected: "query, or another method")
    }
    self.provider = provider
    request = given
    if let fault = EndpointPath.fault(in: given.path) {
      throw ArgumentProblem(
        "path", problem: fault,
        expected: "a path beneath the service's address, such as /clients/1")
    }
    try Self.checkContent(given, isForm: provider.descriptor.takesForms)
    pointer = given.pointer.flatMap { JSONPointer(parsing: $0) }
    guard given.pointer == nil || pointer != nil else {
      throw ArgumentProblem(
        APIRequestArguments.pointer, problem: "is no JSON Pointer",
        expected: "a path such as /data/0/id")
    }
  }
}

extension Endpoint {
  /// Refuses what would not be sent: a change of nothing, and lists that a query or a form has no
  /// words for.
  private static func checkContent(
    _ given: APIRequestArguments, isForm: Bool
  ) throws(ArgumentProblem) {
    let parts: KeyValuePairs = [
      APIRequestArguments.query: given.query,
      APIRequestArguments.body: isForm ? given.body ?? [:] : [:],
    ]
    for (part, object) in parts {
      guard let name = object.first(where: { $0.value == [] })?.key else { continue }
      throw ArgumentProblem(
        "\(part)/\(name)", problem: "is an empty list, which can't be sent",
        expected: part == APIRequestArguments.body ? "\"\" to clear it" : "an item at least")
    }
    let isEmpty = given.body?.allSatisfy { isForm && $0.value.isNull } ?? true
    if given.method == .patch, isEmpty {
      throw ArgumentProblem(
        APIRequestArguments.body, problem: "holds nothing to change",
        expected: "the fields to change, with their new values")
    }
  }

  /// What the answer of a list doesn't show, where a tool is known that has the list too.
  fileprivate func note(on answer: JSONObject) -> String? {
    guard request.method == .get,
      let tool = provider.descriptor.tools.first(where: { $0.request?.asks(for: request) == true }),
      let paging = tool.paging, let rows = tool.rows
    else { return nil }
    let given = tool.arguments.compactMap { argument in
      request.query[argument.wireName].map { value in
        (
          argument.name,
          value.string.flatMap { JSONNumber(text: $0) }.map(JSONValue.number) ?? value
        )
      }
    }
    let next = paging.next(
      after: Arguments(JSONObject(given)), told: paging.told(by: answer),
      rows: answer.elementCount(at: rows))
    guard let next else { return nil }
    let total = next.total.map { " of \($0)" } ?? ""
    return
      "This shows \(next.shown)\(total) rows, there \(next.isCertain ? "are" : "may be") more; "
      + "\(tool.name) is the tool for this list."
  }
}

extension RequestTemplate {
  /// Whether it is what the tool of it would send for some arguments. What may be left out of a path
  /// isn't looked for.
  fileprivate func asks(for request: APIRequestArguments) -> Bool {
    guard method == request.method else { return false }
    let places = path.map(\.description).joined().split(separator: "/")
    let segments = request.path.split(separator: "/")
    return places.count == segments.count
      && zip(places, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") && $0.hasSuffix("}") }
  }
}

extension JSONObject {
  /// What the pointer leads to, as an object.
  fileprivate func trimmed(to pointer: JSONPointer) -> JSONObject {
    guard let value = pointer.value(in: .object(self)) else {
      return [
        "value": nil,
        "message": .string(
          "The answer has nothing at \(pointer); its members are \(keys.joined(separator: ", "))."),
      ]
    }
    return value.object ?? ["value": value]
  }
}

/// Whether a path beneath a service's base URL can lead out of it.
private enum EndpointPath {
  /// Why a path is refused; nil for `/clients/1`. What a server, a proxy or a URL library between
  /// could read as another host, another path or a query is (RFC 3986 section 3.3 and 5.2.4).
  static func fault(in text: String) -> String? {
    guard text.hasPrefix("/") else { return "does not begin with /" }
    if text.contains("?") || text.contains("#") {
      return "holds a query or a fragment, which belong into query"
    }
    if let bad = text.unicodeScalars.first(where: { !isAllowed($0) }) {
      return
        "holds U+\(String(bad.value, radix: 16, uppercase: true)), which must be percent-encoded"
    }
    if let escape = badEscape(in: text) { return "holds \(escape), which can't stand in a path" }
    let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    if segments.contains(where: { $0 == "." || $0 == ".." }) {
      return "holds a . or .. segment, which would lead elsewhere"
    }
    if segments.dropLast().contains("") { return "holds // " }
    return nil
  }

  /// The characters of a path (RFC 3986 `pchar`), the slash, and the percent sign of an escape.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return false }
    return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "-._~!$&'()*+,;=:@/%".unicodeScalars.contains(scalar)
  }

  /// An escape that is none, or one that hides a slash, a dot or a control character.
  private static func badEscape(in text: String) -> String? {
    for part in text.split(separator: "%", omittingEmptySubsequences: false).dropFirst() {
      let digits = part.prefix(2)
      guard let byte = PercentCoding.byte(digits.utf8) else { return "%" + digits }
      let hidden = "/\\.%".utf8
      if byte < 0x20 || byte == 0x7F || hidden.contains(byte) { return "%" + digits }
    }
    return nil
  }
}

extension RequestParts {
  /// The request to an endpoint. Its body is a form where that is how the service's tools write
  /// theirs, and JSON everywhere else.
  init(_ endpoint: Endpoint) {
    let takesForms = endpoint.provider.descriptor.takesForms
    self.init(
      method: HTTPRequest.Method(endpoint.request.method), path: endpoint.request.path,
      query: PercentCoding.encode(Self.pairs(endpoint.request.query)),
      content: endpoint.request.body.map { body in
        takesForms ? .form(PercentCoding.encode(Self.pairs(body))) : .json(.object(body))
      })
  }

  private static func pairs(_ object: JSONObject) -> [(name: String, value: String)] {
    object.flatMap { name, value in value.wireTexts(nil).map { (name, $0) } }
  }
}

extension ProviderDescriptor {
  /// Whether that is how the service's tools write their bodies.
  fileprivate var takesForms: Bool { tools.contains(where: \.sendsForm) }
}

extension ToolDescriptor {
  /// Whether its arguments make a form.
  var sendsForm: Bool { arguments.contains { $0.location == .form } }
}
