package import JSON

/// One service: where it is, how it is asked, how its answers are read.
package struct ProviderDescriptor: Sendable {
  /// Lower-case; its upper-case form begins the names of its environment variables.
  package let id: String
  package let title: String
  /// `https://host[:port][/path]`, without a slash at the end.
  package let baseURL: String
  package let authentication: Authentication?
  /// Keys that some of its tools want instead, by name.
  package let otherKeys: [String: Authentication]
  /// Where its keys are found: a sentence for who sets them up; nil where nobody has said.
  package let keyHelp: String?
  /// Header fields sent with every request.
  package let headers: [(name: String, value: String)]
  package let limits: Limits
  /// The zone days begin and end in there, as IANA names it; nil where it isn't known.
  package let timeZone: String?
  /// The call that shows whether it works; nil where the manifest names none.
  package let probe: ProbeDescriptor?
  /// Read when the first answer comes.
  private let deferredAnswers: Deferred<AnswerReading>
  package let tools: [ToolDescriptor]

  package var answers: AnswerReading { deferredAnswers.value }

  /// The environment variables that hold its keys; each with `_FILE` behind, a file's path.
  package var keyVariables: [String] { authentications.map(\.variable) }

  /// How its keys are sent and where they come from, the common one first.
  package var authentications: [Authentication] {
    [authentication].compactMap(\.self) + otherKeys.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The environment variable that replaces `baseURL`.
  package var baseURLVariable: String { "\(id.uppercased())_BASE_URL" }
}

/// How the answers of a service tell success from failure.
package struct AnswerReading: Sendable {
  /// What must have these values where it is present, whatever the HTTP status.
  package let success: [(pointer: JSONPointer, value: JSONValue)]
  /// Where an error's code and words are; the first that leads to something wins.
  package let errorCode: [JSONPointer]
  package let errorMessage: [JSONPointer]

  fileprivate init(reading cursor: ManifestCursor?) {
    cursor?.allowOnly(["success", "error_code", "error_message"])
    let success = cursor?.child("success")
    self.success =
      success?.object.members.compactMap { member in
        success?.pointer(member.key, at: member.key).map { ($0, member.value) }
      } ?? []
    errorCode = cursor?.pointers("error_code") ?? []
    errorMessage = cursor?.pointers("error_message") ?? []
  }
}

extension ProviderDescriptor {
  /// The fields that a provider has beside its tools and what they share.
  init?(reading cursor: ManifestCursor, tools: [ToolDescriptor]) {
    self.init(cursor) { _, _, _ in tools }
  }

  init?(reading cursor: ManifestCursor) {
    self.init(cursor) { id, days, keys in
      let shared = SharedParts(
        parameters: cursor.child("parameters"), shapes: cursor.child("shapes"), days: days,
        requires: cursor.string("requires"), keys: keys)
      return Self.tools(reading: cursor, of: id, shared)
    }
  }

  private init?(
    _ cursor: ManifestCursor,
    tools: (_ id: String, ServiceDays, [String: Authentication]) -> [ToolDescriptor]
  ) {
    cursor.allowOnly([
      "id", "title", "base_url", "auth", "keys", "key_help", "headers", "limits", "plans",
      "time_zone", "zone_from", "requires", "probe", "answers", "parameters", "shapes", "tools",
    ])
    let id = cursor.identifier("id")
    let title = cursor.requiredString("title")
    let baseURL = cursor.requiredString("base_url")
    if let baseURL, !cursor.isProven, !Self.isBaseURL(baseURL) {
      cursor.report(
        at: "base_url", "must be http:// or https://, a host, and no query or slash at the end")
    }
    let authentication = cursor.child("auth").flatMap(Authentication.init(reading:))
    let otherKeys = Authentication.others(of: cursor)
    let keyHelp = Self.keyHelp(cursor)
    let headers = Self.headers(cursor)
    let limits = Limits(ofProvider: cursor)
    let days = ServiceDays(reading: cursor)
    let probe = cursor.child("probe").flatMap(ProbeDescriptor.init(reading:))
    let answers = Deferred { AnswerReading(reading: cursor.child("answers")) }
    if !cursor.isProven { _ = answers.value }
    let tools = tools(id ?? "", days, otherKeys)
    guard let id, let title, let baseURL else { return nil }
    self.init(
      id: id, title: title, baseURL: baseURL, authentication: authentication,
      otherKeys: otherKeys, keyHelp: keyHelp, headers: headers, limits: limits,
      timeZone: days.timeZone, probe: probe, deferredAnswers: answers, tools: tools)
  }

  private static func tools(
    reading cursor: ManifestCursor, of id: String, _ shared: SharedParts
  ) -> [ToolDescriptor] {
    let cursors = cursor.elements("tools")
    let tools = cursors.compactMap { tool in
      ToolDescriptor(reading: tool, provider: id, shared: shared)
    }
    // Of a tool that can't be read nothing is known.
    if !cursor.isProven, tools.count == cursors.count {
      SourceDescriptor.check(cursors, of: tools)
      for (tool, cursor) in zip(tools, cursors) {
        guard case .each(let each, after: _) = tool.handler else { continue }
        cursor.child("each").map { each.check($0, among: tools) }
      }
      ProbeDescriptor.check(cursor, among: tools)
    }
    if !cursor.isProven { ServiceDays.checkSources(cursor, among: tools) }
    return tools
  }

  /// Lower-case letters, digits and `_`, at most 40: the names every host and model API accepts.
  package static func isIdentifier(_ text: String) -> Bool {
    text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
      }
  }

  /// Whether `text` can stand before a path: scheme, host, perhaps a port and a path.
  package static func isBaseURL(_ text: String) -> Bool {
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: text.hasPrefix) else { return false }
    let rest = text.dropFirst(scheme.count)
    return isAuthority(rest.prefix { $0 != "/" }) && !rest.hasSuffix("/")
      && rest.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#@\"<>\\{}".utf8.contains($0) }
  }

  /// Whether `text` is a host and perhaps a port (RFC 3986 section 3.2), without a user.
  package static func isAuthority(_ text: Substring) -> Bool {
    let host: Substring
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return false }
      host = text[...end]
      let address = host.dropFirst().dropLast()
      guard !address.isEmpty, address.utf8.allSatisfy("0123456789abcdefABCDEF:.".utf8.contains)
      else { return false }
    } else {
      host = text.prefix { $0 != ":" }
      guard let first = host.utf8.first, ASCII.isLetter(first) || ASCII.isDigit(first),
        host.utf8.allSatisfy({
          ASCII.isLetter($0) || ASCII.isDigit($0) || "-._".utf8.contains($0)
        })
      else { return false }
    }
    let port = text[host.endIndex...]
    if port.isEmpty { return true }
    let digits = port.dropFirst()
    return port.first == ":" && digits.utf8.allSatisfy(ASCII.isDigit)
      && Int(digits).map { (1...65535).contains($0) } ?? false
  }

  /// Whether `text` can name a header field (RFC 9110 section 5.1).
  package static func isFieldName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
      }
  }

  /// A sentence, which stands among others.
  private static func keyHelp(_ cursor: ManifestCursor) -> String? {
    guard let help = cursor.string("key_help") else { return nil }
    if !cursor.isProven, !help.hasSuffix(".") || help.contains(where: \.isNewline) {
      cursor.report(at: "key_help", "must be a sentence on one line, with a full stop")
    }
    return help
  }

  private static func headers(_ cursor: ManifestCursor) -> [(name: String, value: String)] {
    guard let fields = cursor.child("headers") else { return [] }
    for name in fields.object.keys where !isFieldName(name) {
      fields.report(at: name, "can't be the name of a header field")
    }
    return fields.object.keys.compactMap { name in fields.string(name).map { (name, $0) } }
  }
}
